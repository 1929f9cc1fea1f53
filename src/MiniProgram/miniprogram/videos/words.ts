// What the pages of short videos say alike.
import { Schemas } from '../api/client';
import { addressOf } from '../wording';

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

export function posterOf(poster: Schemas['PrivatePicture'] | null | undefined): string {
  return addressOf(poster?.address);
}

/** 1:05, as on a player. */
export function lengthOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function secondsInWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest} 秒` : rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`;
}
