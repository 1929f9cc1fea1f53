import { wordsOf } from './api/client';

/** How far a list has been loaded. */
export interface Place {
  next: string | null;
  loading: boolean;
}

interface Listing<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface Page {
  setData(data: Record<string, unknown>): void;
}

/** Loads the next page of a list that has one, as somebody scrolls to its end. */
export async function loadMore<Item>(
  page: Page,
  place: Place,
  ask: (after: string) => Promise<Listing<Item>>,
  add: (items: readonly Item[]) => Record<string, unknown>,
): Promise<void> {
  if (place.next === null || place.loading) {
    return;
  }
  place.loading = true;
  try {
    const { items, next } = await ask(place.next);
    place.next = next;
    page.setData({ ...add(items), end: endOf(next), notice: '' });
  } catch (error) {
    page.setData({ notice: wordsOf(error), end: '没有载入，往下拉再试' });
  } finally {
    place.loading = false;
  }
}

/** What stands below a list. */
export function endOf(next: string | null): string {
  return next === null ? '没有更多了' : '正在载入更多…';
}
