import { post, Refusal, Schemas, wordsOf } from './api/client';
import { day, moment, momentOfEnd, remaining, remainingInWords } from './beijing';
import { lead } from './leading';
import { keep, Kept, kept } from './memory';
import { service } from './settings';

export type Card = Schemas['BenefitCard'];
export type Ticket = Schemas['ClaimTicket'];

/** What can be done about a benefit, as of now. */
export type Stage = 'upcoming' | 'open' | 'soldOut' | 'closed' | 'notEligible' | 'claimed' | 'redeemed' | 'expired';

/** A benefit as both its screens show it. */
export interface Row {
  id: number;
  stage: Stage;
  title: string;
  partner: string;
  picture: string;
  /** Height in percent of the width. */
  pictureRatio: number;
  badge: string;
  /** One line: when it opens, how long it is open, until when it can be used, why not. */
  line: string;
  /** Empty where it does not matter any more. */
  left: string;
  /** 0 to 100. */
  leftPercent: number;
  countdown: string;
  countdownWords: string;
}

const BADGES: Record<Stage, string> = {
  upcoming: '未开始',
  open: '可领取',
  soldOut: '已领完',
  closed: '已结束',
  notEligible: '不符合条件',
  claimed: '已领取',
  redeemed: '已使用',
  expired: '已过期',
};

/**
 * The service says where a benefit stood when it was asked; the countdown and the end need no further question, so that at the minute of an
 * opening no phone has to ask.
 */
export function stageOf(card: Card, now: number): Stage {
  if (card.state === 'upcoming' && Date.parse(card.opensAt) <= now) {
    return Date.parse(card.closesAt) <= now ? 'closed' : card.remaining > 0 ? 'open' : 'soldOut';
  }
  if (card.state === 'claimed') {
    return stateOf(card.ticket, now) === 'expired' ? 'expired' : 'claimed';
  }
  const isOver = (card.state === 'open' || card.state === 'soldOut') && Date.parse(card.closesAt) <= now;
  return isOver ? 'closed' : card.state;
}

/** A ticket's state as of now, for a phone that has not heard from the service since. */
export function stateOf(ticket: Ticket, now: number): Schemas['ClaimState'] {
  return ticket.state === 'held' && Date.parse(ticket.useUntil) <= now ? 'expired' : ticket.state;
}

export function rowOf(card: Card, now: number): Row {
  const stage = stageOf(card, now);
  const until = Date.parse(card.opensAt) - now;
  const isWaiting = until > 0 && (stage === 'upcoming' || stage === 'notEligible');
  const isCounted =
    stage === 'upcoming' || stage === 'open' || stage === 'soldOut' || (stage === 'notEligible' && Date.parse(card.closesAt) > now);
  return {
    id: card.id,
    stage,
    title: card.title,
    partner: card.partner,
    picture: card.picture === null ? '' : service + card.picture.path,
    pictureRatio: card.picture === null ? 0 : Math.round((100 * card.picture.height) / card.picture.width),
    badge: card.state === 'notEligible' && card.whyNotCode === 'member.not_bound' ? '绑定后可领' : BADGES[stage],
    line: lineOf(card, stage, now),
    left: isCounted ? `剩 ${card.remaining} / ${card.stock} 份` : '',
    leftPercent: card.stock > 0 ? Math.ceil((100 * card.remaining) / card.stock) : 0,
    countdown: isWaiting ? remaining(until) : '',
    countdownWords: isWaiting ? `还有 ${remainingInWords(until)}开始` : '',
  };
}

function lineOf(card: Card, stage: Stage, now: number): string {
  switch (stage) {
    case 'upcoming':
    case 'open':
    case 'closed':
      return periodOf(card, now);
    case 'notEligible':
      return card.state === 'notEligible' && card.whyNotCode !== 'member.not_bound' ? card.whyNot : periodOf(card, now);
    case 'claimed':
      return `请在${day(card.lastDay, now)}前使用（含当日）`;
    case 'redeemed':
      return '您已使用这项福利';
    case 'expired':
      return `${day(card.lastDay, now)}已过期`;
    case 'soldOut':
      return '已全部领完；如有人取消，会重新开放';
  }
}

function periodOf(card: Card, now: number): string {
  return Date.parse(card.opensAt) > now
    ? `${moment(card.opensAt, now)} 开始领取`
    : Date.parse(card.closesAt) > now
      ? `${momentOfEnd(card.closesAt, now)} 截止领取`
      : '领取时间已过';
}

/** What the screens show for longer than this is asked for anew when they are come back to, in milliseconds. */
const FRESH = 20_000;

let changes = 0;

/** Somebody was bound, claimed or gave back: whatever a screen asked before that is no longer so. */
export function changed(): void {
  changes += 1;
}

export function changesSoFar(): number {
  return changes;
}

/**
 * @param at when the screen asked for what it shows, by the phone's clock, which may have been set since
 * @param seen how many changes there had been
 */
