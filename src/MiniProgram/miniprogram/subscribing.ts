/** What came of asking somebody for consent to messages: WeChat's word for each template, or why nothing was asked. */
export type Subscribed = { results: Record<string, string> } | { words: string };

/** WeChat allows this within a tap only, so nothing may be awaited before it. Three templates at most, and never both kinds. */
export function subscribe(tmplIds: string[]): Promise<Subscribed> {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: (results) => resolve({ results: results as unknown as Record<string, string> }),
      fail: ({ errCode }) => {
        resolve({
          words:
            errCode === 20004
              ? '您在微信里关闭了这个小程序的订阅消息。请点右上角“···”，在“设置”里打开。'
              : '微信没有弹出订阅窗口，请再点一次。',
        });
      },
    });
  });
}

export function thankFor(results: Record<string, string>): void {
  const isAccepted = Object.values(results).some((result) => result.startsWith('accept'));
  wx.showToast({ title: isAccepted ? '好的，届时提醒您' : '好的，不提醒', icon: 'none' });
}
