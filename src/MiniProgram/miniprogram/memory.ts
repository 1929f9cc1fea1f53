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
  const inStorage = wx.getStorageSync<Kept<T> | ''>(name(key));
  return inStorage !== '' ? inStorage : ((inMind.get(key) as Kept<T> | undefined) ?? null);
}

export function forgetAll(): void {
  inMind.clear();
  wx.clearStorageSync();
}

const inMind = new Map<string, Kept<unknown>>();

function name(key: string): string {
  return `${VERSION}:${key}`;
}
