// What the phone remembers of videos that are being sent, and of those that came.
import { keep, kept } from '../memory';

/** The service's word of when it had all of a video. */
export interface Receipt {
  receipt: string;
  completedAt: string;
  size: number;
}

/** What the phone remembers of an upload until the entry has its video. */
export interface Sending {
  entry: number;
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

export function remembered(): Record<number, Sending> {
  const found = Object.values(kept<Record<number, Sending>>(SENDING)?.value ?? {});
  return Object.fromEntries(found.filter((one) => one?.path && one.size > 0).map((one) => [one.entry, one]));
}

export function remember(sending: Sending): void {
  keep(SENDING, { ...remembered(), [sending.entry]: sending });
}

export function unremember(entry: number): void {
  const { [entry]: _, ...others } = remembered();
  keep(SENDING, others);
}

export function receiptOf(entry: number): Receipt | null {
  return kept<Record<number, Receipt>>(RECEIPTS)?.value[entry] ?? null;
}

/** Of the last few. */
export function keepReceipt(entry: number, receipt: Receipt): void {
  const others = Object.entries(kept<Record<number, Receipt>>(RECEIPTS)?.value ?? {}).filter(([id]) => Number(id) !== entry);
  keep(RECEIPTS, Object.fromEntries([...others.slice(1 - MAX_RECEIPTS), [String(entry), receipt]]));
}
