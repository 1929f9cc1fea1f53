import { get, Schemas, wordsOf } from '../../api/client';
import { moment } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, recall } from '../../memory';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { onUpload, resumeUploads, uploadsOf } from '../../uploads/uploading';
import { BADGES, Entry, pageOf, pictureOf } from '../words';

interface Line {
  id: number;
  title: string;
  about: string;
  badge: (typeof BADGES)[Entry['state']];
  picture: string;
  words: string;
  page: string;
}

const SCREEN = 'contests-mine';

const unseen = privately(() => ({ entries: [] as Entry[], leave: (): void => {} }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    lines: [] as Line[],
  },

  onLoad() {
    recall<Schemas['ListingOfPhotoEntryScreen']>(SCREEN, ({ items }) => this.show(items));
  },

  onShow() {
    unseen(this).leave = onUpload('photo', () => this.show(unseen(this).entries));
    resumeUploads();
    this.pulse().start();
    this.refresh();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    unseen(this).leave();
    this.pulse().stop();
  },

  async onPullDownRefresh() {
    await this.refresh();
    wx.stopPullDownRefresh();
  },

  async refresh() {
    try {
      const mine = await get('/api/contests/entries/mine');
      this.show(mine.items);
      this.setData({ notice: '' });
      keep(SCREEN, mine);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
    this.pulse().plan();
  },

  show(entries: Entry[]) {
    unseen(this).entries = entries;
    this.setData({ phase: 'ready', lines: entries.map(lineOf) });
  },

  /** It looks again by itself while photos are being worked on. */
  pulse(): Pulse {
    return pulseOf(this);
  },

  draw() {},

  isOpen(): boolean {
    return unseen(this).entries.some(({ state }) => state === 'submitted');
  },

  open({ currentTarget }: WechatMiniprogram.TouchEvent) {
    lead(String(currentTarget.dataset.page));
  },

  goContest() {
    lead('/contests/contest/index');
  },
});

function lineOf(entry: Entry): Line {
  const cover = entry.photos.find(({ id }) => id === entry.cover) ?? entry.photos[0];
  return {
    id: entry.id,
    title: entry.text.title || '还没有名称',
    about: entry.contestTitle,
    badge: BADGES[entry.state],
    picture: pictureOf(cover?.thumbnail),
    words: wordsFor(entry),
    page: pageOf(entry),
  };
}

function wordsFor(entry: Entry): string {
  const left = uploadsOf('photo', entry.id);
  if (left.length > 0) {
    return left.some(({ phase }) => phase === 'sending' || phase === 'preparing')
      ? `正在上传照片，还有 ${left.length} 张`
      : `${left.length} 张照片还没有传完`;
  }
  const now = serviceNow();
  switch (entry.state) {
    case 'draft':
      return entry.missing.length > 0 ? `还差：${entry.missing.join('、')}` : '可以提交了';
    case 'returned':
      return `${entry.reason}${entry.fixUntil === null ? '' : `（请在 ${moment(entry.fixUntil, now)} 前重新提交）`}`;
    case 'submitted':
      return '照片处理中';
    case 'reviewing':
      return entry.submittedAt === null ? '' : `${moment(entry.submittedAt, now)} 提交`;
    case 'accepted':
      return '参加评审';
    default:
      return entry.reason;
  }
}
