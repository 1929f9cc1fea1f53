// The files of the mini program on this phone. Temporary ones are gone when it is closed; saved ones stay, 200 MB in all.
import { fault } from './faults.js';

const MAX_SAVED = 200 << 20;
const MAX_READ = 100 << 20;
const temporary = new Map();
const addresses = new Map();

/** Each tab is a phone of its own, so its saved files stand in a database of its own. */
const database = new Promise((resolve, reject) => {
  const tab = sessionStorage.getItem('stage:tab') ?? crypto.randomUUID();
  sessionStorage.setItem('stage:tab', tab);
  const opening = indexedDB.open(`files-${tab}`, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('saved', { keyPath: 'filePath' });
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => reject(opening.error);
});

export function addTemporary(blob, ending) {
  const path = `wxfile://tmp_${crypto.randomUUID().replaceAll('-', '')}.${ending}`;
  temporary.set(path, blob);
  return path;
}

export function isOnPhone(path) {
  return path.startsWith('wxfile://');
}

/** What a component can show of it, or null where there is no such file. */
export async function addressOf(path) {
  const blob = await find(path);
  if (blob !== null && !addresses.has(path)) {
    addresses.set(path, URL.createObjectURL(blob));
  }
  return blob === null ? null : addresses.get(path);
}

export async function find(path) {
  return temporary.get(path) ?? (await ask('readonly', (saved) => saved.get(path)))?.blob ?? null;
}

/** WeChat's manager of files knows callbacks only, no promises. */
export const manager = Object.freeze({
  access: act('access', async ({ path }) => void (await existing(path, 'access'))),
  readFile: act('readFile', async ({ filePath, encoding, position = 0, length }) => {
    if (encoding !== undefined) {
      fault(`readFile: the stage reads no text (${encoding})`);
    }
    const blob = await existing(filePath, 'open');
    if (blob.size > MAX_READ) {
      throw new Error(`the maximum size of the file is exceeded, readFile "${filePath}"`);
    }
    if (!(position >= 0 && position < blob.size) || (length !== undefined && !(length >= 1 && position + length <= blob.size))) {
      throw new Error(`invalid position or length of "${filePath}"`);
    }
    return { data: await blob.slice(position, length === undefined ? blob.size : position + length).arrayBuffer() };
  }),
  getFileInfo: act('getFileInfo', async ({ filePath, digestAlgorithm = 'md5' }) => {
    const blob = await existing(filePath, 'open');
    const name = { sha1: 'SHA-1', sha256: 'SHA-256' }[digestAlgorithm];
    return { size: blob.size, digest: name === undefined ? '' : hex(await crypto.subtle.digest(name, await blob.arrayBuffer())) };
  }),
  /** Moves the file: it is found under its temporary name no more. */
  saveFile: act('saveFile', async ({ tempFilePath, filePath }) => {
    if (filePath !== undefined) {
      fault('saveFile: the stage chooses the path');
    }
    const blob = temporary.get(tempFilePath);
    if (blob === undefined) {
      throw new Error(`tempFilePath file not exist, saveFile "${tempFilePath}"`);
    }
    const all = await ask('readonly', (saved) => saved.getAll());
    if (all.reduce((bytes, one) => bytes + one.blob.size, 0) + blob.size > MAX_SAVED) {
      throw new Error('the maximum size of the file storage limit is exceeded');
    }
    const savedFilePath = tempFilePath.replace('tmp_', 'store_');
    await ask('readwrite', (saved) => saved.put({ filePath: savedFilePath, blob, createTime: Math.floor(Date.now() / 1_000) }));
    temporary.delete(tempFilePath);
    return { savedFilePath };
  }),
  removeSavedFile: act('removeSavedFile', async ({ filePath }) => {
    await existing(filePath, 'unlink');
    if (temporary.has(filePath)) {
      throw new Error(`removeSavedFile "${filePath}": not a saved file`);
    }
    await ask('readwrite', (saved) => saved.delete(filePath));
  }),
  getSavedFileList: act('getSavedFileList', async () => {
    const all = await ask('readonly', (saved) => saved.getAll());
    return { fileList: all.map(({ filePath, blob, createTime }) => ({ filePath, size: blob.size, createTime })) };
  }),
});

function act(name, work) {
  return (options = {}) => {
    work(options)
      .then(
        (value) => options.success?.({ errMsg: `${name}:ok`, ...value }),
        (error) => options.fail?.({ errMsg: `${name}:fail ${error.message}`, errno: 1300002 }),
      )
      .finally(() => options.complete?.());
  };
}

async function existing(path, what) {
  const blob = await find(path ?? '');
  if (blob === null) {
    throw new Error(`no such file or directory, ${what} "${path}"`);
  }
  return blob;
}

async function ask(mode, question) {
  const saved = (await database).transaction('saved', mode).objectStore('saved');
  return new Promise((resolve, reject) => {
    const asked = question(saved);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
