import { Schemas } from './api/client';
import { day, moment, momentOfEnd, remaining, remainingInWords } from './beijing';
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

/** A ticket's state as people read it. */
export const TICKET_BADGES: Record<Schemas['ClaimState'], string> = {
  held: '可使用',
  redeemed: '已使用',
  cancelled: '已取消',
  expired: '已过期',
};

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
