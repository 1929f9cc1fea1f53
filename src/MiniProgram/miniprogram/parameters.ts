/** A row's number as it comes in a page's address; 0, which no row has, for anything else. */
export function numberFrom(words: string | undefined): number {
  return /^\d{1,15}$/.test(words ?? '') ? Number(words) : 0;
}
