import { get, Refusal, Schemas } from '../../api/client';
import { withoutAnswer } from '../../asking';
import { recently } from '../../beijing';
import { clockAhead, hasLeapt, serviceNow, supposeAhead } from '../../clock';
import { lead } from '../../leading';
import { keep, kept } from '../../memory';
import { numberFrom } from '../../parameters';
import { privately } from '../../privately';
import { Lamp, pictureOf } from '../../showing';
import { scanTextOf, STEP } from '../code';
import { hoursOf } from '../words';

type Ticket = Schemas['EventTicket'];

/** What is kept for where there is no network: the ticket, and how wrong the phone's clock was. */
interface Held {
  ticket: Ticket;
  ahead: number;
}

/** How often it looks whether the door has let its owner in, in milliseconds, around the session. */
const LOOK_EVERY = 12_000;
const AROUND = 3 * 3_600_000;

const unseen = privately(() => ({
  session: 0,
  ticket: null as Ticket | null,
  shown: false,
  ticking: 0,
  due: 0,
  looking: 0,
  step: 0,
  lamp: new Lamp(),
}));

Page({
  data: {
    phase: 'loading' as 'loading' | 'ready' | 'failed' | 'absent' | 'refused',
    notice: '',
    refusal: '',
    title: '',
    session: '',
    hours: '',
    place: '',
    names: '',
    letters: '',
    entered: '',
    isOver: false,
    picture: '',
    /** Seconds until the code changes, and how much of its time is left. */
    left: 0,
    share: 0,
  },

  onLoad({ session }: { session?: string }) {
    unseen(this).session = numberFrom(session);
    const before = kept<Held>(nameOf(unseen(this).session));
    if (before !== null) {
      try {
        supposeAhead(before.value.ahead);
        this.show(before.value.ticket);
      } catch {
        // It was kept by a version that knew tickets of another shape.
        keep(nameOf(unseen(this).session), null);
      }
    }
  },

  onShow() {
    const mine = unseen(this);
    mine.shown = true;
    mine.lamp.on(() => mine.shown);
    this.refresh();
    this.tick();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  async refresh() {
    const mine = unseen(this);
    clearTimeout(mine.looking);
    if (mine.session === 0) {
      this.setData({ phase: 'absent' });
      return;
    }
    try {
      const ticket = await get('/api/events/sessions/{sessionId}/ticket', { sessionId: mine.session });
      keep(nameOf(mine.session), { ticket, ahead: clockAhead() } satisfies Held);
      this.show(ticket);
      this.setData({ notice: '' });
    } catch (error) {
      this.fail(error);
    }
    if (mine.shown && mine.ticket !== null && isNear(mine.ticket)) {
      clearTimeout(mine.looking);
      mine.looking = setTimeout(() => this.refresh(), LOOK_EVERY * (1 + Math.random()));
    }
  },

  fail(error: unknown) {
    const mine = unseen(this);
    if (error instanceof Refusal && (error.status === 404 || error.status === 409)) {
      // There is none any more, and none is shown.
      keep(nameOf(mine.session), null);
      mine.ticket = null;
      this.setData({ notice: '', phase: error.status === 404 ? 'absent' : 'refused', refusal: error.words });
      return;
    }
    const { phase, notice } = withoutAnswer(error, this.data.phase === 'ready' ? 'ready' : 'loading');
    this.setData({ phase, notice: phase === 'ready' ? `${notice}票仍可出示。` : notice });
  },

  show(ticket: Ticket) {
    const now = serviceNow();
    const mine = unseen(this);
    const isNew = mine.ticket?.key !== ticket.key;
    mine.ticket = ticket;
    this.setData({
      phase: 'ready',
      title: ticket.event,
      session: ticket.session,
      hours: hoursOf(ticket, now),
      place: ticket.place || '线上',
      names: `${ticket.names.join('、')}，共 ${ticket.names.length} 人`,
      letters: ticket.code.replace(/(.{4})(?=.)/g, '$1 '),
      entered: ticket.enteredAt === null ? '' : recently(ticket.enteredAt, now),
      isOver: now >= Date.parse(ticket.endsAt) + AROUND,
    });
    if (isNew) {
      mine.step = 0;
    }
    this.draw(now);
  },

  /** The code of the moment, and how long it lasts. */
  draw(now: number) {
    const mine = unseen(this);
    if (mine.ticket === null) {
      return;
    }
    const left = Math.ceil((STEP - (now % STEP)) / 1_000);
    const step = Math.floor(now / STEP);
    const picture = step === mine.step ? this.data.picture : pictureOf(scanTextOf(mine.ticket.code, mine.ticket.key, now));
    mine.step = step;
    this.setData(
      picture === this.data.picture ? { left, share: (left * 100_000) / STEP } : { left, share: (left * 100_000) / STEP, picture },
    );
  },

  tick() {
    const mine = unseen(this);
    clearTimeout(mine.ticking);
    if (!mine.shown) {
      return;
    }
    if (hasLeapt(mine.due)) {
      // Somebody has set the phone's clock: what time it is, the service says.
      this.refresh();
    }
    const now = serviceNow();
    this.draw(now);
    const pause = 1_000 - (now % 1_000);
    mine.due = Date.now() + pause;
    mine.ticking = setTimeout(() => this.tick(), pause);
  },

  rest() {
    const mine = unseen(this);
    mine.shown = false;
    mine.due = 0;
    clearTimeout(mine.ticking);
    clearTimeout(mine.looking);
    mine.lamp.off();
  },

  goAll() {
    lead('/events/list/index');
  },
});

function isNear({ startsAt, endsAt }: Ticket): boolean {
  const now = serviceNow();
  return now > Date.parse(startsAt) - AROUND && now < Date.parse(endsAt) + AROUND;
}

function nameOf(session: number): string {
  return `event-ticket:${session}`;
}
