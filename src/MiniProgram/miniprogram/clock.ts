/** How many milliseconds the service's clock is ahead of the phone's, which may be wrong by any amount. */
let ahead = 0;
let isKnown = false;

/**
 * Whatever the service answers with its time in it sets the clock. It is taken to have been true halfway between question and answer.
 * Before such an answer the time of its header is better than nothing, though it has no fractions of a second.
 */
export function heardTime(answer: unknown, date: string | undefined, askedAt: number): void {
  const now = typeof answer === 'object' && answer !== null && 'now' in answer ? Date.parse(String(answer.now)) : NaN;
  const heard = Number.isNaN(now) && !isKnown && date !== undefined ? Date.parse(date) : now;
  if (!Number.isNaN(heard)) {
    ahead = heard - (askedAt + Date.now()) / 2;
    isKnown = heard === now;
  }
}

/** The time by the service's clock, in milliseconds since 1970. */
export function serviceNow(): number {
  return Date.now() + ahead;
}

/** More than this between two ticks that are a second apart, in milliseconds, and somebody has set the phone's clock. */
const LEAP = 5_000;

/** @param due when a tick was to come, by the phone's clock; 0 if none was */
export function hasLeapt(due: number): boolean {
  return due !== 0 && Math.abs(Date.now() - due) > LEAP;
}
