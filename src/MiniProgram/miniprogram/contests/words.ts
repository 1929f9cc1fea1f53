// What the pages of the photo contest say alike.
import { Schemas } from '../api/client';
import { addressOf } from '../wording';

export type Entry = Schemas['PhotoEntryScreen'];
type Look = '' | 'open' | 'claimed' | 'upcoming';

export const STAGES: Record<Schemas['ContestStage'], { words: string; look: Look }> = {
  soon: { words: '即将开始', look: 'upcoming' },
  open: { words: '征集中', look: 'open' },
  judging: { words: '评审中', look: 'upcoming' },
  notice: { words: '公示中', look: 'open' },
  noticed: { words: '公示结束', look: 'upcoming' },
  announced: { words: '结果已公布', look: 'claimed' },
};

export const BADGES: Record<Schemas['PhotoEntryState'], { words: string; look: Look }> = {
  draft: { words: '草稿', look: '' },
  submitted: { words: '处理中', look: 'upcoming' },
  reviewing: { words: '待审核', look: 'upcoming' },
  returned: { words: '待修改', look: 'open' },
  accepted: { words: '已通过', look: 'claimed' },
  withdrawn: { words: '已撤回', look: '' },
};

export const EDITS: { edit: Schemas['PhotoEdit']; words: string }[] = [
  { edit: 'none', words: '没有处理' },
  { edit: 'basic', words: '只作基本调整' },
  { edit: 'composite', words: '有合成或增删' },
];

export const AI_USES: { use: Schemas['PhotoAiUse']; words: string }[] = [
  { use: 'none', words: '没有使用' },
  { use: 'partly', words: '部分使用' },
  { use: 'mostly', words: '主要由 AI 生成' },
];

export function isOpen({ state }: Entry): boolean {
  return state === 'draft' || state === 'returned';
}

/** Where a page of an entry is: to be written on, or to be looked at. */
export function pageOf(entry: Entry): string {
  return `/contests/${isOpen(entry) ? 'edit' : 'own'}/index?id=${entry.id}`;
}

/** What `<image>` and WeChat's viewer take; empty where there is no copy yet. */
export function pictureOf(picture: Schemas['PrivatePicture'] | null | undefined): string {
  return addressOf(picture?.address);
}

/** 单幅 1 张; 组照 2 至 8 张. */
export function shapeInWords({ shape }: Schemas['ContestGroup']): string {
  return shape === 'single' ? '单幅，1 张' : `组照，${MIN_SERIES} 至 ${MAX_SERIES} 张`;
}

export const MIN_SERIES = 2;
export const MAX_SERIES = 8;

/** 2026年5月28日, 2026年5月 or 2026年. */
export function takenInWords(takenOn: string): string {
  const [year, month, day] = takenOn.split('-').map(Number);
  return !year ? '' : `${year}年${month ? `${month}月` : ''}${day ? `${day}日` : ''}`;
}

/** Joins what there is of a line. */
export function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** How a photo was made, as it stands beside it; the AI is said elsewhere. */
export function editInWords(edit: Schemas['PhotoEdit'], note: string): string {
  const words = { none: '没有后期处理', basic: '后期只作基本调整', composite: '后期有合成或增删' }[edit];
  return note === '' ? words : `${words}：${note}`;
}

/** WeChat's own viewer, in which photos are looked at closely. */
export function lookClosely(photos: readonly string[], at: number): void {
  const urls = photos.filter((photo) => photo !== '');
  const current = photos[at];
  if (current) {
    wx.previewImage({ urls, current, showmenu: false });
  }
}
