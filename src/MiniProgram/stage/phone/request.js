// wx.request, wx.uploadFile and wx.downloadFile: ten at a time and the rest wait, any status is a success, JSON where it can be read as
// such, no PATCH, no promise; 60 seconds at most, 5 where the app is not looked at; and only to the address that the mini program names,
// as it is to the domains registered at WeChat.
import { fault } from './faults.js';
import { addTemporary, find } from './files.js';
import { phone } from './phone.js';

const PARALLEL = 10;
const LONGEST = 60_000;
const UNSEEN = 5_000;
const MAX_UPLOAD = 10 << 20;
const MAX_DOWNLOAD = 200 << 20;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'];
const waiting = [];
const sending = new Set();
let leaving = 0;

document.addEventListener('visibilitychange', () => {
  clearTimeout(leaving);
  leaving = document.hidden ? setTimeout(() => sending.forEach((controller) => controller.abort('interrupted')), UNSEEN) : 0;
});

export function request(options) {
  return queued((controller) => send(options, controller));
}

export function uploadFile(options) {
  const told = new Set();
  const progress = {
    onProgressUpdate: (listener) => void told.add(listener),
    offProgressUpdate: (listener) => void told.delete(listener),
  };
  return { ...queued((controller) => upload(options, controller, told)), ...progress };
}

export function downloadFile(options) {
  return queued((controller) => download(options, controller));
}

function queued(act) {
  const controller = new AbortController();
  const task = {
    abort: () => controller.abort('abort'),
    onHeadersReceived: () => {},
    offHeadersReceived: () => {},
  };
  waiting.push(async () => {
    sending.add(controller);
    await act(controller).finally(() => sending.delete(controller));
  });
  next();
  return task;
}

function next() {
  if (sending.size < PARALLEL && waiting.length > 0) {
    waiting
      .shift()()
      .catch((error) => fault(error.stack))
      .finally(next);
  }
}

/** What fails before anything is sent, or null. */
function whyNot(name, url, method = 'POST') {
  if (!METHODS.includes(method.toUpperCase()) || !url.startsWith(`${window.stage.service}/`)) {
    fault(`${name}:fail ${method} ${url} is not allowed`);
    return { errMsg: `${name}:fail url not in domain list`, errno: 600002 };
  }
  return phone.network === 'none' ? { errMsg: `${name}:fail net::ERR_INTERNET_DISCONNECTED`, errno: 600001 } : null;
}

function ending({ success, fail, complete }) {
  return (result, isWell) => {
    (isWell ? success : fail)?.(result);
    complete?.(result);
  };
}

function limit(controller, asked, kind) {
  const most = Math.min(asked ?? window.stage.networkTimeout[kind] ?? LONGEST, LONGEST);
  return setTimeout(() => controller.abort('timeout'), most);
}

async function send(options, controller) {
  const { url, method = 'GET', data, header = {}, timeout } = options;
  const end = ending(options);
  const refused = whyNot('request', url, method);
  if (refused) {
    end(refused, false);
    return;
  }
  const timer = limit(controller, timeout, 'request');
  try {
    controller.signal.throwIfAborted();
    const isReady = typeof data === 'string' || data instanceof ArrayBuffer;
    const response = await fetch(url.slice(window.stage.service.length), {
      method,
      headers: { 'content-type': 'application/json', ...lowered(header) },
      body: data === undefined || method === 'GET' ? undefined : isReady ? data : JSON.stringify(data),
      signal: controller.signal,
      credentials: 'omit',
    });
    const text = await response.text();
    const headers = Object.fromEntries(response.headers.entries());
    end({ errMsg: 'request:ok', statusCode: response.status, data: parsed(text), header: headers, cookies: [] }, true);
  } catch (error) {
    end(broken('request', error, controller), false);
  } finally {
    clearTimeout(timer);
  }
}

/** One file in a form; the answer's content is a string, whatever it is. */
async function upload({ url, filePath, name, formData = {}, header = {}, timeout, ...told }, controller, listeners) {
  const end = ending(told);
  const file = await find(filePath);
  const refused = whyNot('uploadFile', url);
  if (refused || file === null || !name || file.size > MAX_UPLOAD) {
    const why = file === null ? 'file not found' : !name ? 'parameter error: parameter.name' : 'exceed max upload size 10M';
    end(refused ?? { errMsg: `uploadFile:fail ${why}`, errno: 1302 }, false);
    return;
  }
  const form = new FormData();
  Object.entries(formData).forEach(([key, value]) => form.append(key, String(value)));
  form.append(name, file, filePath.split('/').at(-1));
  const timer = limit(controller, timeout, 'uploadFile');
  await new Promise((resolve) => {
    const call = new XMLHttpRequest();
    call.open('POST', url.slice(window.stage.service.length));
    Object.entries(header).forEach(([key, value]) => call.setRequestHeader(key, value));
    call.upload.addEventListener('progress', ({ loaded, total }) =>
      listeners.forEach((listener) =>
        listener({ progress: Math.floor((loaded / total) * 100), totalBytesSent: loaded, totalBytesExpectedToSend: total }),
      ),
    );
    call.addEventListener('load', () => end({ errMsg: 'uploadFile:ok', statusCode: call.status, data: call.responseText }, true));
    call.addEventListener('error', () => end(broken('uploadFile', new Error('ERR_CONNECTION_RESET'), controller), false));
    call.addEventListener('abort', () => end(broken('uploadFile', new Error('aborted'), controller), false));
    call.addEventListener('loadend', resolve);
    controller.signal.addEventListener('abort', () => call.abort());
    call.send(form);
  });
  clearTimeout(timer);
}

/** Whatever is answered becomes a file, a page that says no as well. */
async function download({ url, header = {}, timeout, filePath, ...told }, controller) {
  const end = ending(told);
  const refused = whyNot('downloadFile', url, 'GET');
  if (filePath !== undefined) {
    fault('downloadFile: the stage chooses the path');
  }
  if (refused) {
    end(refused, false);
    return;
  }
  const timer = limit(controller, timeout, 'downloadFile');
  try {
    controller.signal.throwIfAborted();
    const response = await fetch(url.slice(window.stage.service.length), {
      headers: lowered(header),
      signal: controller.signal,
      credentials: 'omit',
    });
    const blob = await response.blob();
    if (blob.size > MAX_DOWNLOAD) {
      throw new Error('exceed max file size');
    }
    const ending = /\.(\w{2,4})$/.exec(new URL(url).pathname)?.[1] ?? 'unknown';
    end({ errMsg: 'downloadFile:ok', statusCode: response.status, tempFilePath: addTemporary(blob, ending) }, true);
  } catch (error) {
    end(broken('downloadFile', error, controller), false);
  } finally {
    clearTimeout(timer);
  }
}

function broken(name, error, controller) {
  const why = controller.signal.aborted ? controller.signal.reason : `net::${error.message}`;
  return { errMsg: `${name}:fail ${why}`, errno: why === 'timeout' ? 5 : 600001 };
}

function lowered(header) {
  return Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
