// The uploads that are under way on this phone. Of one entry's files one is sent at a time, in the order in which they were chosen.
import { listSaved, removeFile, saveFile, sha256Of } from './files';
import { KindName } from './kinds';
import { giveUp, Sender, Upload } from './sender';
import { keyOf, remember, remembered, Sending, unremember } from './sending';

const NOT_SAVED = '手机上给小程序的空间不够，传完前请不要关闭小程序。';

export const UPLOAD_TITLES: Record<Upload['phase'], string> = {
  queued: '排队等待',
  preparing: '正在准备上传',
  sending: '正在上传',
  waiting: '稍后继续',
  offline: '等待网络',
  paused: '已暂停',
  checking: '已传完，正在核对',
  lost: '需要再选一次',
  failed: '上传失败',
  done: '已传完',
};

/** A file of an entry that is under way, as a page shows it. */
export interface UnderWay extends Upload {
  turn: number;
  /** Where it is on the phone. */
  path: string;
}

type Told = (entry: number) => void;

const senders = new Map<string, Sender>();
const listeners: Record<KindName, Set<Told>> = { video: new Set(), photo: new Set() };
let opened: Promise<void> | null = null;

/** Is told of every change; answers how to be told no more. */
export function onUpload(kind: KindName, told: Told): () => void {
  listeners[kind].add(told);
  return () => listeners[kind].delete(told);
}

/** Those of an entry, in their order. What the entry has is not among them any more. */
export function uploadsOf(kind: KindName, entry: number): UnderWay[] {
  return sendersOf(kind, entry).map(({ kept, path, shown }) => ({ ...shown, path, turn: kept.turn }));
}

/** Whatever was under way when the app was closed goes on; whatever waits tries at once. */
export async function resumeUploads(): Promise<void> {
  await open();
  wakeAll();
}

/**
 * Sends a chosen file for an entry. Whatever had its turn before is replaced; where that was the same file, and the phone had lost it, it
 * goes on from where it was.
 */
export async function startUpload(place: Pick<Sending, 'kind' | 'entry' | 'turn'>, tempFilePath: string, size: number): Promise<void> {
  await open();
  const sha256 = await sha256Of(tempFilePath);
  const before = senders.get(keyOf(place));
  const isSame = before !== undefined && before.isOf(size, sha256);
  if (before !== undefined) {
    before.stop();
    removeFile(before.path);
    if (!isSame) {
      giveUp(before.code);
    }
  }
  const path = await saveFile(tempFilePath);
  const begun = isSame ? { code: before.code, received: before.shown.received } : { code: '', received: 0 };
  const sending = { ...place, path: path ?? tempFilePath, size, sha256, ...begun, isPaused: false };
  const sender = senderOf(sending, path === null ? NOT_SAVED : '');
  senders.set(sender.key, sender);
  remember(sender.kept);
  nudge(sending);
}

/** The turn after all that are under way. */
export function nextTurn(kind: KindName, entry: number): number {
  return Math.max(0, ...sendersOf(kind, entry).map(({ kept }) => kept.turn)) + 1;
}

/** All of an entry's; the one that has its turn last, or the next would take it. */
export function pauseUploads(kind: KindName, entry: number): void {
  sendersOf(kind, entry)
    .reverse()
    .filter(({ isReady }) => isReady)
    .forEach((sender) => sender.pause());
}

/** @param turn null for all of the entry's that are paused */
export function continueUploads(kind: KindName, entry: number, turn: number | null = null): void {
  sendersOf(kind, entry)
    .filter(({ kept, shown }) => (turn === null ? shown.phase === 'paused' : kept.turn === turn))
    .forEach((sender) => sender.continue());
  nudge({ kind, entry });
}

/** Nothing of it stays, here or there. */
export function dropUpload(place: Pick<Sending, 'kind' | 'entry' | 'turn'>): void {
  const sender = senders.get(keyOf(place));
  if (sender !== undefined) {
    sender.stop();
    removeFile(sender.path);
    giveUp(sender.code);
    forget(sender);
  }
}

export function dropUploads(kind: KindName, entry: number): void {
  sendersOf(kind, entry).forEach(({ kept }) => dropUpload(kept));
}

function sendersOf(kind: KindName, entry: number): Sender[] {
  return [...senders.values()]
    .filter(({ kept }) => kept.kind === kind && kept.entry === entry)
    .sort((one, other) => one.kept.turn - other.kept.turn);
}

/** Once a run: what the phone remembers is there again, and files that nobody remembers are removed. */
function open(): Promise<void> {
  opened ??= (async () => {
    const all = Object.values(remembered());
    all.forEach((one) => senders.set(keyOf(one), senderOf(one)));
    // Where the network has just gone, whoever waits learns it by trying, and says so.
    wx.onNetworkStatusChange(wakeAll);
    const paths = all.map(({ path }) => path);
    (await listSaved()).filter((path) => !paths.includes(path)).forEach(removeFile);
  })();
  return opened;
}

function wakeAll(): void {
  [...senders.values()].filter(({ isRunning }) => isRunning).forEach((sender) => sender.goOn());
  [...senders.values()].forEach(({ kept }) => nudge(kept));
}

/** The first that is ready has its turn, where none has it. */
function nudge({ kind, entry }: Pick<Sending, 'kind' | 'entry'>): void {
  const all = sendersOf(kind, entry);
  if (!all.some(({ isRunning }) => isRunning)) {
    all.find(({ isReady }) => isReady)?.goOn();
  }
}

function senderOf(sending: Sending, warning = ''): Sender {
  const sender: Sender = new Sender(
    sending,
    () => {
      tell(sending);
      // Where it has come to an end without its file, the next one is not to wait for it.
      if (!sender.isReady) {
        nudge(sending);
      }
    },
    () => forget(sender),
    warning,
  );
  return sender;
}

function forget({ key, kept }: Sender): void {
  senders.delete(key);
  unremember(key);
  tell(kept);
  nudge(kept);
}

function tell({ kind, entry }: Sending): void {
  listeners[kind].forEach((told) => told(entry));
}
