import { get, Schemas, wordsOf } from '../../api/client';
import { recently, remaining, remainingInWords } from '../../beijing';
import { BENEFITS, Card, changesSoFar, claim, isStale, keepTickets, Row, rowOf, showTicket, stageOf, tellNoTicket } from '../../benefits';
import { hasLeapt, serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, kept, recall } from '../../memory';
import { privately } from '../../privately';

type Screen = Schemas['BenefitsScreen'];

interface Next {
  title: string;
  countdown: string;
  countdownWords: string;
}

const unseen = privately(() => ({
  cards: [] as Card[],
  shown: false,
  refreshing: false,
  askedAt: 0,
  seen: -1,
  ticking: 0,
  due: 0,
  planned: 0,
}));

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
    unseen(this).shown = true;
    if (isStale(unseen(this).askedAt, unseen(this).seen)) {
      this.refresh();
    }
    this.tick();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    return { title: `${this.data.theme}：会员福利`, path: '/pages/benefits/index' };
  },

  async refresh() {
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
      this.plan();
    }
    // Something was claimed or given back while the answer was on its way.
    if (mine.shown && mine.seen === seen && seen !== changesSoFar()) {
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

  /** Once a second, and only what has changed: the countdowns, and a benefit that has just opened or closed. */
  tick() {
    const mine = unseen(this);
    clearTimeout(mine.ticking);
    if (!mine.shown) {
      return;
    }
    if (hasLeapt(mine.due)) {
      // Nothing is drawn by a clock that was set, before the service has said what time it is.
      mine.due = 0;
      this.refresh().then(() => this.tick());
      return;
    }
    const now = serviceNow();
    const rows = mine.cards.map((card) => rowOf(card, now));
    const changed: Record<string, unknown> = {};
    rows.forEach((row, i) => {
      const before = this.data.rows[i];
      if (before !== undefined && (before.countdown !== row.countdown || before.stage !== row.stage)) {
        changed[`rows[${i}]`] = row;
      }
    });
    const next = nextOf(mine.cards, now);
    if (next?.countdown !== this.data.next?.countdown) {
      changed.next = next;
    }
    if (Object.keys(changed).length > 0) {
      this.setData(changed);
    }
    if (mine.planned === 0) {
      this.plan();
    }
    const pause = 1_000 - (now % 1_000);
    mine.due = Date.now() + pause;
    mine.ticking = setTimeout(() => this.tick(), pause);
  },

  /**
   * While something can be claimed, what remains is asked for again now and then, by each phone at a time of its own; so an
   * opening does not bring all of them at once.
   */
  plan() {
    const mine = unseen(this);
    clearTimeout(mine.planned);
    mine.planned = 0;
    const now = serviceNow();
    if (mine.shown && mine.cards.some((card) => stageOf(card, now) === 'open')) {
      mine.planned = setTimeout(
        () => {
          mine.planned = 0;
          this.refresh();
        },
        15_000 + 15_000 * Math.random(),
      );
    }
  },

  rest() {
    const mine = unseen(this);
    mine.shown = false;
    clearTimeout(mine.ticking);
    clearTimeout(mine.planned);
    Object.assign(mine, { due: 0, planned: 0 });
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
      showTicket(id, unseen(this).shown);
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
