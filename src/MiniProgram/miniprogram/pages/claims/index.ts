import { get, Refusal, Schemas, wordsOf } from '../../api/client';
import { day, moment, recently } from '../../beijing';
import { stateOf, Ticket, TICKET_BADGES } from '../../benefits';
import { serviceNow } from '../../clock';
import { forgetMember, keepAllTickets, keptTickets } from '../../holdings';
import { lead } from '../../leading';

interface Line {
  key: string;
  benefitId: number;
  state: Schemas['ClaimState'];
  title: string;
  partner: string;
  badge: string;
  line: string;
}

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'unbound',
    notice: '',
    tickets: [] as Line[],
  },

  onLoad() {
    const before = keptTickets();
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
      const { items } = await get('/api/claims');
      this.show(items);
      this.setData({ notice: '' });
      keepAllTickets(items);
    } catch (error) {
      const words = wordsOf(error);
      const before = keptTickets();
      if (error instanceof Refusal && error.code === 'member.not_bound') {
        forgetMember();
        this.setData({ phase: 'unbound', tickets: [], notice: '' });
      } else {
        if (before !== null) {
          this.show(before.value);
        }
        this.setData(
          before === null
            ? { phase: 'failed', notice: words }
            : { notice: `${words}现在显示的是 ${recently(before.at + serviceNow() - Date.now(), serviceNow())} 的内容，凭证仍可出示。` },
        );
      }
    }
  },

  show(items: readonly Ticket[]) {
    const now = serviceNow();
    const stateNow = (ticket: Ticket) => stateOf(ticket, now);
    this.setData({
      phase: 'ready',
      tickets: items.map((ticket) => ({
        key: `${ticket.benefitId}-${ticket.serial}-${ticket.claimedAt}`,
        benefitId: ticket.benefitId,
        state: stateNow(ticket),
        title: ticket.title,
        partner: ticket.partner,
        badge: TICKET_BADGES[stateNow(ticket)],
        line: stateNow(ticket) === 'held' ? `请在${day(ticket.lastDay, now)}前使用（含当日）` : `${moment(ticket.claimedAt, now)} 领取`,
      })),
    });
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { id, state } = currentTarget.dataset;
    lead(state === 'cancelled' ? `/pages/benefit/index?id=${id}` : `/pages/ticket/index?id=${id}`);
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },

  bindMember() {
    lead('/pages/bind/index');
  },
});
