import { heardTime } from '../clock';
import { forgetAll, keep, kept } from '../memory';
import { service } from '../settings';
import type { components, paths } from './schema';

/** The records of the service's OpenAPI document, by their names there. */
export type Schemas = components['schemas'];

type Method = 'get' | 'post' | 'put' | 'delete';
type PathOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends object ? P : never }[keyof paths];
type Responses<O> = O extends { responses: infer R } ? R : never;
type Json<R, Status extends number> = R extends { [S in Status]: { content: { 'application/json': infer A } } } ? A : undefined;
type Answer<O> = Json<Responses<O>, 200> extends undefined ? Json<Responses<O>, 202> : Json<Responses<O>, 200>;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? { body: B } : { body?: undefined };
type NamesIn<P> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** What stands in braces in a path: the code of an upload, or the number of a row. */
type Place<P> = { [Name in NamesIn<P>]: Name extends 'code' ? string : number };

interface Patience {
  /** How many milliseconds a call may be repeated for when nobody answers or the service is busy. 0: once only. */
  patience?: number;
  /** The same for when nobody answers, where that is to be told sooner. */
  silence?: number;
  /** Told before each repeat. */
  onRepeat?: () => void;
  /** Appended to the address. */
  query?: Record<string, string>;
}

type Ask<P, O> = Body<O> & Place<P> & Patience;
type Asked<P, O> = object extends Ask<P, O> ? [ask?: Ask<P, O>] : [ask: Ask<P, O>];

/** The service said no. Its words are for people and are shown as they are; `code` is for programs. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: string,
    /** In how many seconds to come back, where the service says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(code);
  }
}

/** Nobody knows what became of the call: no network, no answer, or not one of the service's own. */
export class Unreachable extends Error {
  constructor(readonly words: string) {
    super(words);
  }
}

/**
 * What a page says of something that was caught. What is neither of the two above is a mistake of ours: it goes to WeChat's report of
 * errors, and the page is not left waiting.
 */
export function wordsOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof Unreachable) {
    return error.words;
  }
  setTimeout(() => {
    throw error;
  });
  return MISTAKEN;
}

const SCREEN_PATIENCE = 8_000;
/** Who has no network is to learn it soon, and a call that was lost on a bad one is repeated once or twice before. */
const SCREEN_SILENCE = 2_000;
const REQUEST_TIMEOUT = 10_000;
const OFFLINE = '网络不通，请检查网络后再试。';
const AWAY = '服务暂时没有回应，请稍后再试。';
const MISTAKEN = '出了一点问题，请稍后再试。';
const LEFT = '您已退出，请重新操作。';

/** A screen's content. Repeated for a while, since looking changes nothing. */
export function get<P extends PathOf<'get'>>(path: P, ...[ask]: Asked<P, paths[P]['get']>): Promise<Answer<paths[P]['get']>> {
  return call('GET', path, { patience: SCREEN_PATIENCE, silence: SCREEN_SILENCE, ...ask });
}

/** Repeated only as far as the caller's patience goes: the codes of WeChat are good once, a claim may be repeated at will. */
export function post<P extends PathOf<'post'>>(path: P, ...[ask]: Asked<P, paths[P]['post']>): Promise<Answer<paths[P]['post']>> {
  return call('POST', path, ask ?? {});
}

export function put<P extends PathOf<'put'>>(path: P, ...[ask]: Asked<P, paths[P]['put']>): Promise<Answer<paths[P]['put']>> {
  return call('PUT', path, { patience: SCREEN_PATIENCE, ...ask });
}

export function remove<P extends PathOf<'delete'>>(path: P, ...[ask]: Asked<P, paths[P]['delete']>): Promise<Answer<paths[P]['delete']>> {
  return call('DELETE', path, { patience: SCREEN_PATIENCE, ...ask });
}

/** Calls belong to whoever was here when they began; each sign-out begins another. */
let visit = 0;

/** Forgets who this is and all that was kept; the next call signs in anew. */
export function signOut(): void {
  visit += 1;
  signingIn = null;
  forgetAll();
}

/** What is answered after a sign-out is about somebody who has left: nobody is to see or keep it. */
function stay(begun: number): void {
  if (begun !== visit) {
    throw new Refusal(401, 'session.left', LEFT);
  }
}

interface Question extends Patience {
  body?: unknown;
}

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A call as it is sent. */
interface Parcel {
  method: Verb;
  path: string;
  body?: unknown;
  header?: Record<string, string>;
  /** In milliseconds. */
  timeout?: number;
  /** Is given what can break the call off. */
  onTask?: (task: { abort(): void }) => void;
}

/**
 * One call as whoever is here, sent once. Who sends a file piece by piece decides alone what to do when a piece is not taken, and needs
 * more of the answer than its content.
 */
export async function exchange(parcel: Parcel): Promise<Reply> {
  const begun = visit;
  const reply = await sendSignedIn(parcel, {}, begun, { renewed: false });
  if (reply.status < 300 && isOurs(reply)) {
    return reply;
  }
  throw refusalOf(reply) ?? new Unreachable(AWAY);
}

async function call<T>(method: Verb, path: string, { body, query, ...patience }: Question): Promise<T> {
  const pairs = Object.entries(query ?? {}).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const place = patience as Record<string, unknown>;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => String(place[name])) + (pairs.length > 0 ? `?${pairs.join('&')}` : '');
  const begun = visit;
  const once = { renewed: false };
  return insist(patience, () => sendSignedIn({ method, path: address, body }, patience, begun, once)) as Promise<T>;
}

