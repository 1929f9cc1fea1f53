import { privately } from '../../privately';

/** Whom the sheet answers when it is closed. */
const unseen = privately(() => ({ answer: (_agreed: boolean): void => {} }));

/**
 * WeChat's privacy consent, in our words. WeChat gives neither a phone number nor the clipboard without it, and only its own button may
 * give it. Refusing closes it; whoever needs it asks again.
 */
Component({
  properties: {
    /** What it is needed for: a sentence that ends with a full stop. */
    purpose: { type: String, value: '' },
  },
  data: { shown: false, contract: '《用户隐私保护指引》' },
  methods: {
    /** Answers whether there is consent, after having asked for it where there was none. */
    ensure(): Promise<boolean> {
      return new Promise((resolve) => {
        if (!wx.canIUse('getPrivacySetting')) {
          // An older WeChat knows no consent.
          resolve(true);
          return;
        }
        wx.getPrivacySetting({
          success: ({ needAuthorization, privacyContractName }) => {
            if (!needAuthorization) {
              resolve(true);
              return;
            }
            this.setData({ shown: true, contract: privacyContractName });
            unseen(this).answer(false);
            unseen(this).answer = resolve;
          },
          // WeChat then asks in its own words when the number is asked for.
          fail: () => resolve(true),
        });
      });
    },
    read() {
      wx.openPrivacyContract({});
    },
    agree() {
      this.close(true);
    },
    refuse() {
      this.close(false);
    },
    close(agreed: boolean) {
      this.setData({ shown: false });
      unseen(this).answer(agreed);
      unseen(this).answer = () => {};
    },
  },
});
