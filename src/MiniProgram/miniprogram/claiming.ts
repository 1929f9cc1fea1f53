import { post, Refusal, wordsOf } from './api/client';
import { Ticket } from './benefits';
import { changed } from './changes';
import { keepTicket } from './holdings';
import { lead } from './leading';

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
