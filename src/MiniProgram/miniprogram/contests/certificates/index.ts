import { get, Schemas, wordsOf } from '../../api/client';
import { day } from '../../beijing';
import { serviceNow } from '../../clock';
import { askConsent, copyText } from '../../copying';
import { lead } from '../../leading';
import { privately } from '../../privately';
import { service } from '../../settings';
import { addressOf } from '../../wording';
import { download, openPdf, saveToAlbum } from '../downloading';
import { joined, lookClosely } from '../words';

type Certificate = Schemas['OwnCertificate'];

interface Line {
  code: string;
  heading: string;
  award: string;
  name: string;
  about: string;
  picture: string;
  pdf: string;
  isRevoked: boolean;
}

/** Where anybody looks up whether a certificate is genuine. */
const VERIFICATION = `${service}/certificates`;

const unseen = privately(() => ({ isRenewed: false }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    lines: [] as Line[],
    /** The certificate for which something is under way. */
    busy: '',
    /** What is said below a certificate, by its code. */
    said: {} as Record<string, string>,
    /** The certificate that could not be saved because the permission was refused. */
    forbidden: '',
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
      const { items } = await get('/api/certificates/mine');
      this.setData({ phase: 'ready', notice: '', lines: items.map((one) => lineOf(one, serviceNow())) });
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  look({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lookClosely([this.lineOf(currentTarget.dataset.code)?.picture ?? ''], 0);
  },

  /** An address runs out after a while; new ones are asked for once. */
  renew() {
    if (!unseen(this).isRenewed) {
      unseen(this).isRenewed = true;
      this.refresh();
    }
  },

  async save({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const line = this.lineOf(currentTarget.dataset.code);
    if (line === undefined || this.data.busy !== '') {
      return;
    }
    if (!(await askConsent(this))) {
      this.say(line.code, '没有您的同意，微信不能把图片存到相册。您可以再试一次。');
      return;
    }
    this.begin(line.code);
    const file = await download(line.picture);
    const saved = 'path' in file ? await saveToAlbum(file.path) : 'failed';
    this.setData({ busy: '', forbidden: saved === 'forbidden' ? line.code : '' });
    if (saved === 'saved') {
      wx.showToast({ title: '已存到相册' });
    } else if (saved === 'forbidden') {
      this.say(line.code, '微信没有保存到相册的权限。请点“去设置”打开“添加到相册”，再保存一次。');
    } else if (saved === 'failed') {
      this.say(line.code, 'words' in file ? file.words : '没有存成功，手机的存储空间可能不够。');
    }
  },

  /** Back from WeChat's settings. */
  allowed({ detail }: WechatMiniprogram.CustomEvent<{ authSetting: Record<string, boolean> }>) {
    if (detail.authSetting['scope.writePhotosAlbum']) {
      this.say(this.data.forbidden, '权限已打开，请再点一次“保存到相册”。');
      this.setData({ forbidden: '' });
    }
  },

  async openFile({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const line = this.lineOf(currentTarget.dataset.code);
    if (line === undefined || this.data.busy !== '') {
      return;
    }
    this.begin(line.code);
    const file = await download(line.pdf);
    const isOpen = 'path' in file && (await openPdf(file.path));
    this.setData({ busy: '' });
    if (!isOpen) {
      this.say(line.code, 'words' in file ? file.words : '手机打不开这个 PDF，可以先保存图片。');
    }
  },

  copy({ currentTarget }: WechatMiniprogram.TouchEvent) {
    copyText(this, String(currentTarget.dataset.code));
  },

  copyAddress({ currentTarget }: WechatMiniprogram.TouchEvent) {
    copyText(this, `${VERIFICATION}/${String(currentTarget.dataset.code).replace(/-/g, '')}`);
  },

  begin(code: string) {
    this.setData({ busy: code });
    this.say(code, '');
  },

  say(code: string, words: string) {
    this.setData({ said: words === '' ? {} : { [code]: words } });
  },

  lineOf(code: unknown): Line | undefined {
    return this.data.lines.find((line) => line.code === code);
  },

  goContest() {
    lead('/contests/contest/index');
  },
});

function lineOf(one: Certificate, now: number): Line {
  return {
    code: one.code,
    heading: one.heading,
    award: joined(one.occasion, one.award),
    name: joined(one.name, one.unit),
    about: joined(one.work === '' ? '' : `《${one.work}》`, day(one.datedOn, now)),
    picture: addressOf(one.picture),
    pdf: addressOf(one.pdf),
    isRevoked: one.state === 'revoked',
  };
}
