import { get, post, Refusal, remove, Schemas, Unreachable, wordsOf } from '../../api/client';
import { moment } from '../../beijing';
import { changed } from '../../changes';
import { serviceNow } from '../../clock';
import { askConsent } from '../../copying';
import { forgetMember, keepMe, ME } from '../../holdings';
import { recall } from '../../memory';

type Me = Schemas['MeAnswer'];

/** These the member can mend alone; with any other refusal the secretariat has to help, and its form opens by itself. */
const MENDABLE = ['bind.bad_code', 'request.invalid'];

const ASK_PATIENCE = 15_000;

Page({
  data: {
    phase: 'loading' as 'loading' | 'failed' | 'form' | 'requested' | 'bound',
    notice: '',
    agreed: false,
    busy: false,
    name: '',
    named: false,
    wrong: '',
    asking: false,
    number: '',
    unit: '',
    note: '',
    askWrong: '',
    request: null as Schemas['BindRequestAnswer'] | null,
    asked: '',
  },

  onLoad() {
    recall<Me>(ME, (me) => this.show(me));
    if (!wx.canIUse('getPrivacySetting')) {
      // An older WeChat knows no consent and gives the number without it.
      this.setData({ agreed: true });
      return;
    }
    wx.getPrivacySetting({
      success: ({ needAuthorization }) => this.setData({ agreed: !needAuthorization }),
      // WeChat then asks in its own words when the number is asked for.
      fail: () => this.setData({ agreed: true }),
    });
  },

  onShow() {
    this.refresh();
  },

  async refresh() {
    try {
      const me = await get('/api/me');
      this.show(me);
      this.setData({ notice: '' });
      keepMe(me);
    } catch (error) {
      const words = wordsOf(error);
      this.setData(this.data.phase === 'loading' ? { phase: 'failed', notice: words } : { notice: words });
    }
  },

  show(me: Me) {
    const request = 'request' in me ? me.request : null;
    this.setData({
      phase: me.state === 'bound' ? 'bound' : me.state === 'requested' ? 'requested' : 'form',
      request,
      asked: request === null ? '' : moment(request.createdAt, serviceNow()),
    });
  },

  type({ currentTarget, detail }: WechatMiniprogram.Input) {
    const field = String(currentTarget.dataset.field);
    this.setData({
      [field]: detail.value,
      ...(field === 'name' ? { named: detail.value.trim() !== '', wrong: '' } : { askWrong: '' }),
    });
  },

  async askPrivacy() {
    const agreed = await askConsent(this);
    this.setData({
      agreed,
      wrong: agreed ? '' : '没有您的同意，微信不提供手机号。您可以再试，或请秘书处人工核对。',
    });
    if (agreed) {
      wx.showToast({ title: '谢谢，请再点一次验证', icon: 'none' });
    }
  },

  async gotPhone({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
    if (detail.code === undefined || detail.code === '') {
      this.setData({ wrong: refusedWords(detail.errMsg ?? '') });
      return;
    }
    this.setData({ busy: true, wrong: '' });
    try {
      const member = await post('/api/me/binding', { body: { phoneCode: detail.code, name: this.data.name } });
      await this.bound(member);
    } catch (error) {
      await this.notBound(error);
    } finally {
      this.setData({ busy: false });
    }
  },

  async bound(member: Schemas['MemberCard']) {
    wx.showToast({ title: '绑定成功' });
    // It is so, whether or not the network lasts for what follows: what is kept from now on is this member's.
    forgetMember();
    changed();
    keepMe({ state: 'bound', member, mayRedeem: false });
    this.setData({ phase: 'bound' });
    await this.refresh();
  },

  /** The code of the phone button is good once, so after silence the service is asked what became of it. */
  async notBound(error: unknown) {
    if (error instanceof Unreachable) {
      await this.refresh();
      this.setData({ wrong: this.data.phase === 'form' ? `${error.words}网络恢复后请再点一次验证。` : '' });
      return;
    }
    const words = wordsOf(error);
    this.setData({ wrong: words, asking: this.data.asking || !(error instanceof Refusal && MENDABLE.includes(error.code)) });
  },

  ask() {
    this.setData({ asking: true });
  },

  async send() {
    if (this.data.busy) {
      return;
    }
    const { name, number, unit, note } = this.data;
    this.setData({ busy: true, askWrong: '' });
    try {
      const request = await post('/api/me/bind-requests', { body: { name, number, unit, note }, patience: ASK_PATIENCE });
      this.show({ state: 'requested', request });
      keepMe({ state: 'requested', request });
      wx.pageScrollTo({ scrollTop: 0 });
    } catch (error) {
      this.setData({ askWrong: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  async withdraw() {
    const { confirm } = await wx.showModal({
      title: '撤回申请？',
      content: '撤回后可以重新填写。',
      cancelText: '再想想',
      confirmText: '撤回',
    });
    if (!confirm || this.data.busy) {
      return;
    }
    this.setData({ busy: true });
    try {
      await remove('/api/me/bind-requests/open');
      this.show({ state: 'unbound' });
      keepMe({ state: 'unbound' });
    } catch (error) {
      this.setData({ notice: wordsOf(error) });
    } finally {
      this.setData({ busy: false });
    }
  },

  goHome() {
    wx.switchTab({ url: '/pages/benefits/index' });
  },
});

function refusedWords(errMsg: string): string {
  return /deny|cancel/.test(errMsg)
    ? '您没有允许使用手机号。可以再点一次，或请秘书处人工核对。'
    : /privacy/.test(errMsg)
      ? '没有您的同意，微信不提供手机号。您可以再试，或请秘书处人工核对。'
      : '微信没有给出手机号，请稍后再试，或请秘书处人工核对。';
}
