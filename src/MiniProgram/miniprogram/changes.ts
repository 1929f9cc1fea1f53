/** What the screens show for longer than this is asked for anew when they are come back to, in milliseconds. */
const FRESH = 20_000;

let changes = 0;

/** Somebody was bound, claimed or gave back: whatever a screen asked before that is no longer so. */
export function changed(): void {
  changes += 1;
}

export function changesSoFar(): number {
  return changes;
}

/**
 * @param at when the screen asked for what it shows, by the phone's clock, which may have been set since
 * @param seen how many changes there had been
 */
export function isStale(at: number, seen: number): boolean {
  return seen !== changes || Math.abs(Date.now() - at) > FRESH;
}
