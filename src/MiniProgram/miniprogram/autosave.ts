import { Unreachable, wordsOf } from './api/client';
import { recently } from './beijing';
import { serviceNow } from './clock';
import { keep, kept } from './memory';
import { privately } from './privately';

/** A page on which somebody writes. */
interface Written {
  /** The name under which the phone keeps what the service does not have yet. */
  draft(): string;
  data: { text: unknown };
  /** Brings it to the service, and shows what that says of it. */
  bring(): Promise<void>;
  setData(data: { savedWords: string }): void;
}

/** How long after the last letter the text is saved, in milliseconds. */
const SAVE_AFTER = 1_500;

/** Keeps a text on the phone with each letter, and brings it to the service when its author pauses. */
export class Autosave {
  /** Something was written here since the page was opened. */
  isTouched = false;
  private isUnsaved = false;
  private timer = 0;
  private saved = Promise.resolve(true);

  constructor(private readonly page: Written) {}

  /** What was written when the app was closed, and had not reached the service: it counts more than what that has. */
  recall<Text>(): Text | null {
    const written = kept<Text>(this.page.draft())?.value ?? null;
    this.isUnsaved = written !== null;
    return written;
  }

  wrote(text: unknown): void {
    keep(this.page.draft(), text);
    this.isUnsaved = true;
    this.isTouched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  /** One after the other, or of two texts the older might arrive last. Answers whether the service has all that was written. */
  save(): Promise<boolean> {
    clearTimeout(this.timer);
    this.saved = this.saved.then(() => this.bring());
    return this.saved;
  }

  /** Nobody needs it any more. */
  drop(): void {
    clearTimeout(this.timer);
    this.isUnsaved = false;
    keep(this.page.draft(), null);
  }

  private async bring(): Promise<boolean> {
    if (!this.isUnsaved) {
      return true;
    }
    const { page } = this;
    const { text } = page.data;
    page.setData({ savedWords: '正在保存…' });
    try {
      await page.bring();
      if (page.data.text === text) {
        this.isUnsaved = false;
        keep(page.draft(), null);
      }
      page.setData({ savedWords: `已保存 ${recently(serviceNow(), serviceNow())}` });
      return !this.isUnsaved;
    } catch (error) {
      const isAway = error instanceof Unreachable;
      page.setData({ savedWords: isAway ? '已存在手机上，网络恢复后保存' : `没有保存：${wordsOf(error)}` });
      return false;
    }
  }
}

export const autosaveOf: (page: Written) => Autosave = privately((page: Written) => new Autosave(page));
