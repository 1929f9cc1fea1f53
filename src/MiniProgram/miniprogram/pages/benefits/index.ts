import { get, Schemas, wordsOf } from '../../api/client';
import { recently, remaining, remainingInWords } from '../../beijing';
import { Card, Row, rowOf, stageOf } from '../../benefits';
import { changesSoFar, isStale } from '../../changes';
import { claim, showTicket, tellNoTicket } from '../../claiming';
import { serviceNow } from '../../clock';
import { BENEFITS, keepTickets } from '../../holdings';
import { lead } from '../../leading';
import { keep, kept, recall } from '../../memory';
import { privately } from '../../privately';
import { pulseOf } from '../../pulse';

type Screen = Schemas['BenefitsScreen'];

interface Next {
  title: string;
  countdown: string;
  countdownWords: string;
}

const unseen = privately(() => ({ cards: [] as Card[], refreshing: false, askedAt: 0, seen: -1 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    theme: '创新争先、自立自强',
    season: '会员福利',
    next: null as Next | null,
    unbound: false,
    rows: [] as Row[],
    /** Those for which a claim is under way. */
    claiming: {} as Record<number, boolean>,
  },

  onLoad(query: { id?: string }) {
    recall<Screen>(BENEFITS, (screen) => this.show(screen));
    // A message leads here with the benefit that it is about.
    if (query.id !== undefined && /^\d+$/.test(query.id)) {
      lead(`/pages/benefit/index?id=${query.id}`);
    }
  },

  onShow() {
    if (isStale(unseen(this).askedAt, unseen(this).seen)) {
      this.refresh();
    }
    pulseOf(this).start();
  },

  onHide() {
    pulseOf(this).stop();
  },

  onUnload() {
    pulseOf(this).stop();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: `${this.data.theme}：会员福利`, path: '/pages/benefits/index' };
  },

  async refresh(): Promise<void> {
    const mine = unseen(this);
    if (mine.refreshing) {
      return;
    }
    mine.refreshing = true;
    const [askedAt, seen] = [Date.now(), changesSoFar()];
    try {
      const screen = await get('/api/benefits');
      Object.assign(mine, { askedAt, seen });
      this.show(screen);
      this.setData({ notice: '' });
      keepTickets(screen.items);
      keep(BENEFITS, screen);
    } catch (error) {
      const words = wordsOf(error);
      const before = kept<Screen>(BENEFITS);
      this.setData(
        before === null
          ? { phase: 'failed', notice: words }
          : { notice: `${words}现在显示的是 ${recently(before.value.now, serviceNow())} 的内容。` },
      );
    } finally {
      mine.refreshing = false;
      pulseOf(this).plan();
    }
    // Something was claimed or given back while the answer was on its way.
    if (pulseOf(this).isShown && mine.seen === seen && seen !== changesSoFar()) {
      await this.refresh();
    }
  },

  show(screen: Screen) {
    const now = serviceNow();
    const rows = screen.items.map((card) => rowOf(card, now));
    unseen(this).cards = screen.items;
    this.setData({
      phase: 'ready',
      theme: screen.season?.theme || '创新争先、自立自强',
      season: screen.season?.name ?? '会员福利',
      unbound: screen.items.some((card) => card.state === 'notEligible' && card.whyNotCode === 'member.not_bound'),
      rows,
      next: nextOf(screen.items, now),
    });
  },

  /** Only what has changed. */
  draw(now: number) {
    const { cards } = unseen(this);
    const changed: Record<string, unknown> = {};
    cards.forEach((card, i) => {
      const [row, before] = [rowOf(card, now), this.data.rows[i]];
      if (before !== undefined && (before.countdown !== row.countdown || before.stage !== row.stage)) {
        changed[`rows[${i}]`] = row;
      }
    });
    const next = nextOf(cards, now);
    if (next?.countdown !== this.data.next?.countdown) {
      changed.next = next;
    }
    if (Object.keys(changed).length > 0) {
      this.setData(changed);
    }
  },

  isOpen(now: number): boolean {
    return unseen(this).cards.some((card) => stageOf(card, now) === 'open');
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    const isClaimed = this.data.rows.some((row) => row.id === id && row.stage === 'claimed');
    lead(isClaimed ? `/pages/ticket/index?id=${id}` : `/pages/benefit/index?id=${id}`);
  },

  async claim({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    if (this.data.claiming[id]) {
      return;
    }
    this.setData({ claiming: { ...this.data.claiming, [id]: true }, notice: '' });
    try {
      await claim(id, () => this.setData({ notice: '正在为您领取，网络不太稳，请稍候，不用再点。' }));
      this.setData({ notice: '' });
      showTicket(id, pulseOf(this).isShown);
    } catch (error) {
      this.setData({ notice: '' });
      tellNoTicket(this.data.rows.find((row) => row.id === id)?.title ?? '', error);
      this.refresh();
    } finally {
      this.setData({ claiming: { ...this.data.claiming, [id]: false } });
    }
  },

  bindMember() {
    lead('/pages/bind/index');
  },

  readStories() {
    wx.switchTab({ url: '/pages/stories/index' });
  },
});

/** The next opening that this member may take part in. */
function nextOf(cards: readonly Card[], now: number): Next | null {
  const waiting = cards.filter((card) => card.state === 'upcoming' && Date.parse(card.opensAt) > now);
  const [first] = waiting.sort((one, other) => Date.parse(one.opensAt) - Date.parse(other.opensAt));
  if (first === undefined) {
    return null;
  }
  const until = Date.parse(first.opensAt) - now;
  return { title: first.title, countdown: remaining(until), countdownWords: `还有 ${remainingInWords(until)}` };
}