export function isStale(at: number, seen: number): boolean {
  return seen !== changes || Math.abs(Date.now() - at) > FRESH;
}

const CLAIM_PATIENCE = 90_000;
const claiming = new Map<number, Promise<Ticket>>();

/**
 * Claims once, whatever the network does: a repeat answers the same ticket, so it is repeated until there is an answer. Whoever asks
 * while one is under way waits for the same one, from whichever screen.
 */
export function claim(id: number, onRepeat: () => void): Promise<Ticket> {
  const underWay = claiming.get(id);
  if (underWay !== undefined) {
    return underWay;
  }
  const begun = post('/api/benefits/{id}/claim', { id, patience: CLAIM_PATIENCE, onRepeat })
    .then((ticket) => {
      keepTicket(ticket);
      changed();
      return ticket;
    })
    .finally(() => claiming.delete(id));
  claiming.set(id, begun);
  return begun;
}

/** Leads to what was just claimed, unless its owner has gone on to another screen meanwhile. */
export function showTicket(id: number, isLookedAt: boolean): void {
  if (!isLookedAt || !lead(`/pages/ticket/index?id=${id}`)) {
    wx.showToast({ title: '领到了，在“我的福利”里', icon: 'none' });
  }
}

let told: unknown = null;

/** Says over whatever screen is looked at that a claim brought nothing: once, though two screens may have waited for it. */
export function tellNoTicket(title: string, error: unknown): void {
  if (error !== told) {
    told = error;
    const { words, heading } = endOf(error);
    wx.showModal({ title: heading, content: `《${title}》：${words}`, showCancel: false, confirmText: '知道了' });
  }
}

/** Only a refusal says that there is no ticket. Where nobody answered, or something broke, there may be one. */
export function endOf(error: unknown): { heading: string; words: string } {
  return error instanceof Refusal && error.status < 500
    ? { heading: '没有领到', words: wordsOf(error) }
    : { heading: '还不知道是否领到', words: `${wordsOf(error)}再领一次不会多领。` };
}

export function isClaiming(id: number): boolean {
  return claiming.has(id);
}

const TICKETS = 'tickets';

/** Tickets are kept on the phone, because a counter may stand where there is no network. */
export function keepTicket(ticket: Ticket): void {
  keep(TICKETS, { ...all(), [ticket.benefitId]: ticket });
}

/** What the service says of these benefits; a ticket that it does not name any more was given back or was another member's. */
export function keepTickets(cards: readonly Card[]): void {
  if (cards.some((card) => card.state === 'notEligible' && card.whyNotCode === 'member.not_bound')) {
    forgetMember();
    return;
  }
  const tickets = all();
  for (const card of cards) {
    delete tickets[card.id];
    if ('ticket' in card) {
      tickets[card.id] = card.ticket;
    }
  }
  keep(TICKETS, tickets);
}

/** All that the member has. */
export function keepAllTickets(tickets: readonly Ticket[]): void {
  const valid = tickets.filter(({ state }) => state !== 'cancelled');
  keep(TICKETS, Object.fromEntries(valid.map((ticket) => [ticket.benefitId, ticket])));
}

export function keptTicket(benefitId: number): Ticket | null {
  return all()[benefitId] ?? null;
}

/** Those that were claimed last come first. Null where none are known. */
export function keptTickets(): Kept<Ticket[]> | null {
  const tickets = Object.values(all()).sort((one, other) => Date.parse(other.claimedAt) - Date.parse(one.claimedAt));
  return tickets.length === 0 ? null : { value: tickets, at: kept(TICKETS)!.at };
}

export function forgetTicket(benefitId: number): void {
  const { [benefitId]: _, ...rest } = all();
  keep(TICKETS, rest);
}

function all(): Record<number, Ticket> {
  const found = Object.values(kept<Record<number, Ticket | null>>(TICKETS)?.value ?? {});
  return Object.fromEntries(found.flatMap((ticket) => (ticket?.benefitId ? [[ticket.benefitId, ticket]] : [])));
}

/** What the list of benefits last showed; it says what its member has claimed. */
export const BENEFITS = 'benefits';

export const ME = 'me';

function keptMe(): Schemas['MeAnswer'] | null {
  return kept<Schemas['MeAnswer']>(ME)?.value ?? null;
}

/** Who this is. When it is not who it was, nothing of the one before stays on the phone. */
export function keepMe(me: Schemas['MeAnswer']): void {
  if (numberOf(keptMe()) !== numberOf(me)) {
    forgetMember();
    changed();
  }
  keep(ME, me);
}

function numberOf(me: Schemas['MeAnswer'] | null): string | null {
  return me?.state === 'bound' ? (me.member?.number ?? null) : null;
}

/** Nothing of a member stays on a phone whose owner is not that member, or not any more. */
export function forgetMember(): void {
  if (kept(TICKETS) !== null || keptMe()?.state === 'bound') {
    keep(TICKETS, null);
    keep(BENEFITS, null);
    keep(ME, null);
    changed();
  }
}
