/** What a screen last showed, kept on the phone: it is there at once when the screen opens, and without network. */
export interface Kept<T> {
  value: T;
  /** When it was kept, by the phone's clock. */
  at: number;
}

/** Changes when the kept values change their shape, so that a new version does not read those of an old one. */
const VERSION = 1;

/** @param value null forgets it */
export function keep(key: string, value: unknown): void {
  // What is in mind counts before what is in storage, so it goes whenever something newer comes.
  inMind.delete(key);
  try {
    if (value === null) {
      wx.removeStorageSync(name(key));
    } else {
      wx.setStorageSync(name(key), { value, at: Date.now() });
    }
  } catch {
    // A phone without room keeps nothing: screens then begin empty, and all else goes on.
    inMind.set(key, { value, at: Date.now() });
  }
}

export function kept<T>(key: string): Kept<T> | null {
  const found: unknown = inMind.get(key) ?? wx.getStorageSync(name(key));
  const isOne = typeof found === 'object' && found !== null && 'value' in found && 'at' in found && found.value !== null;
  return isOne ? (found as Kept<T>) : null;
}

/** Shows what was kept. Who cannot show it has met another shape than this version's, and it is forgotten. */
export function recall<T>(key: string, show: (value: T) => void): void {
  const before = kept<T>(key);
  if (before === null) {
    return;
  }
  try {
    show(before.value);
  } catch {
    keep(key, null);
  }
}

export function forgetAll(): void {
  inMind.clear();
  wx.clearStorageSync();
}

const inMind = new Map<string, Kept<unknown>>();

function name(key: string): string {
  return `${VERSION}:${key}`;
}
