// The phone's files, which WeChat's manager answers by callbacks alone.

/** WeChat reads files up to this size in pieces, so nothing larger can be sent. */
export const MAX_BYTES = 100 * 1024 * 1024;

/** Moves a chosen file to where it survives the closing of the app. Null where there is no room: WeChat gives 200 MB in all. */
export function saveFile(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().saveFile({
      tempFilePath: path,
      success: ({ savedFilePath }) => resolve(String(savedFilePath)),
      fail: () => resolve(null),
    });
  });
}

export function removeFile(path: string): void {
  // Whoever is gone already, or was never saved, cannot be removed.
  wx.getFileSystemManager().removeSavedFile({ filePath: path, fail: () => {} });
}

export function listSaved(): Promise<string[]> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().getSavedFileList({
      success: ({ fileList }) => resolve(fileList.map(({ filePath }) => filePath)),
      fail: () => resolve([]),
    });
  });
}

export function isThere(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().access({ path, success: () => resolve(true), fail: () => resolve(false) });
  });
}

/** Null where the file cannot be read any more. */
export function readPiece(path: string, position: number, length: number): Promise<ArrayBuffer | null> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().readFile({
      filePath: path,
      position,
      length,
      success: ({ data }) => resolve(data as ArrayBuffer),
      fail: () => resolve(null),
    });
  });
}

/** Empty where this WeChat computes none. */
export function sha256Of(path: string): Promise<string> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().getFileInfo({
      filePath: path,
      digestAlgorithm: 'sha256',
      success: ({ digest }) => resolve(/^[0-9a-f]{64}$/i.test(digest ?? '') ? digest.toLowerCase() : ''),
      fail: () => resolve(''),
    });
  });
}

export function isOffline(): Promise<boolean> {
  return new Promise((resolve) => {
    wx.getNetworkType({ success: ({ networkType }) => resolve(networkType === 'none'), fail: () => resolve(false) });
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @param text of ASCII alone */
export function base64(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 3) {
    const bits = (text.charCodeAt(at) << 16) | ((text.charCodeAt(at + 1) || 0) << 8) | (text.charCodeAt(at + 2) || 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(bits >> shift) & 63]);
    out += letters.slice(0, Math.min(text.length - at, 3) + 1).join('') + '='.repeat(Math.max(at + 3 - text.length, 0));
  }
  return out;
}
