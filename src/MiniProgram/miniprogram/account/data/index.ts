import { get, remove, signOut, wordsOf } from '../../api/client';
import { copyText } from '../../copying';
import { privately } from '../../privately';
import { Part, partsOf } from '../export';

const unseen = privately(() => ({ all: '' }));

Page({
  data: {
    notice: '',
    busy: false,
    erasing: false,
    parts: [] as Part[],
  },

  async look() {
    this.setData({ busy: true, notice: '' });
    try {
      const all = await get('/api/me/export');
      unseen(this).all = JSON.stringify(all, null, 2);
      this.setData({ parts: partsOf(all) });
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  readContract() {
    if (wx.canIUse('openPrivacyContract')) {
      wx.openPrivacyContract({});
    } else {
      this.setData({ notice: '微信版本较旧，请更新后查看；也可以向秘书处索取。' });
    }
  },

  copy() {
    return copyText(this, unseen(this).all);
  },

  async erase() {
    if (this.data.erasing) {
      return;
    }
    this.setData({ erasing: true, notice: '' });
    const { confirm } = await wx.showModal({
      title: '注销并删除？',
      content: '您会退出，绑定的会员身份会解除，已领取还没有使用的凭证在这部手机上不再显示。',
      cancelText: '不注销',
      confirmText: '注销',
    });
    if (!confirm) {
      this.setData({ erasing: false });
      return;
    }
    try {
      await remove('/api/me');
      signOut();
      wx.reLaunch({ url: '/pages/benefits/index' });
    } catch (error) {
      this.setData({ notice: wordsOf(error), erasing: false });
    }
  },
});
