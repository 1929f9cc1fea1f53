import { get, Refusal, Schemas, wordsOf } from '../../api/client';
import { day, moment, momentOfEnd } from '../../beijing';
import { Card, Row, rowOf, stageOf } from '../../benefits';
import { claim, endOf, isClaiming, showTicket, tellNoTicket } from '../../claiming';
import { serviceNow } from '../../clock';
import { BENEFITS, keepTickets } from '../../holdings';
import { lead } from '../../leading';
import { recall } from '../../memory';
import { numberFrom, numberFromScene } from '../../parameters';
import { privately } from '../../privately';
import { pulseOf } from '../../pulse';

/** What somebody can do about a reason, beside the service's own words for it. */
const ADVICE: Partial<Record<Schemas['WhyNotCode'], string>> = {
  'benefit.dues': '补缴会费后，名册更新即可领取。已缴费的，请联系秘书处核对。',
  'benefit.level': '会员等级以学会名册为准；如有变化，请联系秘书处核对。',
  'benefit.branch': '所在分支机构以学会名册为准；如有变化，请联系秘书处核对。',
  'benefit.on_hold': '请联系秘书处了解情况。',
};

const unseen = privately(() => ({ id: 0, card: null as Card | null, asked: 0, answered: 0 }));

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
    unseen(this).id = id;
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    recall<Schemas['BenefitsScreen']>(BENEFITS, ({ items }) => items.filter((card) => card.id === id).forEach((card) => this.show(card)));
    if (isClaiming(id)) {
      this.claim();
    }
  },

  onShow() {
    if (unseen(this).id !== 0) {
      this.refresh();
      pulseOf(this).start();
    }
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
    return { title: this.data.row?.title ?? '会员福利', path: `/pages/benefit/index?id=${unseen(this).id}` };
  },

  async refresh(): Promise<void> {
    const mine = unseen(this);
    mine.asked += 1;
    const { asked } = mine;
    try {
      const card = await get('/api/benefits/{id}', { id: mine.id });
      // An answer that was asked for before the one that is shown may be from before a claim.
      if (asked > mine.answered) {
        mine.answered = asked;
        this.show(card);
        this.setData({ notice: '' });
        keepTickets([card]);
      }
    } catch (error) {
      const words = wordsOf(error);
      if (error instanceof Refusal && error.status === 404) {
        mine.card = null;
        this.setData({ phase: 'absent', row: null, notice: '' });
      } else {
        this.setData(this.data.row === null ? { phase: 'failed', notice: words } : { notice: words });
      }
    }
    pulseOf(this).plan();
  },

  show(card: Card) {
    const now = serviceNow();
    const why = card.state === 'notEligible' ? card : null;
    const row = rowOf(card, now);
    unseen(this).card = card;
    this.setData({
      phase: 'ready',
      row,
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

  draw(now: number) {
    const { card } = unseen(this);
    if (card !== null) {
      const row = rowOf(card, now);
      if (row.countdown !== this.data.row?.countdown || row.stage !== this.data.row.stage) {
        this.setData({ row });
      }
    }
  },

  isOpen(now: number): boolean {
    const { card } = unseen(this);
    return card !== null && stageOf(card, now) === 'open';
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
      showTicket(id, pulseOf(this).isShown);
    } catch (error) {
      const { heading, words } = endOf(error);
      const notice = error instanceof Refusal ? words : `${heading}：${words}`;
      this.setData({ progress: '', notice });
      if (!pulseOf(this).isShown) {
        tellNoTicket(this.data.row?.title ?? '', error);
      }
      if (error instanceof Refusal) {
        await this.refresh();
        const { card } = unseen(this);
        if (error.code === 'benefit.sold_out' && card !== null && stageOf(card, serviceNow()) === 'open') {
          // What the service says of a benefit may be a second old. Nobody is invited to tap for what the claim has just found gone.
          this.show({ ...card, state: 'soldOut', remaining: 0 });
        }
        this.setData({ notice });
      }
    } finally {
      this.setData({ claiming: false });
    }
  },

  showTicket() {
    lead(`/pages/ticket/index?id=${unseen(this).id}`);
  },

  bindMember() {
    lead('/pages/bind/index');
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },
});

/** From a message or a list `id=3`; from a printed code the scene `b=3`. Anything else is nobody's. */
function idOf({ id, scene }: { id?: string; scene?: string }): number {
  return id === undefined ? numberFromScene(scene, 'b') : numberFrom(id);
}
