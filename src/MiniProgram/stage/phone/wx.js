// `wx`, as far as the mini program uses it, and as strict as it is there. A function that is not here throws and is a fault of the page.
import { fault } from './faults.js';
import { openDocument, previewImage, saveImage } from './album.js';
import { addPhoneCalendar, openLocation } from './calendar.js';
import { hideToast, isOlder, phone, sheet, tell, toast } from './phone.js';
import { manager } from './files.js';
import { chooseMedia } from './media.js';
import { downloadFile, request, uploadFile } from './request.js';
import { storage } from './storage.js';

export function createWx({ program, router }) {
  const listeners = { network: new Set(), capture: new Set() };
  window.addEventListener('stage:network', () => {
    listeners.network.forEach((told) => told({ isConnected: phone.network !== 'none', networkType: phone.network }));
  });
  window.addEventListener('stage:capture', () => listeners.capture.forEach((told) => told({})));

  const functions = {
    ...storage,
    request,
    uploadFile,
    downloadFile,
    ...media(),
    ...identity(),
    ...navigation(router),
    ...messages(),
    ...device(listeners),
    ...about(program),
  };
  for (const [name, since] of Object.entries(SINCE)) {
    if (isOlder(phone.sdkVersion, since)) {
      delete functions[name];
    }
  }
  functions.canIUse = (what) => what.split('.')[0] in functions || /^(button|image|view)/.test(what);
  return new Proxy(functions, {
    get(target, name) {
      if (name in target || typeof name === 'symbol' || name === 'then' || name in SINCE) {
        return target[name];
      }
      fault(`The stage has no wx.${name}`);
      throw new Error(`wx.${name} is not on the stage`);
    },
  });
}

/** The base library since which a function is there; a phone with an older one lacks it. */
const SINCE = {
  getPrivacySetting: '2.32.3',
  openPrivacyContract: '2.32.3',
  getAppBaseInfo: '2.20.1',
  getWindowInfo: '2.20.1',
  addPhoneCalendar: '2.15.0',
};

/** Takes success, fail and complete, or answers a promise where none is given, as WeChat's functions do. */
function api(name, act) {
  return (options = {}) => {
    const result = Promise.resolve()
      .then(() => act(options))
      .then(
        (value) => ({ errMsg: `${name}:ok`, ...value }),
        (error) => {
          throw error instanceof Refusal
            ? { errMsg: `${name}:fail ${error.message}`, ...error.more }
            : { errMsg: `${name}:fail ${error.message}` };
        },
      );
    if (!options.success && !options.fail && !options.complete) {
      return result;
    }
    result.then(options.success, options.fail).finally(options.complete);
    return undefined;
  };
}

class Refusal extends Error {
  constructor(words, more = {}) {
    super(words);
    this.more = more;
  }
}

function identity() {
  return {
    login: api('login', async () => {
      if (phone.login === 'fails' || phone.network === 'none') {
        throw new Refusal('request:fail', { errno: 600001 });
      }
      const { codes } = await tell('login-codes', { openIds: [await phone.user()] });
      return { code: codes[0] };
    }),
    getPrivacySetting: api('getPrivacySetting', async () => ({
      needAuthorization: phone.lacksConsent,
      privacyContractName: '《小程序用户隐私保护指引》',
    })),
    openPrivacyContract: api('openPrivacyContract', async () => {
      await sheet({ title: '用户隐私保护指引', text: '这里由微信显示在公众平台填写的指引。', buttons: [['关闭', null]] });
    }),
    requestSubscribeMessage: api('requestSubscribeMessage', subscribe),
  };
}

/** Gives a choice for each template. Somebody who ticked 总是保持以上选择 is asked no more, and nobody else is told of it. */
async function subscribe({ tmplIds }) {
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) {
    throw new Refusal("TmplIds can't be empty", { errCode: 10001 });
  }
  if (tmplIds.length > 3) {
    throw new Refusal('Templates count out of max bounds', { errCode: 20003 });
  }
  if (!phone.spendTap()) {
    throw new Refusal('can only be invoked by user TAP gesture.', { errCode: 10005 });
  }
  if (sessionStorage.getItem('stage:subscriptions') === 'off') {
    throw new Refusal('The main switch is switched off', { errCode: 20004 });
  }
  const kept = JSON.parse(sessionStorage.getItem('stage:kept') ?? '{}');
  const open = tmplIds.filter((id) => !(id in kept));
  const choices = Object.fromEntries(tmplIds.map((id) => [id, kept[id]]));
  if (open.length > 0) {
    const { value, fields } = await sheet({
      title: '订阅消息',
      text: `申请向你发送 ${open.length} 种消息`,
      low: true,
      fields: [{ label: '总是保持以上选择', type: 'checkbox' }],
      buttons: [
        ['取消', 'reject'],
        ['允许', 'accept', true],
      ],
    });
    open.forEach((id) => (choices[id] = value));
    if (fields[0]) {
      sessionStorage.setItem('stage:kept', JSON.stringify({ ...kept, ...choices }));
    }
    const openId = await phone.user();
    for (const templateId of open) {
      await tell('choices', { openId, templateId, accepts: value === 'accept', always: fields[0] });
    }
  }
  return choices;
}

