// A phone without a screen: the mini program's own scripts under Node. Each phone has a context of its own, hence its own of everything
// that the scripts keep in mind.
import http from 'node:http';
import path from 'node:path';
import vm from 'node:vm';

/** WeChat sends ten requests of a mini program at a time; the others wait. */
const PARALLEL = 10;

export class Phone {
  /** What it asked the service, in order: method, path, when it was asked and ended, and the status, or null where there was no answer. */
  sent = [];

  #loaded = new Map();
  #storage = new Map();
  #agent = new http.Agent({ keepAlive: true, maxSockets: PARALLEL });
  #context = vm.createContext({ setTimeout, clearTimeout, console });
  #wx;

  /**
   * @param {{ program: object, service: string, wechat: string, openId: string }} options the compiled mini program, and where the service
   *   and WeChat's stand-in are for this phone
   */
  constructor({ program, service, wechat, openId }) {
    Object.assign(this, { program, service, wechat, openId });
    this.#wx = strict({
      request: (asked) => this.#request(asked),
      login: (asked) => this.#login(asked),
      getStorageSync: (key) => JSON.parse(this.#storage.get(key) ?? '""'),
      setStorageSync: (key, value) => void this.#storage.set(key, JSON.stringify(value)),
      removeStorageSync: (key) => void this.#storage.delete(key),
      clearStorageSync: () => this.#storage.clear(),
    });
  }

  /** @param {string} at a script by its path without the ending */
  require(at) {
    const known = this.#loaded.get(at);
    if (known !== undefined) {
      return known.exports;
    }
    const code = this.program.scripts[at];
    if (code === undefined) {
      throw new Error(`module '${at}.js' is not defined`);
    }
    const module = { exports: {} };
    this.#loaded.set(at, module);
    const run = vm.compileFunction(code, ['require', 'module', 'exports', 'wx'], {
      parsingContext: this.#context,
      filename: `miniprogram/${at}.js`,
    });
    run((name) => this.require(path.posix.join(path.posix.dirname(at), name)), module, module.exports, this.#wx);
    return module.exports;
  }

  close() {
    this.#agent.destroy();
  }

  /** Any status is a success, and only the service that the mini program names is asked. */
  #request({ url, method = 'GET', data, header = {}, timeout = 60_000, success, fail }) {
    if (!url.startsWith(`${this.program.service}/`)) {
      throw new Error(`request:fail url not in domain list: ${url}`);
    }
    const asked = { method, path: url.slice(this.program.service.length), askedAt: performance.now(), endedAt: Infinity, status: null };
    this.sent.push(asked);
    const failed = (error) => {
      asked.endedAt = performance.now();
      fail({ errMsg: `request:fail ${error.message}`, errno: 600001 });
    };
    const sending = http.request(
      this.service + asked.path,
      {
        method,
        headers: { 'content-type': 'application/json', ...header },
        agent: this.#agent,
        signal: AbortSignal.timeout(timeout),
      },
      async (answer) => {
        const text = await textOf(answer).catch(failed);
        if (text !== undefined) {
          asked.endedAt = performance.now();
          asked.status = answer.statusCode;
          success({ errMsg: 'request:ok', statusCode: answer.statusCode, data: parsed(text), header: answer.headers, cookies: [] });
        }
      },
    );
    // What breaks off amid an answer is told where the answer is read.
    sending.on('error', (error) => sending.res ?? failed(error));
    sending.end(data === undefined ? undefined : JSON.stringify(data));
  }

  /** WeChat is asked past the service, as on a real phone. */
  async #login({ success, fail }) {
    const code = await this.#loginCode().catch(() => null);
    if (code === null) {
      fail({ errMsg: 'login:fail' });
    } else {
      success({ errMsg: 'login:ok', code });
    }
  }

  async #loginCode() {
    const answer = await fetch(`${this.wechat}/sandbox/login-codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ openIds: [this.openId] }),
    });
    return (await answer.json()).codes[0];
  }
}

/** A function that is not there throws: the scripts need something that this phone has not. */
function strict(functions) {
  return new Proxy(functions, {
    get(target, name) {
      if (!(name in target)) {
        throw new Error(`This phone has no wx.${String(name)}`);
      }
      return target[name];
    },
  });
}

async function textOf(answer) {
  answer.setEncoding('utf8');
  let text = '';
  for await (const part of answer) {
    text += part;
  }
  return text;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
