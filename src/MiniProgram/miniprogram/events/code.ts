// The changing code of a ticket, as the service and the door make it: TOTP by RFC 6238 with SHA-256, 8 digits.
import { sha256 } from 'js-sha256';

/** In milliseconds, for how long a code is shown. */
export const STEP = 30_000;

const DIGITS = 8;

/** @param key of the day, in hexadecimal */
export function digitsAt(key: string, at: number): string {
  const step = Math.floor(at / STEP);
  const bytes = (key.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  const mac = sha256.hmac.array(bytes, [0, 0, 0, 0, step >>> 24, (step >>> 16) & 255, (step >>> 8) & 255, step & 255]);
  const from = mac[mac.length - 1]! & 15;
  const number = mac.slice(from, from + 4).reduce((sum, byte, place) => sum * 256 + (place === 0 ? byte & 127 : byte), 0);
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** What a door's scanner reads. */
export function scanTextOf(code: string, key: string, at: number): string {
  return `CSRME-E:${code}:${digitsAt(key, at)}`;
}