async function sendSignedIn(parcel: Parcel, patience: Patience, begun: number, once: { renewed: boolean }): Promise<Reply> {
  stay(begun);
  const token = await currentToken(patience);
  const answer = await send(parcel, token);
  stay(begun);
  if (answer.status !== 401 || once.renewed) {
    return answer;
  }
  // It was revoked or has run out. One renewal; a second refusal is the truth.
  once.renewed = true;
  dropToken(token);
  return send(parcel, await currentToken(patience));
}

export interface Reply {
  status: number;
  data: unknown;
  header: Record<string, string>;
  /** Seconds, where the service says when to come back. */
  retryAfter: number | null;
}

/** Sends until there is an answer that is one, or patience ends. */
async function insist({ patience = 0, silence = patience, onRepeat }: Patience, attempt: () => Promise<Reply>): Promise<unknown> {
  const began = Date.now();
  for (let tries = 0; ; tries += 1) {
    const [reply, lost] = await attempt().then(
      (came): [Reply | null, unknown] => [came, null],
      (error: unknown): [Reply | null, unknown] => [null, error],
    );
    // A sign-in that a call with less patience began, and that others wait for, may end with a service that is busy.
    if (lost !== null && !(lost instanceof Unreachable) && !(lost instanceof Refusal && isBusy(lost.status))) {
      throw lost;
    }
    if (reply !== null && reply.status < 300 && isOurs(reply)) {
      return reply.data;
    }
    const refusal = reply === null ? null : refusalOf(reply);
    if (refusal !== null && !isBusy(refusal.status)) {
      throw refusal;
    }
    const least = leastPause(tries, reply?.retryAfter ?? null);
    const left = began + (refusal === null && lost instanceof Unreachable ? silence : patience) - Date.now();
    if (left < least) {
      throw lost ?? refusal ?? new Unreachable(AWAY);
    }
    onRepeat?.();
    // Never the same for all phones, or they would come back all at once.
    await new Promise((resolve) => setTimeout(resolve, Math.min(least * (1 + Math.random()), left)));
  }
}

/** Whatever has content is JSON. A network that wants a password first, or a front without its service, answers pages of HTML. */
function isOurs({ status, data }: Reply): boolean {
  return status === 204 || (typeof data === 'object' && data !== null);
}

function isBusy(status: number): boolean {
  return status === 429 || status === 503;
}

/** The least time before a repeat, in milliseconds. Who is told to come back at once still takes more time with each try. */
function leastPause(tries: number, retryAfter: number | null): number {
  return Math.max(Math.min(400 * 2 ** tries, 6_400), (retryAfter ?? 0) * 1_000);
}

/** Null where the answer is not the service's own. */
function refusalOf({ status, data, retryAfter }: Reply): Refusal | null {
  if (typeof data !== 'object' || data === null || !('code' in data && 'detail' in data)) {
    return null;
  }
  const problem = data as Schemas['Problem'];
  return new Refusal(status, problem.code, problem.detail, retryAfter);
}

function send({ method, path, body, header = {}, timeout = REQUEST_TIMEOUT, onTask }: Parcel, token: string | null): Promise<Reply> {
  const askedAt = Date.now();
  return new Promise((resolve, reject) => {
    const task = wx.request({
      url: service + path,
      method,
      data: body as WechatMiniprogram.IAnyObject | undefined,
      header: token === null ? header : { ...header, Authorization: `Bearer ${token}` },
      timeout,
      // wx.request calls every status a success.
      success: ({ statusCode, data, header: answered }) => {
        heardTime(data, valueOf(answered, 'date'), askedAt);
        const after = Number(valueOf(answered, 'retry-after') ?? NaN);
        resolve({ status: statusCode, data, header: answered, retryAfter: Number.isFinite(after) ? after : null });
      },
      fail: () => reject(new Unreachable(OFFLINE)),
    });
    onTask?.(task);
  });
}

/** Phones write the names of headers as they please. */
export function valueOf(header: Record<string, string>, name: string): string | undefined {
  const key = Object.keys(header).find((other) => other.toLowerCase() === name);
  return key === undefined ? undefined : header[key];
}

const SESSION = 'session';
let signingIn: Promise<string> | null = null;

/** The token, after one sign-in for all who wait for it. */
function currentToken(patience: Patience): Promise<string> {
  const token = kept<unknown>(SESSION)?.value;
  if (typeof token === 'string') {
    return Promise.resolve(token);
  }
  if (signingIn === null) {
    const begun = signIn(patience).finally(() => {
      signingIn = signingIn === begun ? null : signingIn;
    });
    signingIn = begun;
  }
  return signingIn;
}

function dropToken(token: string): void {
  // Another call may have renewed it meanwhile.
  if (kept<string>(SESSION)?.value === token) {
    keep(SESSION, null);
  }
}

async function signIn(patience: Patience): Promise<string> {
  const begun = visit;
  // A code is good once, so each try asks WeChat for a new one.
  const session = (await insist({ ...patience, patience: Math.max(patience.patience ?? 0, SCREEN_PATIENCE) }, async () =>
    send({ method: 'POST', path: '/api/sessions', body: { code: await loginCode() } }, null),
  )) as Schemas['SessionAnswer'];
  stay(begun);
  keep(SESSION, session.token);
  return session.token;
}

function loginCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: () => reject(new Unreachable('微信登录没有成功，请检查网络后再试。')),
    });
  });
}
