import { exchange, get, Refusal, Schemas, Unreachable, valueOf, wordsOf } from '../api/client';
import { base64, isOffline, isThere, readPiece, removeFile } from './files';
import { Kind, KindName, KINDS } from './kinds';
import { keepReceipt, keyOf, remember, remembered, Sending } from './sending';

/** Where the upload of a file of an entry stands. */
export interface Upload {
  phase: 'queued' | 'preparing' | 'sending' | 'waiting' | 'offline' | 'paused' | 'checking' | 'lost' | 'failed' | 'done';
  received: number;
  size: number;
  /** What somebody has to know beside the phase; may be empty. */
  words: string;
}

type Verdict = { later: number; words: string } | { anew: true } | { ask: true } | { room: string } | { never: string };

/** A chunk may take a minute, by WeChat, and is to be through well before: it begins small and grows as far as the line carries it. */
const SMALLEST = 64 * 1024;
const LARGEST = 4 * 1024 * 1024;
const AIM = 5_000;
const CHUNK_TIMEOUT = 60_000;

/** How often an upload that the service has forgotten is begun again before it is said that it cannot be. */
const MAX_BEGINNINGS = 3;

const BROKEN = '网络不稳，稍后自动继续上传，已传部分不会丢失。';
const OFFLINE = '网络恢复后自动继续上传，已传部分不会丢失。';
const BUSY = '服务器正忙，稍后自动继续上传。';
const FULL = '服务器的空间暂时不够，稍后自动继续上传。';
const NO_ENTRY = '这件作品已经不在了。';
const GONE = '这个上传已经失效，请重新选择。';

/** Sends one file, whatever the network does, until the entry has it. */
export class Sender {
  readonly shown: Upload;
  readonly key: string;
  private readonly kind: Kind;
  /** Each run has a number; one that was paused or replaced meanwhile does nothing more. */
  private run = 0;
  isRunning = false;
  /** Whether the service has said in this run how much it has. */
  private isKnown = false;
  /** Whether the service had this very file before its first byte was sent. */
  private wasThere = false;
  private step = SMALLEST;
  private failures = 0;
  private beginnings = 0;
  private task: { abort(): void } | null = null;
  private wake: () => void = () => {};

  /**
   * @param told of every change
   * @param over when the phone has nothing more to do for the entry
   * @param warning is said while it goes well
   */
  constructor(
    readonly kept: Sending,
    private readonly told: () => void,
    private readonly over: () => void,
    private readonly warning = '',
  ) {
    this.key = keyOf(kept);
    this.kind = KINDS[kept.kind];
    this.shown = { phase: kept.isPaused ? 'paused' : 'queued', received: kept.received, size: kept.size, words: '' };
  }

  get path(): string {
    return this.kept.path;
  }

  get code(): string {
    return this.kept.code;
  }

  isOf(size: number, sha256: string): boolean {
    return this.kept.size === size && this.kept.sha256 === sha256 && sha256 !== '';
  }

  /** Whether nothing but its turn is missing. */
  get isReady(): boolean {
    return !this.kept.isPaused && this.shown.phase !== 'failed' && this.shown.phase !== 'lost';
  }

  goOn(): void {
    if (this.isRunning) {
      this.wake();
    } else if (this.isReady) {
      this.isRunning = true;
      this.show('preparing', '');
      this.work(this.run);
    }
  }

  pause(): void {
    this.stop();
    this.save({ isPaused: true });
    this.show('paused', '');
  }

  /** Its turn may be later. */
  continue(): void {
    this.save({ isPaused: false });
    this.failures = 0;
    this.beginnings = 0;
    this.show('queued', '');
  }

  stop(): void {
    this.run += 1;
    this.isRunning = false;
    this.isKnown = false;
    this.task?.abort();
    this.wake();
  }

  private async work(run: number): Promise<void> {
    while (run === this.run) {
      try {
        await this.advance(run);
      } catch (error) {
        if (run === this.run) {
          await this.meet(error, run);
        }
      }
    }
  }

