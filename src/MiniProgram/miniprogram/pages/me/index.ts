import { get, Schemas, wordsOf } from '../../api/client';
import { day, moment } from '../../beijing';
import { keepMe, ME } from '../../holdings';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { kept, recall } from '../../memory';

type Me = Schemas['MeAnswer'];

/** Dues that never end have this date. */
const FOREVER = '9999-12-31';

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
  },

  onLoad() {
    recall<Me>(ME, (me) => this.show(me));
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async refresh() {
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
