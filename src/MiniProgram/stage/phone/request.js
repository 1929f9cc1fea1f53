// wx.request: ten at a time and the rest wait, any status is a success, JSON where it can be read as such, no PATCH, no promise; and only
// to the address that the mini program names, as it is to the domains registered at WeChat.
import { fault } from './faults.js';
import { phone } from './phone.js';

const PARALLEL = 10;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'];
const waiting = [];
let running = 0;

export function request(options) {
  const controller = new AbortController();
  const task = {
    abort: () => controller.abort('abort'),
    onHeadersReceived: () => {},
    offHeadersReceived: () => {},
  };
  waiting.push(() => send(options, controller));
  next();
  return task;
}

function next() {
  if (running < PARALLEL && waiting.length > 0) {
    running += 1;
    waiting
      .shift()()
      .catch((error) => fault(error.stack))
      .finally(() => {
        running -= 1;
        next();
      });
  }
}

async function send({ url, method = 'GET', data, header = {}, timeout = 60_000, success, fail, complete }, controller) {
  const end = (told, result) => {
    told?.(result);
    complete?.(result);
  };
  if (!METHODS.includes(method.toUpperCase()) || !url.startsWith(`${window.stage.service}/`)) {
    fault(`request:fail ${method} ${url} is not allowed`);
    end(fail, { errMsg: 'request:fail url not in domain list', errno: 600002 });
    return;
  }
  if (phone.network === 'none') {
    end(fail, { errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED', errno: 600001 });
    return;
  }
  const timer = setTimeout(() => controller.abort('timeout'), timeout);
  try {
    const response = await fetch(url.slice(window.stage.service.length), {
      method,
      headers: { 'content-type': 'application/json', ...header },
      body: data === undefined || method === 'GET' ? undefined : typeof data === 'string' ? data : JSON.stringify(data),
      signal: controller.signal,
      credentials: 'omit',
    });
    const text = await response.text();
    const headers = Object.fromEntries(response.headers.entries());
    end(success, { errMsg: 'request:ok', statusCode: response.status, data: parsed(text), header: headers, cookies: [] });
  } catch (error) {
    const why = controller.signal.aborted ? controller.signal.reason : `net::${error.message}`;
    end(fail, { errMsg: `request:fail ${why}`, errno: why === 'timeout' ? 5 : 600001 });
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
