interface HasPrivacySheet {
  selectComponent(selector: string): unknown;
}

/** Whether there is WeChat's privacy consent, after the sheet of the page has asked for it where there was none. */
export function askConsent(page: HasPrivacySheet): Promise<boolean> {
  return (page.selectComponent('#privacy') as { ensure(): Promise<boolean> }).ensure();
}

/** Into the clipboard, for which WeChat wants consent. */
export async function copyText(page: HasPrivacySheet, data: string): Promise<void> {
  if (await askConsent(page)) {
    wx.setClipboardData({ data, fail: () => wx.showToast({ title: '没有复制成功，请长按文字选取', icon: 'none' }) });
  }
}
