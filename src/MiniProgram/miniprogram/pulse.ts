import { hasLeapt, serviceNow } from './clock';
import { privately } from './privately';

/** A page that shows benefits. */
interface Pulsed {
  /** Draws what time alone has changed: the countdowns, and what has just opened or closed. */
  draw(now: number): void;
  /** Whether anything can be claimed, so that what remains matters. */
  isOpen(now: number): boolean;
  refresh(): Promise<unknown>;
}

/** In milliseconds; each phone adds a time of its own, so that an opening does not bring all of them at once. */
const ASK_EVERY = 15_000;

/**
 * What a page of benefits does by itself while it is looked at: it draws once a second, which needs no question, and while something can be
 * claimed it asks now and then what remains.
 */
export class Pulse {
  isShown = false;
  private ticking = 0;
  private planned = 0;
  /** When the next tick is to come, by the phone's clock; 0 if none is. */
  private due = 0;

  constructor(private readonly page: Pulsed) {}

  start(): void {
    this.isShown = true;
    this.tick();
  }

  stop(): void {
    clearTimeout(this.ticking);
    clearTimeout(this.planned);
    this.isShown = false;
    this.due = 0;
    this.planned = 0;
  }

  /** After each answer: when to ask next. */
  plan(): void {
    clearTimeout(this.planned);
    this.planned = 0;
    if (this.isShown && this.page.isOpen(serviceNow())) {
      const pause = ASK_EVERY * (1 + Math.random());
      this.planned = setTimeout(() => {
        this.planned = 0;
        this.page.refresh();
      }, pause);
    }
  }

  private tick(): void {
    clearTimeout(this.ticking);
    if (!this.isShown) {
      return;
    }
    if (hasLeapt(this.due)) {
      // Nothing is drawn by a clock that was set, before the service has said what time it is.
      this.due = 0;
      this.page.refresh().then(() => this.tick());
      return;
    }
    const now = serviceNow();
    this.page.draw(now);
    if (this.planned === 0) {
      this.plan();
    }
    const pause = 1_000 - (now % 1_000);
    this.due = Date.now() + pause;
    this.ticking = setTimeout(() => this.tick(), pause);
  }
}

export const pulseOf: (page: Pulsed) => Pulse = privately((page: Pulsed) => new Pulse(page));