  /** One step of the way; throws where it did not succeed. */
  private async advance(run: number): Promise<void> {
    if (!(this.key in remembered())) {
      // Whoever it was has left, and what they kept with them.
      this.stop();
      this.over();
    } else if (this.kept.received < this.kept.size && !(await isThere(this.path))) {
      this.end('lost', this.kind.lost);
    } else if (this.code === '') {
      await this.begin(run);
    } else if (!this.isKnown) {
      await this.ask(run);
    } else if (this.kept.received < this.kept.size) {
      await this.send(run);
    } else {
      await this.finish(run);
    }
  }

  private async begin(run: number): Promise<void> {
    const { kind, size, sha256, path } = this.kept;
    const name = `${this.key}.${/\.(\w{2,4})$/.exec(path)?.[1] ?? this.kind.ending}`;
    const facts = { purpose: kind, filename: name, ...(sha256 === '' ? {} : { sha256 }) };
    const metadata = Object.entries(facts).map(([key, value]) => `${key} ${base64(value)}`);
    const { data } = await exchange({
      method: 'POST',
      path: '/api/uploads',
      header: tus({ 'Upload-Length': String(size), 'Upload-Metadata': metadata.join(',') }),
    });
    if (run === this.run) {
      const upload = data as Schemas['UploadScreen'];
      this.wasThere = upload.state === 'complete';
      // What is in use does not run out.
      if (this.wasThere && upload.expiresAt === null && this.kind.isAddedOnce) {
        this.end('failed', this.kind.used);
      } else {
        this.take(upload);
      }
    }
  }

  private async ask(run: number): Promise<void> {
    const upload = await get('/api/uploads/{code}', { code: this.code, patience: 0 });
    if (run === this.run) {
      this.take(upload);
    }
  }

  private take({ code, received }: Schemas['UploadScreen']): void {
    this.isKnown = true;
    this.save({ code });
    this.got(received);
    this.show('sending', this.warning);
  }

  /** To be answered is no success; to get on is. */
  private got(received: number): void {
    this.failures = received > this.kept.received ? 0 : this.failures;
    this.save({ received });
  }

  private async send(run: number): Promise<void> {
    const { received, size, path } = this.kept;
    const length = Math.min(this.step, size - received);
    const piece = await readPiece(path, received, length);
    if (run !== this.run) {
      return;
    }
    if (piece === null) {
      this.end('lost', this.kind.lost);
      return;
    }
    const began = Date.now();
    const { header } = await exchange({
      method: 'POST',
      path: `/api/uploads/${this.code}`,
      header: tus({
        'X-HTTP-Method-Override': 'PATCH',
        'content-type': 'application/offset+octet-stream',
        'Upload-Offset': String(received),
      }),
      body: piece,
      timeout: CHUNK_TIMEOUT,
      onTask: (task) => (this.task = task),
    });
    if (run !== this.run) {
      return;
    }
    const fitting = (length * AIM) / Math.max(Date.now() - began, 1);
    this.step = Math.round(Math.min(Math.max(fitting, SMALLEST), this.step * 4, LARGEST));
    const now = Number(valueOf(header, 'upload-offset'));
    this.isKnown = Number.isInteger(now);
    this.got(this.isKnown ? now : received);
    this.show('sending', this.warning);
  }

  /** All is there. The service may still be computing its hash; then the entry gets it. */
  private async finish(run: number): Promise<void> {
    this.show('checking', '');
    const upload = await get('/api/uploads/{code}', { code: this.code, patience: 0 });
    if (upload.state !== 'complete') {
      await this.wait(2_000);
      return;
    }
    const { entry, size } = this.kept;
    try {
      await this.kind.deliver(entry, this.code);
    } catch (error) {
      throw error instanceof Refusal ? this.plain(error) : error;
    }
    if (run !== this.run) {
      return;
    }
    if (this.kind.isReceiptKept && upload.receipt !== null && upload.completedAt !== null) {
      keepReceipt(entry, { receipt: upload.receipt, completedAt: upload.completedAt, size });
    }
    this.stop();
    removeFile(this.path);
    this.shown.phase = 'done';
    this.over();
  }

  /** What no repeat will mend: the upload is there, but not its entry, or it is another's, which the service knew by its hash. */
  private plain(error: Refusal): Refusal {
    const words = error.status === 404 ? NO_ENTRY : error.code === this.kind.gone && this.wasThere ? this.kind.used : null;
    return words === null ? error : new Refusal(403, error.code, words);
  }

