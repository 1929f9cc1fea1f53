/** A row's number as it comes in a page's address; 0, which no row has, for anything else. */
export function numberFrom(words: string | undefined): number {
  return /^\d{1,15}$/.test(words ?? '') ? Number(words) : 0;
}

/** The same from the scene of a printed code, such as `b=3`, which arrives encoded. */
export function numberFromScene(scene: string | undefined, key: string): number {
  const [name, words] = decoded(scene ?? '').split('=');
  return name === key ? numberFrom(words) : 0;
}

function decoded(words: string): string {
  try {
    return decodeURIComponent(words);
  } catch {
    return '';
  }
}
