import { get, Schemas, wordsOf } from '../../api/client';
import { moment } from '../../beijing';
import { serviceNow } from '../../clock';
import { lead } from '../../leading';
import { keep, recall } from '../../memory';
import { privately } from '../../privately';
import { Pulse, pulseOf } from '../../pulse';
import { onUpload, resumeUploads, uploadsOf } from '../../uploads/uploading';
import { partOf } from '../../wording';
import { BADGES, Entry, pageOf, posterOf } from '../words';

interface Line {
  id: number;
  title: string;
  about: string;
  badge: (typeof BADGES)[Entry['state']];
  poster: string;
  words: string;
  page: string;
}

const SCREEN = 'videos-mine';

const unseen = privately(() => ({ entries: [] as Entry[], leave: (): void => {} }));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed',
    notice: '',
    lines: [] as Line[],
  },

  onLoad() {
    recall<Schemas['ListingOfEntryScreen']>(SCREEN, ({ items }) => this.show(items));
  },

  onShow() {
    unseen(this).leave = onUpload('video', () => this.show(unseen(this).entries));
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
      const mine = await get('/api/videos/entries/mine');
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

  /** It looks again by itself while a video is being worked on. */
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

  goCall() {
    lead('/videos/call/index');
  },
});

function lineOf(entry: Entry): Line {
  return {
    id: entry.id,
    title: entry.text.title || '还没有名称',
    about: entry.callTitle,
    badge: BADGES[entry.state],
    poster: posterOf(entry.video?.poster),
    words: wordsFor(entry),
    page: pageOf(entry),
  };
}

function wordsFor(entry: Entry): string {
  const [upload] = uploadsOf('video', entry.id);
  if (upload !== undefined) {
    return upload.phase === 'sending' || upload.phase === 'preparing'
      ? `正在上传 ${partOf(upload.received, upload.size)}`
      : '视频还没有传完';
  }
  const now = serviceNow();
  switch (entry.state) {
    case 'draft':
      return entry.video?.fault
        ? `视频不能用：${entry.video.fault}`
        : entry.missing.length > 0
          ? `还差：${entry.missing.join('、')}`
          : '可以提交了';
    case 'returned':
      return `${entry.reason}${entry.fixUntil === null ? '' : `（请在 ${moment(entry.fixUntil, now)} 前重新提交）`}`;
    case 'submitted':
      return entry.video?.state === 'converting' ? `视频处理中 ${entry.video.progress}%` : '视频处理中';
    case 'reviewing':
      return entry.submittedAt === null ? '' : `${moment(entry.submittedAt, now)} 提交`;
    case 'shown':
      return `${entry.likes} 赞`;
    default:
      return entry.reason;
  }
}
