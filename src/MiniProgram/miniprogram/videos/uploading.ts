// The uploads of entries' videos that are under way on this phone.
import { listSaved, MAX_BYTES, removeFile, saveFile, sha256Of } from './files';
import { giveUp, Sender, Upload } from './sender';
import { remember, remembered, Sending, unremember } from './sending';
import { secondsInWords } from './words';

const NOT_SAVED = '手机上给小程序的空间不够，传完前请不要关闭小程序。';

const senders = new Map<number, Sender>();
const listeners = new Set<(entry: number) => void>();
let opened: Promise<void> | null = null;

/** Is told of every change; answers how to be told no more. */
export function onUpload(told: (entry: number) => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

/** Null where there is none under way, or the entry has its video. */
export function uploadOf(entry: number): Upload | null {
  return senders.get(entry)?.shown ?? null;
}

/** Whatever was under way when the app was closed goes on; whatever waits tries at once. */
export async function resumeUploads(): Promise<void> {
  await open();
  senders.forEach((sender) => sender.goOn());
}

/** Sends a chosen video for an entry, in place of what was being sent before; or goes on with the same one where its file was lost. */
export async function startUpload(entry: number, tempFilePath: string, size: number): Promise<void> {
  await open();
  const sha256 = await sha256Of(tempFilePath);
  const before = senders.get(entry);
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
  const sending = { entry, path: path ?? tempFilePath, size, sha256, ...begun, isPaused: false };
  const sender = senderOf(sending, path === null ? NOT_SAVED : '');
  senders.set(entry, sender);
  remember(sender.kept);
  sender.goOn();
}

export function pauseUpload(entry: number): void {
  senders.get(entry)?.pause();
}

export function continueUpload(entry: number): void {
  senders.get(entry)?.continue();
}

/** Nothing of it stays, here or there. */
export function dropUpload(entry: number): void {
  const sender = senders.get(entry);
  if (sender !== undefined) {
    sender.stop();
    removeFile(sender.path);
    giveUp(sender.code);
    forget(entry);
  }
}

/** Once a run: what the phone remembers is there again, and files that nobody remembers are removed. */
function open(): Promise<void> {
  opened ??= (async () => {
    const all = Object.values(remembered());
    all.forEach((one) => senders.set(one.entry, senderOf(one)));
    // Where the network has just gone, whoever waits learns it by trying, and says so.
    wx.onNetworkStatusChange(() => senders.forEach((sender) => sender.goOn()));
    const paths = all.map(({ path }) => path);
    (await listSaved()).filter((path) => !paths.includes(path)).forEach(removeFile);
  })();
  return opened;
}

function senderOf(sending: Sending, warning = ''): Sender {
  const { entry } = sending;
  return new Sender(
    sending,
    () => tell(entry),
    () => forget(entry),
    warning,
  );
}

function forget(entry: number): void {
  senders.delete(entry);
  unremember(entry);
  tell(entry);
}

function tell(entry: number): void {
  listeners.forEach((told) => told(entry));
}

/** Why a file cannot be sent at all, in words; empty where it can. */
export function unfitWords(size: number, seconds: number, shortest: number, longest: number): string {
  const length = secondsInWords(Math.round(seconds));
  return size > MAX_BYTES
    ? '这个视频超过 100 MB，微信不能上传。请剪短，或在手机上压缩后再选。'
    : size === 0
      ? '这个文件是空的，请换一个。'
      : seconds > longest + 1
        ? `这个视频长 ${length}，要求不超过 ${secondsInWords(longest)}。请剪短后再选。`
        : // A phone that cannot tell the length says 0.
          seconds > 0 && seconds < shortest - 1
          ? `这个视频长 ${length}，要求至少 ${secondsInWords(shortest)}。请换一个更长的。`
          : '';
}
