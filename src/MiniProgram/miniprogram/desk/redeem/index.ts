import { get, post, Schemas, wordsOf } from '../../api/client';
import { isSameDay, recently } from '../../beijing';
import { serviceNow } from '../../clock';

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

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    busy: false,
    typed: '',
    done: null as Line | null,
    wrong: '',
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
          this.setData({ wrong: '没有扫出来。请对准二维码再扫，或输入下面的福利码。', done: null });
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
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  async undo({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const id = Number(currentTarget.dataset.id);
    const { confirm } = await wx.showModal({
      title: '撤销核销？',
      content: '撤销后，会员的福利码又可以使用。',
      cancelText: '不撤销',
      confirmText: '撤销',
    });
    if (!confirm) {
      return;
    }
    try {
      await post('/api/redemptions/{id}/undo', { id, patience: PATIENCE });
      wx.showToast({ title: '已撤销' });
      this.setData({ done: null, wrong: '' });
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    }
    await this.refresh();
  },

  /** The newest first, so the pages are read until one reaches yesterday. */
  async refresh() {
    const now = serviceNow();
    const today: Schemas['RedemptionAnswer'][] = [];
    try {
      for (let after: string | null = ''; after !== null; ) {
        const page: Schemas['PageOfRedemptionAnswer'] = await get('/api/redemptions', after === '' ? undefined : { query: { after } });
        const ofToday = page.items.filter((item) => isSameDay(item.redeemedAt, now));
        today.push(...ofToday);
        after = ofToday.length < page.items.length ? null : page.next;
      }
      const count = today.filter((item) => item.undoneAt === null).length;
      this.setData({
        phase: 'ready',
        notice: '',
        counted: count > 0 ? `：${count} 份` : '',
        today: today.map((item) => lineOf(item, now)),
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
