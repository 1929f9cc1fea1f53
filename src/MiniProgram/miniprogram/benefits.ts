import { post, Schemas } from './api/client';
import { day, moment, momentOfEnd, remaining, remainingInWords } from './beijing';
import { keep, kept } from './memory';
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
  return card.state === 'open' && Date.parse(card.closesAt) <= now ? 'closed' : card.state;
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

let changedAt = 0;

/** Somebody was bound, claimed or gave back: whatever a screen was told before that is no longer so. */
export function changed(): void {
  changedAt = Date.now();
}

/** @param at when the screen was last told, by the phone's clock */
export function isStale(at: number): boolean {
  return at <= changedAt || Date.now() - at > FRESH;
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
  if (isLookedAt) {
    wx.navigateTo({ url: `/pages/ticket/index?id=${id}` });
  } else {
    wx.showToast({ title: '领到了，在“我的福利”里', icon: 'none' });
  }
}

export function isClaiming(id: number): boolean {
  return claiming.has(id);
}

const TICKETS = 'tickets';

/** Tickets are kept on the phone, because a counter may stand where there is no network. */
export function keepTicket(ticket: Ticket): void {
  keep(TICKETS, { ...kept<Record<number, Ticket>>(TICKETS)?.value, [ticket.benefitId]: ticket });
}

export function keepTickets(cards: readonly Card[]): void {
  const found = cards.flatMap((card) => ('ticket' in card ? [[card.ticket.benefitId, card.ticket]] : []));
  if (found.length > 0) {
    keep(TICKETS, { ...kept<Record<number, Ticket>>(TICKETS)?.value, ...Object.fromEntries(found) });
  }
}

export function keptTicket(benefitId: number): Ticket | null {
  return kept<Record<number, Ticket>>(TICKETS)?.value[benefitId] ?? null;
}

export function forgetTicket(benefitId: number): void {
  const { [benefitId]: _, ...rest } = kept<Record<number, Ticket>>(TICKETS)?.value ?? {};
  keep(TICKETS, rest);
}
