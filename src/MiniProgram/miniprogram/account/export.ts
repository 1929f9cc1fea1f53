/** A part of what is held about somebody, line by line. */
export interface Part {
  name: string;
  lines: { key: string; words: string }[];
}

/** What the service answers, as people read it: each value by its place. Whatever it may add later is shown too. */
export function partsOf(all: unknown): Part[] {
  return Object.entries(all ?? {}).map(([name, value]) => ({
    name: TITLES[name] ?? name,
    lines: linesOf(value, '').map((words, i) => ({ key: `${i}`, words })),
  }));
}

const TITLES: Record<string, string> = {};

function linesOf(value: unknown, at: string): string[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? [`${at}无`] : value.flatMap((item, i) => linesOf(item, `${at}${i + 1}. `));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => linesOf(inner, `${at}${key}：`));
  }
  return [at + (value === null || value === '' ? '无' : String(value))];
}
