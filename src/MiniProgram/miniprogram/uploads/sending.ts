// What the phone remembers of files that are being sent, and of those that came.
import { keep, kept } from '../memory';
import { KindName } from './kinds';

/** The service's word of when it had all of a file. */
export interface Receipt {
  receipt: string;
  completedAt: string;
  size: number;
}

/** What the phone remembers of an upload until the entry has its file. */
export interface Sending {
  kind: KindName;
  entry: number;
  /** Its place in the order in which the files of the entry were chosen, and its name among them. */
  turn: number;
  path: string;
  size: number;
  sha256: string;
  /** The service's name for it; empty before it has one. */
  code: string;
  received: number;
  isPaused: boolean;
}

const SENDING = 'uploads';
const RECEIPTS = 'receipts';
const MAX_RECEIPTS = 10;

export function keyOf({ kind, entry, turn }: Pick<Sending, 'kind' | 'entry' | 'turn'>): string {
  return `${kind}-${entry}-${turn}`;
}

export function remembered(): Record<string, Sending> {
  const found = Object.values(kept<Record<string, Sending>>(SENDING)?.value ?? {});
  return Object.fromEntries(found.filter((one) => one?.path && one.kind && one.size > 0).map((one) => [keyOf(one), one]));
}

export function remember(sending: Sending): void {
  keep(SENDING, { ...remembered(), [keyOf(sending)]: sending });
}

export function unremember(key: string): void {
  const { [key]: _, ...others } = remembered();
  keep(SENDING, others);
}

/** @param entry of a video */
export function receiptOf(entry: number): Receipt | null {
  return kept<Record<number, Receipt>>(RECEIPTS)?.value[entry] ?? null;
}

/** Of the last few. */
export function keepReceipt(entry: number, receipt: Receipt): void {
  const others = Object.entries(kept<Record<number, Receipt>>(RECEIPTS)?.value ?? {}).filter(([id]) => Number(id) !== entry);
  keep(RECEIPTS, Object.fromEntries([...others.slice(1 - MAX_RECEIPTS), [String(entry), receipt]]));
}
