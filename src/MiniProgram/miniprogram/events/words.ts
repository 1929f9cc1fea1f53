// What the pages of events say alike.
import { Schemas } from '../api/client';
import { isSameDay, moment, momentOfEnd } from '../beijing';

export type Screen = Schemas['EventScreen'];
export type Session = Schemas['SessionScreen'];
type Look = '' | 'open' | 'claimed' | 'upcoming';

export interface Badge {
  words: string;
  look: Look;
}

const STATUSES: Record<Schemas['SessionStatus'], Badge> = {
  open: { words: '报名中', look: 'open' },
  waitable: { words: '可候补', look: 'upcoming' },
  full: { words: '已满', look: '' },
  notOpen: { words: '未开始报名', look: 'upcoming' },
  closed: { words: '报名截止', look: '' },
  over: { words: '已结束', look: '' },
  mine: { words: '已报名', look: 'claimed' },
  needsMember: { words: '面向会员', look: '' },
  needsPhone: { words: '报名中', look: 'open' },
  notForMe: { words: '不能报名', look: '' },
  cancelled: { words: '已取消', look: '' },
};

const STATES: Record<Schemas['RegistrationState'], Badge> = {
  registered: { words: '已报名', look: 'claimed' },
  waiting: { words: '候补中', look: 'upcoming' },
  offered: { words: '有空位', look: 'open' },
  cancelled: { words: '已取消', look: '' },
  declined: { words: '已放弃', look: '' },
  lapsed: { words: '已逾期', look: '' },
  unserved: { words: '没有轮到', look: '' },
  calledOff: { words: '活动取消', look: '' },
  removed: { words: '主办方取消', look: '' },
};

export function badgeOf({ status, mine }: Session): Badge {
  return status === 'mine' && mine !== null ? STATES[mine.state] : STATUSES[status];
}

/** Of an event: what is one's own counts most, then what one can do. */
export function badgeOfEvent({ sessions }: Screen): Badge {
  const order = ['mine', 'cancelled', 'open', 'needsPhone', 'waitable', 'notOpen', 'needsMember', 'notForMe', 'full', 'closed', 'over'];
  const first = [...sessions].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))[0];
  return first === undefined ? STATUSES.closed : badgeOf(first);
}

/** 5月30日 09:00 至 11:00, with both days where it goes on past midnight. */
export function hoursOf({ startsAt, endsAt }: Pick<Session, 'startsAt' | 'endsAt'>, now: number): string {
  // One that ends at midnight ends on the day on which it began.
  const isOneDay = isSameDay(startsAt, Date.parse(endsAt) - 1);
  const end = momentOfEnd(endsAt, now);
  return `${moment(startsAt, now)} 至 ${isOneDay ? end.slice(end.lastIndexOf(' ') + 1) : end}`;
}

export function placeOf({ place, isOnline }: Screen): string {
  return place === '' ? '线上' : isOnline ? `${place}，也可线上参加` : place;
}
