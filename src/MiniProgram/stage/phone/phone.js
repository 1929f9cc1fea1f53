// The phone itself: who holds it, its network, its look, and what WeChat draws over the pages. All of it belongs to this tab: a second
// tab is a second phone.
const asked = new URLSearchParams(location.search);
const dark = window.matchMedia('(prefers-color-scheme: dark)');

export const phone = {
  /** When the last tap was that a permission or a subscription may be asked after; spent by asking. */
  tappedAt: -Infinity,
  network: asked.get('network') ?? 'wifi',
  brightness: 0.5,
  sdkVersion: asked.get('sdk') ?? '3.8.12',
  /** The size that is chosen in WeChat's settings, in pixels; 16 is the standard. */
  fontSize: 16 * Number(asked.get('text') ?? 1),
  /** What wx.login answers: `ok`, or `fails`. */
  login: asked.get('login') ?? 'ok',

  /** WeChat asks for consent since this library, and gives neither number nor clipboard before. */
  get lacksConsent() {
    return !isOlder(this.sdkVersion, '2.32.3') && !sessionStorage.getItem('stage:privacy');
  },

  get theme() {
    return asked.get('theme') ?? (dark.matches ? 'dark' : 'light');
  },

  onTheme(act) {
    dark.addEventListener('change', act);
  },

  touched(type) {
    if (type === 'tap') {
      this.tappedAt = performance.now();
    }
  },

  /** Whether the caller runs because somebody has just tapped. One tap allows one question. */
  spendTap() {
    const isFresh = performance.now() - this.tappedAt < 1_000;
    this.tappedAt = -Infinity;
    return isFresh;
  },

  /** Pulling down at the top of the page. */
  onPull(act) {
    let from = null;
    window.addEventListener('touchstart', (event) => (from = window.scrollY === 0 ? event.touches[0].clientY : null), { passive: true });
    window.addEventListener('touchend', (event) => {
      if (from !== null && event.changedTouches[0].clientY - from > 80) {
        act();
      }
    });
    window.addEventListener('stage:pull', act);
  },

  setNetwork(kind) {
    this.network = kind;
    window.dispatchEvent(new CustomEvent('stage:network'));
  },

  captureScreen() {
    window.dispatchEvent(new CustomEvent('stage:capture'));
  },

  /** The WeChat user whose phone this is: made by the stand-in for WeChat when first needed, the same while the tab is open. */
  user() {
    phone.asking ??= findUser();
    return phone.asking;
  },
};

async function findUser() {
  const kept = sessionStorage.getItem('stage:openid');
  if (kept) {
    return kept;
  }
  const response = await fetch(`/users?phone=${asked.get('phone') ?? ''}`, { method: 'POST' });
  const { openId } = await response.json();
  sessionStorage.setItem('stage:openid', openId);
  return openId;
}

/** Asks the stand-in for WeChat. */
export async function tell(what, body) {
  const response = await fetch(`/sandbox/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`WeChat's stand-in answered ${response.status} for ${what}`);
  }
  return response.status === 204 ? null : response.json();
}

/** Values that begin with @ stand in theme.json, for the light and the dark look. */
export function themed(config, theme) {
  const values = theme[phone.theme] ?? {};
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' && value.startsWith('@') ? values[value.slice(1)] : value,
    ]),
  );
}

/** @param {string} way the words of the button at the left; empty where there is none */
export function applyBar(look, title, way) {
  const { style } = document.documentElement;
  style.setProperty('--bar', look.navigationBarBackgroundColor ?? '#000');
  style.setProperty('--bar-text', look.navigationBarTextStyle === 'black' ? '#000' : '#fff');
  style.setProperty('--page', look.backgroundColor ?? '#fff');
  document.getElementById('title').textContent = title;
  document.title = title || '小程序';
  const back = document.getElementById('back');
  Object.assign(back, { hidden: way === '', ariaLabel: way, className: way === '返回' ? 'arrow' : 'house' });
}

/** @param {string|null} wanted what page-meta says of its root-font-size */
export function setFontSize(wanted) {
  document.documentElement.style.fontSize = `${wanted === 'system' ? phone.fontSize : 16}px`;
}

/**
 * A sheet over the page. `buttons` are pairs of words and what each answers, which `onChoice` may change within the click. A field with
 * `options` is a choice among them, and answers its place.
 */
export function sheet({ title = '', text = '', buttons, low = false, fields = [], onChoice = (value) => value }) {
  return new Promise((resolve) => {
    const around = element('div', { className: `sheet${low ? ' low' : ''}`, role: 'dialog', ariaModal: 'true', ariaLabel: title || text });
    const box = around.appendChild(element('section', {}));
    if (title) {
      box.append(element('h2', { textContent: title }));
    }
    if (text) {
      box.append(element('p', { textContent: text }));
    }
    const inputs = fields.map(({ label, type, options, ...more }) => {
      const line = box.appendChild(element('label', {}));
      const input = options ? element('select', {}) : element('input', { type, ...more });
      options?.forEach((words, at) => input.append(element('option', { value: String(at), textContent: words, selected: at === more.at })));
      line.append(...(type === 'checkbox' ? [input, label] : [label, input]));
      return input;
    });
    const footer = box.appendChild(element('footer', {}));
    for (const [words, value, isMain] of buttons) {
      const button = footer.appendChild(element('button', { textContent: words, className: isMain ? 'main' : '' }));
      button.addEventListener('click', () => {
        around.remove();
        resolve({ value: onChoice(value), fields: inputs.map((input) => (input.type === 'checkbox' ? input.checked : input.value)) });
      });
    }
    document.getElementById('overlays').append(around);
    (inputs[0] ?? footer.lastChild).focus();
  });
}

let toasting = null;

export function toast(words, duration = 1_500) {
  hideToast();
  const shown = element('div', { className: 'toast', role: 'status', textContent: words });
  document.getElementById('overlays').append(shown);
  toasting = { shown, timer: setTimeout(hideToast, duration) };
}

export function hideToast() {
  clearTimeout(toasting?.timer);
  toasting?.shown.remove();
  toasting = null;
}

export function isOlder(version, than) {
  const [a, b] = [version, than].map((words) => words.split('.').map(Number));
  const at = a.findIndex((part, i) => part !== b[i]);
  return at >= 0 && a[at] < b[at];
}

export function element(tag, values) {
  return Object.assign(document.createElement(tag), values);
}