  /** Decides what to do about what went wrong. */
  private async meet(error: unknown, run: number): Promise<void> {
    this.failures += 1;
    this.step = Math.max(Math.round(this.step / 2), SMALLEST);
    const verdict = verdictOf(error, this.kind.gone);
    if ('never' in verdict) {
      this.end('failed', verdict.never);
    } else if ('anew' in verdict) {
      this.beginnings += 1;
      this.save({ code: '', received: 0 });
      this.isKnown = false;
      if (this.beginnings >= MAX_BEGINNINGS) {
        this.end('failed', GONE);
      }
    } else if ('room' in verdict) {
      this.beginnings += 1;
      if (this.beginnings >= MAX_BEGINNINGS) {
        this.end('failed', verdict.room);
      } else {
        await dropForgotten(this.kept.kind).catch(() => this.wait(this.patience()));
      }
    } else if ('ask' in verdict) {
      this.isKnown = false;
      await this.wait(this.failures > 2 ? this.patience() : 0);
    } else {
      this.isKnown = false;
      const isAway = error instanceof Unreachable && (await isOffline());
      if (run === this.run) {
        this.show(isAway ? 'offline' : 'waiting', isAway ? OFFLINE : verdict.words);
        await this.wait(Math.max(verdict.later, this.patience()));
      }
    }
  }

  /** Longer with each failure in a row, and never the same for all phones. */
  private patience(): number {
    return Math.min(125 * 2 ** this.failures, 30_000) * (1 + Math.random() / 2);
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private end(phase: 'lost' | 'failed', words: string): void {
    this.stop();
    this.show(phase, words);
  }

  private save(change: Partial<Sending>): void {
    Object.assign(this.kept, change);
    // What was dropped, or belongs to somebody who has left, is not remembered again.
    if (this.key in remembered()) {
      remember(this.kept);
    }
  }

  private show(phase: Upload['phase'], words: string): void {
    Object.assign(this.shown, { phase, words, received: this.kept.received });
    this.told();
  }
}

function verdictOf(error: unknown, gone: string): Verdict {
  if (error instanceof Unreachable) {
    return { later: 0, words: BROKEN };
  }
  if (!(error instanceof Refusal)) {
    return { never: wordsOf(error) };
  }
  const seconds = (error.retryAfter ?? 0) * 1_000;
  switch (error.status) {
    case 404:
    case 410:
      return { anew: true };
    case 408:
      return { later: 0, words: BROKEN };
    case 423:
      return { later: seconds || 3_000, words: BROKEN };
    case 429:
      return { later: seconds, words: BUSY };
    case 507:
      return { later: 60_000, words: FULL };
    case 409:
      // upload_gone: it expired, or another entry has it, before this one could take it.
      return error.code === 'uploads.offset' || error.code === 'uploads.taken'
        ? { ask: true }
        : error.code === gone
          ? { anew: true }
          : error.code === 'uploads.too_many_open'
            ? { room: error.words }
            : { never: error.words };
    default:
      return error.status >= 500 ? { later: seconds, words: BUSY } : { never: error.words };
  }
}

/** The service deletes what nobody goes on with by itself; to say so early keeps within the number of open ones. */
export async function giveUp(code: string): Promise<void> {
  if (code !== '') {
    await exchange({ method: 'POST', path: `/api/uploads/${code}`, header: tus({ 'X-HTTP-Method-Override': 'DELETE' }) }).catch(() => {});
  }
}

/** Those of which the phone has lost the file, or the answer to their beginning, keep others from being begun. */
async function dropForgotten(kind: KindName): Promise<void> {
  const codes = Object.values(remembered()).map(({ code }) => code);
  const { items } = await get('/api/uploads', { patience: 0 });
  const forgotten = items.filter(({ code, state, purpose }) => state === 'open' && purpose === kind && !codes.includes(code));
  await Promise.all(forgotten.map(({ code }) => giveUp(code)));
}

function tus(more: Record<string, string>): Record<string, string> {
  return { 'Tus-Resumable': '1.0.0', ...more };
}
