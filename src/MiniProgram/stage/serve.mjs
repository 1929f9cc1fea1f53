// The stage: a phone in the browser, for development, demonstrations and tests. It serves this machine only and is never shipped.
//
//   node stage/serve.mjs --port 5280 --api http://127.0.0.1:5080 --wechat http://127.0.0.1:5180 [--people FILE] \
//     [--program FOLDER]
//
// FILE has a line for each person whose phone this could be: the number, a blank, the name in the roster, a blank, a remark.
// FOLDER is that of app.json: the sources, or what WeChat's builder makes of them (builder/compile.cjs).
import { createReadStream, existsSync, readFileSync, statSync, readdirSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile } from './compile.mjs';

const { values: told } = parseArgs({
  options: {
    port: { type: 'string', default: '5280' },
    api: { type: 'string', default: 'http://127.0.0.1:5080' },
    wechat: { type: 'string', default: 'http://127.0.0.1:5180' },
    people: { type: 'string' },
    program: { type: 'string', default: fileURLToPath(new URL('../miniprogram', import.meta.url)) },
  },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const miniprogram = path.resolve(told.program);
const require = createRequire(import.meta.url);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};
const libraries = {
  '/lib/glass-easel.js': require.resolve('glass-easel/dist/glass_easel.all.es.js'),
  '/lib/glass-easel-miniprogram-adapter.js': path.join(
    path.dirname(require.resolve('glass-easel-miniprogram-adapter')),
    'glass_easel_miniprogram_adapter.es.js',
  ),
};

http.createServer(answerWhatever).listen(Number(told.port), '127.0.0.1', () => console.log(`http://127.0.0.1:${told.port}/`));

/** A made-up address or a file that is just being written is told to whoever asked, and the stage goes on. */
function answerWhatever(request, response) {
  try {
    answer(request, response);
  } catch (error) {
    const isAddress = error instanceof URIError || error.code === 'ERR_INVALID_URL';
    response.writeHead(isAddress ? 400 : 500, { 'content-type': 'text/plain; charset=utf-8' }).end(`${error.message}\n`);
  }
}

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://stage');
  if (/^\/(api|media|files|certificates)\//.test(pathname)) {
    return passOn(told.api, request, response);
  }
  if (pathname.startsWith('/sandbox/')) {
    return passOn(told.wechat, request, response);
  }
  if (pathname === '/program.json') {
    return send(response, JSON.stringify(program()), '.json');
  }
  if (pathname === '/users' && request.method === 'POST') {
    return userOf(new URL(request.url, 'http://stage').searchParams.get('phone')).then(
      (openId) => send(response, JSON.stringify({ openId }), '.json'),
      (error) => response.writeHead(502).end(error.message),
    );
  }
  if (pathname === '/people.json') {
    return send(response, JSON.stringify(people()), '.json');
  }
  if (pathname in libraries) {
    return sendFile(response, libraries[pathname]);
  }
  const page = { '/': '/desk.html', '/phone': '/phone.html' }[pathname] ?? pathname;
  const isOfProgram = page.startsWith('/program/');
  const root = isOfProgram ? miniprogram : path.join(here, 'phone');
  const file = path.join(root, decodeURIComponent(isOfProgram ? page.slice('/program'.length) : page));
  if (!file.startsWith(root + path.sep) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  sendFile(response, file);
}

/** As a front server does: what the service says goes through unchanged, and where there is no service, a page of HTML is answered. */
function passOn(origin, request, response) {
  const { host, ...headers } = request.headers;
  // An address may name a host of its own, to which nothing is passed on.
  const { pathname, search } = new URL(request.url, 'http://stage');
  const onward = http.request(new URL(pathname + search, origin), { method: request.method, headers }, (answered) => {
    response.writeHead(answered.statusCode, answered.headers);
    answered.on('error', () => response.destroy()).pipe(response);
  });
  onward.on('error', () => {
    if (!response.headersSent) {
      response.writeHead(502, { 'content-type': types['.html'] });
    }
    response.end('<html><h1>502 Bad Gateway</h1></html>');
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

const APP = 'wx0000000000000001';
const users = new Map();

/** The same number is the same WeChat user, in whichever tab and however often somebody becomes it. */
async function userOf(phone) {
  if (!users.has(phone)) {
    const made = await fetch(`${told.wechat}/sandbox/users`, {
      method: 'POST',
      headers: { 'content-type': types['.json'] },
      body: JSON.stringify(phone ? { phones: [phone] } : { count: 1 }),
    });
    const openId = (await made.json()).users[0].openIds[APP];
    if (!phone) {
      return openId;
    }
    users.set(phone, openId);
  }
  return users.get(phone);
}

let compiled = { stamp: '', program: null };

/** Compiled anew where a file has changed, so that a reload shows it. */
function program() {
  const stamp = readdirSync(miniprogram, { recursive: true })
    .map((file) => statSync(path.join(miniprogram, file)).mtimeMs)
    .join();
  if (compiled.stamp !== stamp) {
    compiled = { stamp, program: compile(miniprogram) };
  }
  return compiled.program;
}

function people() {
  const lines = told.people ? readFileSync(told.people, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => {
    const [phone, name, ...remark] = line.split(' ');
    return { phone, name, remark: remark.join(' ') };
  });
}

function sendFile(response, file) {
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

function send(response, text, type) {
  response.writeHead(200, { 'content-type': types[type], 'cache-control': 'no-store' });
  response.end(text);
}
