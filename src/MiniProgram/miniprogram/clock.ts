/** How many milliseconds the service's clock is ahead of the phone's, which may be wrong by any amount. */
let ahead = 0;
let isKnown = false;
/** Whether the service has said anything since the mini program was opened. */
let isHeard = false;

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
    isHeard = true;
  }
}

/** How far the service is ahead, to be kept beside what must be shown without network. */
export function clockAhead(): number {
  return ahead;
}

/** What was kept so, of an earlier visit: better than the phone's own clock, until the service says more. */
export function supposeAhead(kept: number): void {
  if (!isHeard) {
    ahead = kept;
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
