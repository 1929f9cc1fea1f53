// Dates as people read them. They are Beijing's wherever the phone is.
const ZONE = 8 * 3_600_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 5月30日 10:00, with the year where it is not this one. */
export function moment(instant: string | number, now: number): string {
  const at = beijing(instant);
  return `${date(at, beijing(now))} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** The same for an end, which at midnight is that of the day before: 5月30日 24:00. */
export function momentOfEnd(instant: string, now: number): string {
  const at = Date.parse(instant);
  return beijing(at).getTime() % DAY === 0 ? `${date(beijing(at - 1), beijing(now))} 24:00` : moment(at, now);
}

/** 10:00 today, else as above. */
export function recently(instant: string | number, now: number): string {
  const at = beijing(instant);
  return isSameDay(instant, now) ? `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}` : moment(instant, now);
}

/** 5月30日, with the year where it is not this one. */
export function dayOf(instant: string, now: number): string {
  return date(beijing(instant), beijing(now));
}

/** 6月30日 of a date without a time, with the year where it is not this one. */
export function day(words: string, now: number): string {
  return date(new Date(`${words}T00:00:00Z`), beijing(now));
}

export function isSameDay(one: string | number, other: string | number): boolean {
  return Math.floor(beijing(one).getTime() / DAY) === Math.floor(beijing(other).getTime() / DAY);
}

/** How long it still takes, for a countdown: `2 天 03:04:05`, `03:04:05`. */
export function remaining(milliseconds: number): string {
  const left = Math.max(0, Math.ceil(milliseconds / SECOND)) * SECOND;
  const days = Math.floor(left / DAY);
  const clock = [(left % DAY) / HOUR, (left % HOUR) / MINUTE, (left % MINUTE) / SECOND].map((part) => two(Math.floor(part))).join(':');
  return days > 0 ? `${days} 天 ${clock}` : clock;
}

/** The same, for those who are read to. */
export function remainingInWords(milliseconds: number): string {
  const minutes = Math.ceil(Math.max(0, milliseconds) / MINUTE);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60)];
  return days > 0 ? `${days} 天 ${hours} 小时` : hours > 0 ? `${hours} 小时 ${minutes % 60} 分钟` : `${minutes} 分钟`;
}

function date(at: Date, now: Date): string {
  const words = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return at.getUTCFullYear() === now.getUTCFullYear() ? words : `${at.getUTCFullYear()}年${words}`;
}

function beijing(instant: string | number): Date {
  return new Date((typeof instant === 'number' ? instant : Date.parse(instant)) + ZONE);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
