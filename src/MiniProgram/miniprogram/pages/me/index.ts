import { get, Schemas, wordsOf } from '../../api/client';
import { day, moment } from '../../beijing';
import { keepMe, ME } from '../../holdings';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, kept, recall } from '../../memory';

type Me = Schemas['MeAnswer'];

/** Dues that never end have this date. */
const FOREVER = '9999-12-31';

const CALLS = 'video-calls';
const CONTESTS = 'photo-contests';
const EVENTS = 'events-there';

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    state: 'unbound' as Me['state'],
    member: null as Schemas['MemberCard'] | null,
    dues: '',
    mayRedeem: false,
    request: null as Schemas['BindRequestAnswer'] | null,
    asked: '',
    hasCalls: false,
    hasContests: false,
    hasEvents: false,
  },

  onLoad() {
    recall<Me>(ME, (me) => this.show(me));
    this.setData({ hasCalls: kept(CALLS) !== null, hasContests: kept(CONTESTS) !== null, hasEvents: kept(EVENTS) !== null });
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async refresh() {
    this.lookForCalls();
    this.lookForContests();
    this.lookForEvents();
    try {
      const me = await get('/api/me');
      this.show(me);
      this.setData({ notice: '' });
      keepMe(me);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(kept<Me>(ME) === null ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  /** A way to the short videos stands here while there is something to see. */
  async lookForCalls() {
    try {
      const { items } = await get('/api/videos/calls');
      this.setData({ hasCalls: items.length > 0 });
      keep(CALLS, items.length > 0 ? true : null);
    } catch {
      // What it last was stays; the page itself says that the network is away.
    }
  },

  /** The same for the photo contest. */
  async lookForContests() {
    try {
      const { items } = await get('/api/contests');
      this.setData({ hasContests: items.length > 0 });
      keep(CONTESTS, items.length > 0 ? true : null);
    } catch {
      // As above.
    }
  },

  /** And for events. */
  async lookForEvents() {
    try {
      const { items } = await get('/api/events');
      this.setData({ hasEvents: items.length > 0 });
      keep(EVENTS, items.length > 0 ? true : null);
    } catch {
      // As above.
    }
  },

  show(me: Me) {
    const now = serviceNow();
    const request = 'request' in me ? me.request : null;
    this.setData({
      phase: 'ready',
      state: me.state,
      member: me.state === 'bound' ? me.member : null,
      dues: me.state === 'bound' ? duesOf(me.member, now) : '',
      mayRedeem: me.state === 'bound' && me.mayRedeem,
      request,
      asked: request === null ? '' : moment(request.createdAt, now),
    });
  },

  go({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(String(currentTarget.dataset.to));
  },

  bindMember() {
    lead('/pages/bind/index');
  },
});

function duesOf({ paidUntil }: Schemas['MemberCard'], now: number): string {
  if (paidUntil === null) {
    return '没有缴费记录';
  }
  const isOver = Date.parse(`${paidUntil}T23:59:59+08:00`) < now;
  return paidUntil === FOREVER ? '长期有效' : isOver ? `${day(paidUntil, now)}已到期` : `缴至 ${day(paidUntil, now)}`;
}
