import { get, Refusal, Schemas, wordsOf } from '../../api/client';
import { day, moment, momentOfEnd } from '../../beijing';
import { Card, claim, isClaiming, keepTickets, Row, rowOf, showTicket, stageOf } from '../../benefits';
import { serviceNow } from '../../clock';
import { kept } from '../../memory';
import { privately } from '../../privately';

/** What somebody can do about a reason, beside the service's own words for it. */
const ADVICE: Partial<Record<Schemas['WhyNotCode'], string>> = {
  'benefit.dues': '补缴会费后，名册更新即可领取。已缴费的，请联系秘书处核对。',
  'benefit.level': '会员等级以学会名册为准；如有变化，请联系秘书处核对。',
  'benefit.branch': '所在分支机构以学会名册为准；如有变化，请联系秘书处核对。',
  'benefit.on_hold': '请联系秘书处了解情况。',
};

const unseen = privately(() => ({ id: 0, card: null as Card | null, shown: false, ticking: 0, planned: 0 }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    progress: '',
    claiming: false,
    unbound: false,
    row: null as Row | null,
    kind: 'counter' as Schemas['BenefitKind'],
    summary: '',
    period: '',
    lastDay: '',
    place: '',
    audience: [] as string[],
    usageNote: '',
    whyNot: '',
    advice: '',
  },

  onLoad(query: { id?: string; scene?: string }) {
    const id = idOf(query);
    unseen(this).id = id ?? 0;
    if (id === null) {
      this.setData({ phase: 'absent' });
      return;
    }
    const before = kept<Schemas['BenefitsScreen']>('benefits')?.value.items.find((card) => card.id === id);
    if (before !== undefined) {
      this.show(before);
    }
    if (isClaiming(id)) {
      this.claim();
    }
  },

  onShow() {
    unseen(this).shown = true;
    if (unseen(this).id !== 0) {
      this.refresh();
      this.tick();
    }
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
    return { title: this.data.row?.title ?? '会员福利', path: `/pages/benefit/index?id=${unseen(this).id}` };
  },

  async refresh() {
    try {
      const card = await get('/api/benefits/{id}', { id: unseen(this).id });
      keepTickets([card]);
      this.setData({ notice: '' });
      this.show(card);
    } catch (error) {
      const words = wordsOf(error);
      if (error instanceof Refusal && error.status === 404) {
        this.setData({ phase: 'absent' });
      } else {
        this.setData(this.data.row === null ? { phase: 'failed', notice: words } : { notice: words });
      }
    }
    this.plan();
  },

  show(card: Card) {
    const now = serviceNow();
    const why = card.state === 'notEligible' ? card : null;
    unseen(this).card = card;
    this.setData({
      phase: 'ready',
      row: rowOf(card, now),
      kind: card.kind,
      summary: card.summary,
      period: `${moment(card.opensAt, now)} 至 ${momentOfEnd(card.closesAt, now)}`,
      lastDay: day(card.lastDay, now),
      place: card.place,
      audience: card.audience,
      usageNote: card.usageNote,
      unbound: why?.whyNotCode === 'member.not_bound',
      whyNot: why?.whyNot ?? '',
      advice: why === null ? '' : (ADVICE[why.whyNotCode] ?? ''),
    });
  },

  tick() {
    const { card, shown } = unseen(this);
    clearTimeout(unseen(this).ticking);
    if (!shown) {
      return;
    }
    const now = serviceNow();
    if (card !== null) {
      const row = rowOf(card, now);
      if (row.countdown !== this.data.row?.countdown || row.stage !== this.data.row.stage) {
        this.setData({ row });
      }
    }
    unseen(this).ticking = setTimeout(() => this.tick(), 1_000 - (now % 1_000));
  },

  /** What remains, now and then while it matters, by each phone at a time of its own. */
  plan() {
    const { card, shown } = unseen(this);
    clearTimeout(unseen(this).planned);
    if (shown && card !== null && stageOf(card, serviceNow()) === 'open') {
      unseen(this).planned = setTimeout(() => this.refresh(), 15_000 + 15_000 * Math.random());
    }
  },

  rest() {
    unseen(this).shown = false;
    clearTimeout(unseen(this).ticking);
    clearTimeout(unseen(this).planned);
  },

  async claim() {
    if (this.data.claiming) {
      return;
    }
    const { id } = unseen(this);
    this.setData({ claiming: true, progress: '正在为您领取，请稍候。', notice: '' });
    try {
      await claim(id, () => this.setData({ progress: '网络不太稳，正在继续为您领取，不用再点。' }));
      this.setData({ progress: '' });
      showTicket(id, unseen(this).shown);
    } catch (error) {
      this.setData({ progress: '', notice: wordsOf(error) });
      if (error instanceof Refusal) {
        await this.refresh();
        const { card } = unseen(this);
        if (error.code === 'benefit.sold_out' && card !== null && stageOf(card, serviceNow()) === 'open') {
          // What the service says of a benefit may be a second old. Nobody is invited to tap for what the claim has just found gone.
          this.show({ ...card, state: 'soldOut', remaining: 0 });
        }
        this.setData({ notice: error.words });
      }
    } finally {
      this.setData({ claiming: false });
    }
  },

  showTicket() {
    wx.navigateTo({ url: `/pages/ticket/index?id=${unseen(this).id}` });
  },

  bindMember() {
    wx.navigateTo({ url: '/pages/bind/index' });
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },
});

/** From a message or a list `id=3`; from a printed code the scene `b=3`, which arrives encoded. Anything else is nobody's. */
function idOf({ id, scene }: { id?: string; scene?: string }): number | null {
  const words = id ?? /^b=(.*)$/.exec(decoded(scene ?? ''))?.[1] ?? '';
  const number = Number(words);
  return /^\d{1,15}$/.test(words) && number > 0 ? number : null;
}

function decoded(words: string): string {
  try {
    return decodeURIComponent(words);
  } catch {
    return '';
  }
}
