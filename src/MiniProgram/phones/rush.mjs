// Many phones rush for one benefit through a bad network, each with the scripts that ship, and each of their owners taps once.
//
//   node phones/rush.mjs --service http://127.0.0.1:5080 --wechat http://127.0.0.1:5180 --benefit 3 \
//     [--drop-before 0.05] [--drop-after 0.05] [--delay 2000] [--seed 1] [--at-once] < OPENIDS
//
// OPENIDS has a line for each phone: the openid of its owner in the mini program. Each phone opens the benefit, and when all have seen it
// all tap; with --at-once each taps before it has signed in. One line of JSON tells how it ended for a phone, in the order of the openids.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from '../stage/compile.mjs';
import { startNetwork } from './network.mjs';
import { Phone } from './phone.mjs';

/** A claim is exact, but what the service says of a benefit may be a second old. */
const SCREEN_AGE = 1_100;

const { values: told } = parseArgs({
  options: {
    service: { type: 'string' },
    wechat: { type: 'string' },
    benefit: { type: 'string' },
    'drop-before': { type: 'string', default: '0' },
    'drop-after': { type: 'string', default: '0' },
    delay: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'boolean', default: false },
  },
});
const id = Number(told.benefit);
const openIds = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const program = compile(path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'miniprogram'));
const network = await startNetwork({
  service: told.service,
  dropBefore: Number(told['drop-before']),
  dropAfter: Number(told['drop-after']),
  delay: Number(told.delay),
  seed: told.seed,
});
const phones = openIds.map((openId, i) => new Phone({ program, service: network.addressFor(i), wechat: told.wechat, openId }));

const looking = phones.map((phone) => look(phone));
if (!told['at-once']) {
  await Promise.all(looking);
}
const ends = await Promise.all(phones.map(tap));
await new Promise((resolve) => setTimeout(resolve, SCREEN_AGE));
const lastly = await Promise.all(phones.map((phone) => look(phone, { patience: 60_000 })));
for (const [i, phone] of phones.entries()) {
  console.log(
    JSON.stringify({ ...ends[i], ...countsOf(phone, network.passagesOf(i)), seenBefore: await looking[i], seenAfter: lastly[i] }),
  );
  phone.close();
}
network.close();

/** What the screen of the benefit shows: its state, or the code of the refusal, or unreachable. */
async function look(phone, ask = {}) {
  return phone
    .require('api/client')
    .get('/api/benefits/{id}', { id, ...ask })
    .then(
      (card) => card.state,
      (error) => refusalOf(phone, error) ?? 'unreachable',
    );
}

/** One tap, and what the phone says in the end. */
async function tap(phone) {
  const tappedAt = performance.now();
  const end = { ticket: null, serial: null, refusal: null, repeats: 0, milliseconds: 0 };
  try {
    const { code, serial } = await phone.require('claiming').claim(id, () => (end.repeats += 1));
    Object.assign(end, { ticket: code, serial });
  } catch (error) {
    end.refusal = refusalOf(phone, error);
  }
  end.milliseconds = Math.round(performance.now() - tappedAt);
  return end;
}

/** The service's own no; null where nobody knows what became of it. */
function refusalOf(phone, error) {
  const { Refusal, Unreachable } = phone.require('api/client');
  if (!(error instanceof Refusal || error instanceof Unreachable)) {
    throw error;
  }
  return error instanceof Refusal ? error.code : null;
}

function countsOf({ sent }, passages) {
  const claims = sent.filter(({ path: at }) => at.endsWith('/claim'));
  const fates = passages.filter(({ path: at }) => at.endsWith('/claim')).map(({ fate }) => fate);
  return {
    requests: sent.length,
    signIns: sent.filter(({ path: at, status }) => at === '/api/sessions' && status === 200).length,
    claims: claims.length,
    claimsAtOnce: claims.some(({ askedAt }, i) => i > 0 && askedAt < claims[i - 1].endedAt),
    lostBefore: fates.filter((fate) => fate === 'lostBefore').length,
    lostAfter: fates.filter((fate) => fate === 'lostAfter').length,
    away: fates.filter((fate) => fate === 'away').length,
  };
}
