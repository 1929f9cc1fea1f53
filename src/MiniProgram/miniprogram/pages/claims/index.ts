import { get, Refusal, Schemas, wordsOf } from '../../api/client';
import { day, moment, recently } from '../../beijing';
import { keepTicket } from '../../benefits';
import { serviceNow } from '../../clock';
import { keep, kept } from '../../memory';

type Listing = Schemas['ListingOfClaimTicket'];

interface Line {
  key: string;
  benefitId: number;
  state: Schemas['ClaimState'];
  title: string;
  partner: string;
  badge: string;
  line: string;
}

const SCREEN = 'claims';
const BADGES: Record<Schemas['ClaimState'], string> = { held: '可使用', redeemed: '已使用', cancelled: '已取消', expired: '已过期' };

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'unbound',
    notice: '',
    tickets: [] as Line[],
  },

  onLoad() {
    const before = kept<Listing>(SCREEN);
    if (before !== null) {
      this.show(before.value);
    }
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
      const listing = await get('/api/claims');
      keep(SCREEN, listing);
      listing.items.filter((ticket) => ticket.state !== 'cancelled').forEach(keepTicket);
      this.setData({ notice: '' });
      this.show(listing);
    } catch (error) {
      const words = wordsOf(error);
      const before = kept<Listing>(SCREEN);
      if (error instanceof Refusal && error.code === 'member.not_bound') {
        this.setData({ phase: 'unbound' });
      } else {
        this.setData(
          before === null
            ? { phase: 'failed', notice: words }
            : { notice: `${words}现在显示的是 ${recently(before.value.now, serviceNow())} 的内容，凭证仍可出示。` },
        );
      }
    }
  },

  show({ items }: Listing) {
    const now = serviceNow();
    this.setData({
      phase: 'ready',
      tickets: items.map((ticket) => ({
        key: `${ticket.benefitId}-${ticket.serial}-${ticket.claimedAt}`,
        benefitId: ticket.benefitId,
        state: ticket.state,
        title: ticket.title,
        partner: ticket.partner,
        badge: BADGES[ticket.state],
        line: ticket.state === 'held' ? `请在${day(ticket.lastDay, now)}前使用（含当日）` : `${moment(ticket.claimedAt, now)} 领取`,
      })),
    });
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, state } = currentTarget.dataset;
    wx.navigateTo({ url: state === 'cancelled' ? `/pages/benefit/index?id=${id}` : `/pages/ticket/index?id=${id}` });
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },

  bindMember() {
    wx.navigateTo({ url: '/pages/bind/index' });
  },
});
