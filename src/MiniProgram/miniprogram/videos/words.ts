// What the pages of short videos say alike.
import { Schemas } from '../api/client';
import { service } from '../settings';

export type Entry = Schemas['EntryScreen'];

export const BADGES: Record<Schemas['EntryState'], { words: string; look: '' | 'open' | 'claimed' | 'upcoming' }> = {
  draft: { words: '草稿', look: '' },
  submitted: { words: '处理中', look: 'upcoming' },
  reviewing: { words: '待审核', look: 'upcoming' },
  returned: { words: '待修改', look: 'open' },
  accepted: { words: '已通过', look: 'claimed' },
  shown: { words: '展示中', look: 'claimed' },
  withdrawn: { words: '已撤回', look: '' },
};

export function isOpen({ state }: Entry): boolean {
  return state === 'draft' || state === 'returned';
}

/** Where a page of an entry is: to be written on, or to be looked at. */
export function pageOf(entry: Entry): string {
  return `/videos/${isOpen(entry) ? 'edit' : 'own'}/index?id=${entry.id}`;
}

/** Files of the service begin with a slash; others are whole. */
export function addressOf(file: string | null | undefined): string {
  return file === null || file === undefined ? '' : file.startsWith('/') ? service + file : file;
}

export function posterOf(poster: Schemas['PrivatePicture'] | null | undefined): string {
  return addressOf(poster?.address);
}

const MEGABYTE = 1024 * 1024;

/** 84 KB, 1.2 MB, 45 MB. */
export function sizeOf(bytes: number): string {
  return bytes < MEGABYTE / 10 ? `${Math.ceil(bytes / 1024)} KB` : `${megabytes(bytes)} MB`;
}

function megabytes(bytes: number): string {
  const all = bytes / MEGABYTE;
  return all >= 10 ? String(Math.round(all)) : all.toFixed(1);
}

/** 0.3 / 1.0 MB */
export function partOf(received: number, size: number): string {
  return size < MEGABYTE / 10 ? `${Math.ceil(received / 1024)} / ${sizeOf(size)}` : `${megabytes(received)} / ${sizeOf(size)}`;
}

/** 1:05, as on a player. */
export function lengthOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function secondsInWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest} 秒` : rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`;
}

export function paragraphsOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

export const AI_MARK = '含 AI 生成内容';
