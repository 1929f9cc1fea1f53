import { get, post, remove, wordsOf } from '../../api/client';
import { lead } from '../../leading';

const LINK_PATIENCE = 15_000;
/** In letters and digits, without the blank between. */
const LENGTH = 8;

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    jurors: '',
    code: '',
    wrong: '',
    busy: false,
  },

  onShow() {
    this.refresh();
  },

  async refresh() {
    try {
      this.show(await get('/api/judging/contact'));
      this.setData({ notice: '' });
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  show({ jurors }: { jurors: readonly string[] }) {
    this.setData({ phase: 'ready', jurors: jurors.join('、') });
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ code: detail.value, wrong: '' });
  },

  scan() {
    wx.scanCode({
      scanType: ['qrCode'],
      success: ({ result }) => this.link(result),
      fail: ({ errMsg }) => this.setData({ wrong: /cancel/.test(errMsg) ? '' : '没有扫到码，可以输入 8 位绑定码。' }),
    });
  },

  linkTyped() {
    const code = this.data.code.replace(/[\s-]/g, '');
    if (code.length === LENGTH) {
      this.link(code);
    } else {
      this.setData({ wrong: `请填写 ${LENGTH} 位绑定码。` });
    }
  },

  async link(code: string) {
    if (this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      this.show(await post('/api/judging/contact', { body: { code }, patience: LINK_PATIENCE }));
      this.setData({ code: '' });
      wx.showToast({ title: '绑定成功' });
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  async unlink() {
    const { confirm } = await wx.showModal({
      title: '解除绑定？',
      content: '解除后，微信不再收到评审提醒。',
      cancelText: '再想想',
      confirmText: '解除',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      await remove('/api/judging/contact');
      this.show({ jurors: [] });
    } catch (error) {
      this.setData({ wrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goMessages() {
    lead('/account/messages/index');
  },
});
