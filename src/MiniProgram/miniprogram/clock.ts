/** How many milliseconds the service's clock is ahead of the phone's, which may be wrong by any amount. */
let ahead = 0;

/** Whatever the service answers with its time in it sets the clock. It is taken to have been true halfway between question and answer. */
export function heardTime(answer: unknown, askedAt: number): void {
  const now = typeof answer === 'object' && answer !== null && 'now' in answer ? Date.parse(String(answer.now)) : NaN;
  if (!Number.isNaN(now)) {
    ahead = now - (askedAt + Date.now()) / 2;
  }
}

/** The time by the service's clock, in milliseconds since 1970. */
export function serviceNow(): number {
  return Date.now() + ahead;
}
