/** What came of a download: where the file is on the phone until the app is closed, or why there is none. */
export type Downloaded = { path: string } | { words: string };

const OFFLINE = '网络不通，没有下载成功。请检查网络后再试。';
const AWAY = '文件暂时下载不了，请稍后再试。';

/** @param url of the service: its name must be registered as a download domain at mp.weixin.qq.com */
export function download(url: string): Promise<Downloaded> {
  return new Promise((resolve) => {
    wx.downloadFile({
      url,
      // wx.downloadFile calls every status a success, and keeps what came with it.
      success: ({ statusCode, tempFilePath }) => resolve(statusCode === 200 ? { path: tempFilePath } : { words: AWAY }),
      fail: () => resolve({ words: OFFLINE }),
    });
  });
}

export type Saved = 'saved' | 'cancelled' | 'forbidden' | 'failed';

/** WeChat asks for the permission the first time, and never again where it was refused: then only its settings help. */
export function saveToAlbum(filePath: string): Promise<Saved> {
  return new Promise((resolve) => {
    wx.saveImageToPhotosAlbum({
      filePath,
      success: () => resolve('saved'),
      fail: ({ errMsg }) => resolve(/auth/.test(errMsg) ? 'forbidden' : /cancel/.test(errMsg) ? 'cancelled' : 'failed'),
    });
  });
}

export function openPdf(filePath: string): Promise<boolean> {
  return new Promise((resolve) => {
    wx.openDocument({ filePath, fileType: 'pdf', showMenu: true, success: () => resolve(true), fail: () => resolve(false) });
  });
}
