import { get, Schemas, wordsOf } from '../../api/client';
import { recently, remaining, remainingInWords } from '../../beijing';
import { Card, claim, isStale, keepTickets, Row, rowOf, showTicket, stageOf } from '../../benefits';
import { serviceNow } from '../../clock';
import { keep, kept } from '../../memory';
import { privately } from '../../privately';

type Screen = Schemas['BenefitsScreen'];

interface Next {
  title: string;
  countdown: string;
  countdownWords: string;
}

const SCREEN = 'benefits';

const unseen = privately(() => ({ cards: [] as Card[], shown: false, refreshing: false, refreshedAt: 0, ticking: 0, planned: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    theme: '创新争先、自立自强',
    season: '会员福利',
    next: null as Next | null,
    unbound: false,
    rows: [] as Row[],
    claimingId: 0,
  },

  onLoad(query: { id?: string }) {
    const before = kept<Screen>(SCREEN);
    if (before !== null) {
      this.show(before.value);
    }
    // A message leads here with the benefit that it is about.
    if (query.id !== undefined && /^\d+$/.test(query.id)) {
      wx.navigateTo({ url: `/pages/benefit/index?id=${query.id}` });
    }
  },

  onShow() {
    unseen(this).shown = true;
    if (isStale(unseen(this).refreshedAt)) {
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
    try {
      const screen = await get('/api/benefits');
      mine.refreshedAt = Date.now();
      keep(SCREEN, screen);
      keepTickets(screen.items);
      this.setData({ notice: '' });
      this.show(screen);
    } catch (error) {
      const before = kept<Screen>(SCREEN);
      const words = wordsOf(error);
      this.setData(
        before === null
          ? { phase: 'failed', notice: words }
          : { notice: `${words}现在显示的是 ${recently(before.value.now, serviceNow())} 的内容。` },
      );
    } finally {
      mine.refreshing = false;
      this.plan();
    }
  },

  show(screen: Screen) {
    const now = serviceNow();
    const mine = unseen(this);
    mine.cards = screen.items;
    this.setData({
      phase: 'ready',
      theme: screen.season?.theme || '创新争先、自立自强',
      season: screen.season?.name ?? '会员福利',
      unbound: screen.items.some((card) => card.state === 'notEligible' && card.whyNotCode === 'member.not_bound'),
      rows: screen.items.map((card) => rowOf(card, now)),
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
    if (rows.some((row, i) => row.stage === 'open' && mine.cards[i]!.state === 'upcoming')) {
      this.plan();
    }
    mine.ticking = setTimeout(() => this.tick(), 1_000 - (now % 1_000));
  },

  /**
   * While something can be claimed, what remains is asked for again now and then, by each phone at a time of its own; so an
   * opening does not bring all of them at once.
   */
  plan() {
    const mine = unseen(this);
    clearTimeout(mine.planned);
    const now = serviceNow();
    if (mine.shown && mine.cards.some((card) => stageOf(card, now) === 'open')) {
      mine.planned = setTimeout(() => this.refresh(), 15_000 + 15_000 * Math.random());
    }
  },

  rest() {
    const mine = unseen(this);
    mine.shown = false;
    clearTimeout(mine.ticking);
    clearTimeout(mine.planned);
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    const isClaimed = this.data.rows.some((row) => row.id === id && row.stage === 'claimed');
    wx.navigateTo({ url: isClaimed ? `/pages/ticket/index?id=${id}` : `/pages/benefit/index?id=${id}` });
  },

  async claim({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    if (this.data.claimingId !== 0) {
      return;
    }
    this.setData({ claimingId: id, notice: '' });
    try {
      await claim(id, () => this.setData({ notice: '正在为您领取，网络不太稳，请稍候，不用再点。' }));
      this.setData({ notice: '' });
      showTicket(id, unseen(this).shown);
    } catch (error) {
      this.setData({ notice: '' });
      wx.showModal({ title: '没有领到', content: wordsOf(error), showCancel: false, confirmText: '知道了' });
      this.refresh();
    } finally {
      this.setData({ claimingId: 0 });
    }
  },

  bindMember() {
    wx.navigateTo({ url: '/pages/bind/index' });
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