function navigation(router) {
  return {
    navigateTo: api('navigateTo', async ({ url }) => router.to(url)),
    redirectTo: api('redirectTo', async ({ url }) => router.redirect(url)),
    switchTab: api('switchTab', async ({ url }) => router.switchTab(url)),
    navigateBack: api('navigateBack', async ({ delta = 1 } = {}) => router.back(delta)),
    reLaunch: api('reLaunch', async ({ url }) => {
      const [path, words = ''] = url.replace(/^\//, '').split('?');
      router.launch(path, Object.fromEntries(new URLSearchParams(words)));
    }),
    setNavigationBarTitle: api('setNavigationBarTitle', async ({ title }) => router.title(title)),
    stopPullDownRefresh: api('stopPullDownRefresh', async () => {}),
    pageScrollTo: api('pageScrollTo', async ({ scrollTop }) => window.scrollTo(0, scrollTop)),
  };
}

function messages() {
  return {
    showToast: api('showToast', async ({ title, icon = 'success', duration }) => {
      if (icon !== 'none' && [...title].length > 7) {
        fault(`showToast shows seven characters beside an icon: ${title}`);
      }
      toast(title, duration);
    }),
    hideToast: api('hideToast', async () => hideToast()),
    showModal: api('showModal', async ({ title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' }) => {
      if ([cancelText, confirmText].some((words) => [...words].length > 4)) {
        throw new Refusal('confirmText length should not larger than 4 Chinese characters');
      }
      const buttons = [...(showCancel ? [[cancelText, false]] : []), [confirmText, true, true]];
      const { value } = await sheet({ title, text: content, buttons });
      return { confirm: value, cancel: !value };
    }),
  };
}

function media() {
  const withConsent = (name, act) =>
    api(name, async (options) => {
      if (phone.lacksConsent) {
        throw new Refusal('privacy permission is not authorized', { errno: 104 });
      }
      return act(options);
    });
  return {
    getFileSystemManager: () => manager,
    chooseMedia: withConsent('chooseMedia', chooseMedia),
    saveImageToPhotosAlbum: withConsent('saveImageToPhotosAlbum', saveImage),
    addPhoneCalendar: withConsent('addPhoneCalendar', addPhoneCalendar),
    openLocation: api('openLocation', openLocation),
    previewImage: api('previewImage', previewImage),
    openDocument: api('openDocument', openDocument),
  };
}

function device(listeners) {
  return {
    scanCode: api('scanCode', async () => {
      const { value, fields } = await sheet({
        title: '扫一扫',
        text: '把码里的文字填在这里，相当于扫到了它。',
        fields: [{ label: '码的内容', type: 'text' }],
        buttons: [
          ['取消', false],
          ['扫到了', true, true],
        ],
      });
      if (!value) {
        throw new Refusal('cancel');
      }
      return { result: fields[0], scanType: 'QR_CODE', charSet: 'utf-8', path: '' };
    }),
    setClipboardData: api('setClipboardData', async ({ data }) => {
      if (phone.lacksConsent) {
        throw new Refusal('privacy permission is not authorized', { errno: 104 });
      }
      phone.clipboard = data;
      toast('内容已复制');
    }),
    getScreenBrightness: api('getScreenBrightness', async () => ({ value: phone.brightness })),
    setScreenBrightness: api('setScreenBrightness', async ({ value }) => {
      phone.brightness = value;
      document.documentElement.dataset.brightness = value;
    }),
    setKeepScreenOn: api('setKeepScreenOn', async () => {}),
    vibrateShort: api('vibrateShort', async () => {}),
    getNetworkType: api('getNetworkType', async () => ({ networkType: phone.network })),
    onNetworkStatusChange: (told) => void listeners.network.add(told),
    offNetworkStatusChange: (told) => void listeners.network.delete(told),
    onUserCaptureScreen: (told) => void listeners.capture.add(told),
    offUserCaptureScreen: () => listeners.capture.clear(),
  };
}

function about(program) {
  const base = () => ({
    SDKVersion: phone.sdkVersion,
    theme: phone.theme,
    fontSizeSetting: phone.fontSize,
    language: 'zh_CN',
    version: '8.0.50',
    enableDebug: false,
  });
  return {
    getAppBaseInfo: base,
    getSystemInfoSync: () => ({ ...base(), windowWidth: window.innerWidth, windowHeight: window.innerHeight, platform: 'stage' }),
    getWindowInfo: () => ({ windowWidth: window.innerWidth, windowHeight: window.innerHeight, statusBarHeight: 0, pixelRatio: 2 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000001', envVersion: 'develop', version: '' } }),
    getUpdateManager: () => ({ onCheckForUpdate: () => {}, onUpdateReady: () => {}, onUpdateFailed: () => {}, applyUpdate: () => {} }),
  };
}
