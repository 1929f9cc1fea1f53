import { get, post, Refusal, Schemas, wordsOf } from '../../api/client';
import { isSameDay, recently } from '../../beijing';
import { serviceNow } from '../../clock';
import { privately } from '../../privately';

interface Line {
  id: number;
  title: string;
  serial: number;
  holder: string;
  at: string;
  undone: boolean;
  repeated: boolean;
}

/** A repeat by the same person answers the same, so it is repeated while somebody stands at the counter. */
const PATIENCE = 20_000;

const unseen = privately(() => ({ asked: 0, answered: 0, undoing: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    busy: false,
    typed: '',
    done: null as Line | null,
    wrong: '',
    wrongHeading: '',
    counted: '',
    today: [] as Line[],
  },

  onShow() {
    this.refresh();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  scan() {
    wx.scanCode({
      scanType: ['qrCode'],
      success: ({ result }) => this.redeem(result),
      fail: ({ errMsg }) => {
        if (!/cancel/.test(errMsg)) {
          this.setData({ wrongHeading: '没有核销', wrong: '没有扫出来。请对准二维码再扫，或输入下面的福利码。', done: null });
        }
      },
    });
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value });
  },

  enter() {
    if (this.data.typed.trim() !== '') {
      this.redeem(this.data.typed);
    }
  },

  async redeem(code: string) {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '', done: null });
    try {
      const done = await post('/api/redemptions', { body: { code }, patience: PATIENCE });
      wx.vibrateShort({ type: 'medium' });
      this.setData({ done: lineOf(done, serviceNow()), typed: '' });
      this.refresh();
    } catch (error) {
      wx.vibrateShort({ type: 'heavy' });
      const words = wordsOf(error);
      // Only a refusal says that it was not done; where the answer was lost it may have been.
      this.setData(
        error instanceof Refusal && error.status < 500
          ? { wrongHeading: '没有核销', wrong: words }
          : { wrongHeading: '还不知道是否核销', wrong: `${words}请再扫一次，不会重复核销。` },
      );
    } finally {
      this.setData({ busy: false });
    }
  },

  async undo({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    const mine = unseen(this);
    if (mine.undoing) {
      return;
    }
    mine.undoing = true;
    const { confirm } = await wx.showModal({
      title: '撤销核销？',
      content: '撤销后，会员的福利码又可以使用。',
      cancelText: '不撤销',
      confirmText: '撤销',
    });
    try {
      if (confirm) {
        await post('/api/redemptions/{id}/undo', { id, patience: PATIENCE });
        wx.showToast({ title: '已撤销' });
        this.setData({ done: null, wrong: '' });
      }
    } catch (error) {
      const isRefused = error instanceof Refusal && error.status < 500;
      this.setData({ wrongHeading: isRefused ? '没有撤销' : '还不知道是否撤销', wrong: wordsOf(error) });
    } finally {
      mine.undoing = false;
    }
    if (confirm) {
      await this.refresh();
    }
  },

  /** The newest first, so the pages are read until one reaches yesterday. */
  async refresh() {
    const mine = unseen(this);
    mine.asked += 1;
    const { asked } = mine;
    const today: Schemas['RedemptionAnswer'][] = [];
    try {
      for (let after: string | null = ''; after !== null; ) {
        const page: Schemas['PageOfRedemptionAnswer'] = await get('/api/redemptions', after === '' ? undefined : { query: { after } });
        const ofToday = page.items.filter((item) => isSameDay(item.redeemedAt, serviceNow()));
        today.push(...ofToday);
        after = ofToday.length < page.items.length ? null : page.next;
      }
      // Something may have been redeemed between this question and the one whose answer is shown.
      if (asked < mine.answered) {
        return;
      }
      mine.answered = asked;
      const count = today.filter((item) => item.undoneAt === null).length;
      this.setData({
        phase: 'ready',
        notice: '',
        counted: count > 0 ? `：${count} 份` : '',
        today: today.map((item) => lineOf(item, serviceNow())),
      });
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },
});

function lineOf(item: Schemas['RedemptionAnswer'], now: number): Line {
  return {
    id: item.id,
    title: item.title,
    serial: item.serial,
    holder: item.holder,
    at: recently(item.redeemedAt, now),
    undone: item.undoneAt !== null,
    repeated: item.repeated,
  };
}
