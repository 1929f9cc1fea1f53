import { get, post, Refusal, Schemas, wordsOf } from '../../api/client';
import { day, moment } from '../../beijing';
import { stateOf, Ticket, TICKET_BADGES } from '../../benefits';
import { changed } from '../../changes';
import { serviceNow } from '../../clock';
import { copyText } from '../../copying';
import { forgetTicket, keepTickets, keptTicket } from '../../holdings';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Lamp, pictureOf } from '../../showing';

/** While it is shown at a counter: how often it looks whether it was redeemed, in milliseconds. */
const LOOK_EVERY = 6_000;

const CANCEL_PATIENCE = 20_000;

const unseen = privately(() => ({
  id: 0,
  shown: false,
  asked: 0,
  answered: 0,
  looking: 0,
  /** Until when it can be given back, where that is known. */
  closesAt: 0,
  lamp: new Lamp(),
  captured: (): void => {},
}));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    ticket: null as Ticket | null,
    state: 'held' as Schemas['ClaimState'],
    badge: '',
    usable: false,
    cancellable: false,
    cancelling: false,
    picture: '',
    letters: '',
    advice: '',
    lastDay: '',
    claimedAt: '',
  },

  onLoad({ id }: { id?: string }) {
    unseen(this).id = numberFrom(id);
    unseen(this).captured = () => {
      wx.showModal({
        title: '请不要转发截图',
        content: '一份福利只能使用一次。别人拿着截图先用了，您就不能再用。',
        showCancel: false,
        confirmText: '知道了',
      });
    };
    const before = keptTicket(unseen(this).id);
    if (before !== null) {
      try {
        this.show(before);
      } catch {
        // It was kept by a version that knew tickets of another shape.
        forgetTicket(before.benefitId);
      }
    }
  },

  onShow() {
    unseen(this).shown = true;
    wx.onUserCaptureScreen(unseen(this).captured);
    unseen(this).lamp.on(() => unseen(this).shown && this.data.ticket?.kind !== 'voucher');
    this.refresh();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  async refresh() {
    const mine = unseen(this);
    clearTimeout(mine.looking);
    if (mine.id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    mine.asked += 1;
    const { asked } = mine;
    try {
      const card = await get('/api/benefits/{id}', { id: mine.id });
      // An answer that was asked for before the one that is shown may be from before it was redeemed.
      if (asked < mine.answered) {
        return;
      }
      mine.answered = asked;
      if ('ticket' in card) {
        mine.closesAt = Date.parse(card.closesAt);
        this.show(card.ticket);
      } else {
        this.setData({ phase: 'absent', ticket: null, usable: false });
      }
      keepTickets([card]);
      this.setData({ notice: '' });
    } catch (error) {
      const words = wordsOf(error);
      if (asked < mine.answered) {
        return;
      }
      const isGone = error instanceof Refusal && error.status === 404;
      if (this.data.ticket !== null) {
        // It may have expired meanwhile, which needs no network.
        this.show(this.data.ticket);
      }
      this.setData(
        this.data.ticket !== null
          ? { notice: this.data.usable ? `${words}凭证仍可出示。` : words }
          : isGone
            ? { phase: 'absent' }
            : { phase: 'failed', notice: words },
      );
    }
    if (mine.shown && this.data.usable && this.data.ticket?.kind === 'counter') {
      clearTimeout(mine.looking);
      mine.looking = setTimeout(() => this.refresh(), LOOK_EVERY * (1 + Math.random()));
    }
  },

  show(ticket: Ticket) {
    const now = serviceNow();
    const state = stateOf(ticket, now);
    const usable = state === 'held';
    const wasUsable = this.data.usable;
    const picture =
      ticket.scanText !== null && ticket.scanText !== this.data.ticket?.scanText ? pictureOf(ticket.scanText) : this.data.picture;
    this.setData({
      phase: 'ready',
      ticket,
      usable,
      picture,
      state,
      badge: TICKET_BADGES[state],
      cancellable: usable && ticket.kind === 'counter' && unseen(this).closesAt > now,
      letters: ticket.code.replace(/(.{4})(?=.)/g, '$1 '),
      advice: adviceOf(ticket, usable),
      lastDay: day(ticket.lastDay, now),
      claimedAt: moment(ticket.claimedAt, now),
    });
    if (wasUsable && ticket.state === 'redeemed') {
      changed();
      wx.vibrateShort({ type: 'medium' });
      wx.showToast({ title: '已核销' });
    }
  },

  copy({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { ticket } = this.data;
    const data = currentTarget.dataset.what === 'password' ? ticket?.password : ticket?.code;
    return copyText(this, data ?? '');
  },

  async cancel() {
    if (this.data.cancelling) {
      return;
    }
    this.setData({ cancelling: true });
    const { confirm } = await wx.showModal({
      title: '取消领取？',
      content: '取消后，这一份会让给其他会员。想再领时，可能已经领完。',
      cancelText: '再想想',
      confirmText: '取消领取',
    });
    if (!confirm) {
      this.setData({ cancelling: false });
      return;
    }
    try {
      await post('/api/benefits/{id}/claim/cancel', { id: unseen(this).id, patience: CANCEL_PATIENCE });
      forgetTicket(unseen(this).id);
      changed();
      wx.showToast({ title: '已取消' });
      // Its owner may have gone back already, and is not taken one screen further.
      if (unseen(this).shown) {
        wx.navigateBack({ fail: () => wx.switchTab({ url: '/pages/benefits/index' }) });
      }
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ cancelling: false });
    }
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },

  rest() {
    const mine = unseen(this);
    mine.shown = false;
    clearTimeout(mine.looking);
    wx.offUserCaptureScreen();
    mine.lamp.off();
  },
});

function adviceOf(ticket: Ticket, usable: boolean): string {
  if (ticket.kind === 'voucher') {
    return '请妥善保管，不要告诉别人。';
  }
  if (usable) {
    return '请向工作人员出示。请勿截图转发，一码一次。';
  }
  return ticket.state === 'redeemed'
    ? '这一份已经使用，谢谢您的支持。'
    : ticket.state === 'cancelled'
      ? '您已取消领取这一份。'
      : '已过使用期限。';
}
