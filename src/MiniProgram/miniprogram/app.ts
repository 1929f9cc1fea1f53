import { oldestLibrary } from './settings';

App({
  onLaunch() {
    if (!wx.canIUse('getPrivacySetting')) {
      wx.showModal({
        title: '请更新微信',
        content: `您的微信版本较旧（基础库低于 ${oldestLibrary}），有些功能不能用。请在应用商店更新微信后再来。`,
        showCancel: false,
        confirmText: '知道了',
      });
    }
    wx.onNetworkStatusChange(({ isConnected }) => {
      const page = getCurrentPages().slice(-1)[0] as { refresh?(): unknown } | undefined;
      if (isConnected) {
        page?.refresh?.();
      }
    });
    const updates = wx.getUpdateManager();
    updates.onUpdateReady(() => {
      // Whoever stands at a counter or waits for an opening is not thrown out: the new version comes at the next start.
      wx.showToast({ title: '新版本已备好，下次打开时生效', icon: 'none' });
    });
  },
});
