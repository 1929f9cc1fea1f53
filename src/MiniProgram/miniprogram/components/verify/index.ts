import { put, wordsOf } from '../../api/client';
import { askConsent } from '../../copying';

/** Verifies the number of whoever holds the phone, which WeChat gives from within its own button alone; tells `verified`. */
Component({
  properties: {
    /** What the number is for: a sentence that ends with a full stop. */
    purpose: { type: String, value: '' },
    /** There was consent already, so that the button needs no second tap. */
    consented: { type: Boolean, value: false },
  },
  data: { agreed: false, busy: false, wrong: '' },
  lifetimes: {
    attached() {
      if (!wx.canIUse('getPrivacySetting')) {
        this.setData({ agreed: true });
        return;
      }
      wx.getPrivacySetting({
        success: ({ needAuthorization }) => this.setData({ agreed: !needAuthorization }),
        fail: () => this.setData({ agreed: true }),
      });
    },
  },
  methods: {
    async askPrivacy() {
      const agreed = await askConsent(this);
      this.setData({ agreed, wrong: agreed ? '' : '没有您的同意，微信不提供手机号。您可以再试一次。' });
      if (agreed) {
        wx.showToast({ title: '谢谢，请再点一次验证', icon: 'none' });
      }
    },

    async gotPhone({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
      if (detail.code === undefined || detail.code === '') {
        this.setData({ wrong: '没有得到手机号，请再点一次。' });
        return;
      }
      this.setData({ busy: true, wrong: '' });
      try {
        // The code is good once.
        await put('/api/me/phone', { body: { phoneCode: detail.code }, patience: 0 });
        wx.showToast({ title: '验证成功' });
      } catch (error) {
        this.setData({ wrong: wordsOf(error) });
      } finally {
        this.setData({ busy: false });
      }
      this.triggerEvent('verified');
    },
  },
});
