import { Schemas } from './api/client';
import { Card, Ticket } from './benefits';
import { changed } from './changes';
import { keep, Kept, kept } from './memory';

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
  if (me.state !== 'bound') {
    // Also where the phone does not remember that it was bound.
    forgetMember();
  }
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
