import { get, post, remove, wordsOf } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { moment } from '../../beijing';
import { serviceNow } from '../../clock';
import { copyText } from '../../copying';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { subscribe, thankFor } from '../../subscribing';
import { Receipt, receiptOf } from '../../uploads/sending';
import { dropUploads } from '../../uploads/uploading';
import { addressOf, paragraphsOf } from '../../wording';
import { BADGES, Entry, isOpen as isStillOpen, lengthOf, pageOf, posterOf } from '../words';

/** The templates that tell of a review have this in their name. */
const REVIEW = '审核';
const AT_ONCE = 3;

const unseen = privately(() => ({ id: 0, entry: null as Entry | null, isJust: false, isRenewed: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent',
    notice: '',
    title: '',
    callTitle: '',
    badge: BADGES.submitted,
    words: '',
    progress: -1,
    poster: '',
    src: '',
    length: '',
    by: '',
    more: [] as string[],
    statement: [] as string[],
    submitted: '',
    receipt: null as Receipt | null,
    receiptAt: '',
    templates: [] as string[],
    mayWithdraw: false,
    mayEdit: false,
    busy: false,
  },

  onLoad({ id, just }: { id?: string; just?: string }) {
    unseen(this).id = numberFrom(id);
    unseen(this).isJust = just === '1';
  },

  onShow() {
    this.pulse().start();
    this.refresh();
  },

  onHide() {
    this.pulse().stop();
  },

  onUnload() {
    this.pulse().stop();
  },

  async refresh() {
    const { id } = unseen(this);
    if (id === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      this.show(await get('/api/videos/entries/mine/{id}', { id }));
      this.setData({ notice: '' });
      await this.offer();
    } catch (error) {
      this.setData(withoutAnswer(error, this.data.phase));
    }
    this.pulse().plan();
  },

  show(entry: Entry) {
    const { text, video } = entry;
    const now = serviceNow();
    const receipt = receiptOf(entry.id);
    const before = unseen(this).entry;
    unseen(this).entry = entry;
    // The address is another each time, and a player that gets another one begins anew.
    const isPlaying = this.data.src !== '' && before?.video?.state === video?.state && video?.address != null;
    this.setData({
      phase: 'ready',
      title: text.title || '还没有名称',
      callTitle: entry.callTitle,
      badge: BADGES[entry.state],
      words: wordsFor(entry),
      progress: entry.state === 'submitted' && video?.state === 'converting' ? video.progress : -1,
      ...(isPlaying ? {} : { src: addressOf(video?.address), poster: posterOf(video?.poster) }),
      length: video !== null && video.seconds > 0 ? lengthOf(video.seconds) : '',
      by: [text.author, text.unit].filter((part) => part !== '').join(' · '),
      more: [
        ...text.collaborators.map(({ name, unit }) => `合作者：${[name, unit].filter((part) => part !== '').join(' · ')}`),
        ...(text.category === '' ? [] : [`分类：${text.category}`]),
        ...(text.aiUse === 'none' ? [] : [`AI 使用：${text.aiNote}`]),
      ],
      statement: paragraphsOf(text.statement),
      submitted: entry.submittedAt === null ? '' : `${moment(entry.submittedAt, now)} 提交`,
      receipt,
      receiptAt: receipt === null ? '' : moment(receipt.completedAt, now),
      mayWithdraw: entry.state !== 'withdrawn',
      mayEdit: isStillOpen(entry),
    });
  },

  /** Once, after it was handed in. */
  async offer() {
    if (unseen(this).isJust) {
      unseen(this).isJust = false;
      const { templates } = await get('/api/me/messages');
      const ids = templates.filter(({ name, longTerm }) => name.includes(REVIEW) && !longTerm).map(({ id }) => id);
      this.setData({ templates: ids.slice(0, AT_ONCE) });
    }
  },

  wantNotice() {
    subscribe(this.data.templates).then((asked) => ('words' in asked ? this.setData({ notice: asked.words }) : this.report(asked.results)));
  },

  async report(results: Record<string, string>) {
    this.setData({ templates: [] });
    try {
      await post('/api/me/messages/consents', { body: { results } });
      thankFor(results);
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    }
  },

  /** An address runs out after a while; a new one is asked for once. */
  renew() {
    if (!unseen(this).isRenewed) {
      unseen(this).isRenewed = true;
      this.setData({ src: '' });
      this.refresh();
    }
  },

  playing() {
    unseen(this).isRenewed = false;
  },

  edit() {
    const { entry } = unseen(this);
    if (entry !== null) {
      wx.redirectTo({ url: pageOf(entry) });
    }
  },

  copyReceipt() {
    copyText(this, this.data.receipt?.receipt ?? '');
  },

  async withdraw() {
    const { confirm } = await wx.showModal({
      title: '撤回作品？',
      content: '撤回后不能恢复，视频会删除，也不再展示。',
      cancelText: '再想想',
      confirmText: '撤回',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    const { id } = unseen(this);
    this.setData({ busy: true });
    try {
      await remove('/api/videos/entries/mine/{id}', { id });
      dropUploads('video', id);
      this.setData({ src: '', poster: '' });
      await this.refresh();
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goMine() {
    wx.redirectTo({ url: '/videos/mine/index' });
  },

  /** It looks again by itself while the video is being worked on. */
  pulse(): Pulse {
    return pulseOf(this);
  },

  draw() {},

  isOpen(): boolean {
    return unseen(this).entry?.state === 'submitted';
  },
});

function wordsFor(entry: Entry): string {
  switch (entry.state) {
    case 'submitted':
      return '作品已收到。视频处理好后，秘书处开始审核。';
    case 'reviewing':
      return '秘书处正在审核，结果会显示在这里。';
    case 'accepted':
      return entry.reason === '' ? '作品已通过审核。' : `作品已通过审核，目前没有展示：${entry.reason}`;
    case 'shown':
      return `作品正在展示，已有 ${entry.likes} 个赞。`;
    case 'withdrawn':
      return '作品已撤回，视频已删除。';
    default:
      return entry.reason;
  }
}
