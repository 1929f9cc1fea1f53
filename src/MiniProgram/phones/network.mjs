// A bad network before the service: some requests are lost on the way there, some answers on the way back, and the rest take their time.
// What happens to the n-th request of a phone depends on the seed alone, so that a run can be repeated. It serves this machine only.
import { createHash } from 'node:crypto';
import http from 'node:http';

/**
 * @param {{ service: string, dropBefore: number, dropAfter: number, delay: number, seed: string }} options shares of the requests from 0 to
 *   1, and the longest delay in milliseconds
 */
export async function startNetwork(options) {
  const { hostname } = new URL(options.service);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') {
    throw new Error(`Phones rush to this machine only, not to ${hostname}.`);
  }
  const agent = new http.Agent({ keepAlive: true });
  const seen = [];
  const server = http.createServer((request, response) => {
    const [, phone, path] = /^\/(\d+)(\/.*)$/.exec(request.url);
    const passage = { phone: Number(phone), path, fate: 'answered' };
    const nth = seen.filter((other) => other.phone === passage.phone).length;
    seen.push(passage);
    pass({ ...options, agent, request, response, passage, luck: luckOf(options.seed, phone, nth) });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** The address of the service as this phone sees it. */
    addressFor: (phone) => `http://127.0.0.1:${server.address().port}/${phone}`,
    /** What became of its requests, in order: answered, lostBefore, lostAfter, or away where the service was. */
    passagesOf: (phone) => seen.filter((passage) => passage.phone === phone),
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function pass({ service, dropBefore, dropAfter, delay, agent, request, response, passage, luck: [fate, slowness] }) {
  if (fate < dropBefore) {
    passage.fate = 'lostBefore';
    request.socket.destroy();
    return;
  }
  const isLostAfter = fate < dropBefore + dropAfter;
  const eachWay = isLostAfter ? 0 : (slowness * delay) / 2;
  const body = await wholeOf(request);
  await sleep(eachWay);
  const answer = await ask(service, agent, passage.path, request, body);
  if (isLostAfter) {
    passage.fate = 'lostAfter';
    request.socket.destroy();
    return;
  }
  await sleep(eachWay);
  passage.fate = answer === null ? 'away' : 'answered';
  const { status, headers, text } = answer ?? NO_SERVICE;
  response.writeHead(status, headers).end(text);
}

/** A front server answers for a service that is away with a page of HTML. */
const NO_SERVICE = { status: 502, headers: { 'content-type': 'text/html' }, text: '<html><h1>502 Bad Gateway</h1></html>' };

/** The whole answer of the service, or null where it gives none. */
function ask(service, agent, path, { method, headers: { host, ...headers } }, body) {
  return new Promise((resolve) => {
    const onward = http.request(service + path, { method, headers, agent }, (answered) => {
      wholeOf(answered).then(
        (text) => resolve({ status: answered.statusCode, headers: answered.headers, text }),
        () => resolve(null),
      );
    });
    onward.on('error', () => resolve(null));
    onward.end(body);
  });
}

async function wholeOf(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Two numbers from 0 to 1. */
function luckOf(seed, phone, nth) {
  const hash = createHash('sha256').update(`${seed} ${phone} ${nth}`).digest();
  return [hash.readUInt32BE(0) / 2 ** 32, hash.readUInt32BE(4) / 2 ** 32];
}
