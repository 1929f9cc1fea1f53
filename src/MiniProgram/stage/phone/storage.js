// What the mini program keeps on the phone. 1 MB at most under one key.
import { fault } from './faults.js';

const OURS = 'wx:';
const MAX = 1 << 20;

export const storage = {
  getStorageSync: (key) => read(key),
  setStorageSync: (key, value) => {
    const text = JSON.stringify({ value });
    if (text.length > MAX) {
      fault(`setStorageSync: ${key} is larger than 1 MB`);
      throw new Error('setStorageSync:fail entry size limit reached');
    }
    sessionStorage.setItem(OURS + key, text);
  },
  removeStorageSync: (key) => sessionStorage.removeItem(OURS + key),
  clearStorageSync: () =>
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(OURS))
      .forEach((key) => sessionStorage.removeItem(key)),
};

function read(key) {
  const text = sessionStorage.getItem(OURS + key);
  return text === null ? '' : JSON.parse(text).value;
}
