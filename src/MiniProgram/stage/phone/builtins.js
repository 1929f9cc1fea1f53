// WeChat's built-in components, as far as the pages use them. A new one is a new entry here and its properties an entry in properties.mjs;
// until then its tag is refused.
import { fault } from './faults.js';
import { addressOf, isOnPhone } from './files.js';
import { askForScopes, scopes } from './album.js';
import { element, phone, setFontSize, sheet, tell } from './phone.js';
import { pick } from './picker.js';
import { PROPERTIES, propertiesOf } from './properties.mjs';

const BUILTINS = {
  view: { attached: pressable },
  text: { changed: { userSelect: (host, on) => (host.style.userSelect = on ? 'text' : '') } },
  'scroll-view': {
    changed: { scrollX: (host, on) => host.toggleAttribute('data-x', on), scrollY: (host, on) => host.toggleAttribute('data-y', on) },
  },
  image: {
    attached: drawImage,
    changed: { src: (host, _, self) => drawImage(host, self), mode: (host, _, self) => drawImage(host, self) },
  },
  button: {
    attached: button,
    changed: {
      disabled: (host, on) => host.setAttribute('aria-disabled', String(on)),
      size: (host, size) => (host.dataset.size = size),
    },
  },
  input: { defaults: { maxlength: 140 }, attached: (host, self) => field(host, self, 'input'), changed: fieldChanges() },
  textarea: { defaults: { maxlength: 140 }, attached: (host, self) => field(host, self, 'textarea'), changed: fieldChanges() },
  picker: { defaults: { mode: 'selector', fields: 'day', value: 0 }, attached: pick },
  video: {
    defaults: { controls: true, objectFit: 'contain', showCenterPlayBtn: true, enableProgressGesture: true },
    attached: drawVideo,
    changed: { src: (host, _, self) => drawVideo(host, self), poster: (host, _, self) => drawVideo(host, self) },
  },
  'channel-video': { attached: drawChannel, changed: { feedId: (host, _, self) => drawChannel(host, self) } },
  switch: {
    attached: toggle,
    changed: {
      checked: (host, on) => host.setAttribute('aria-checked', String(on)),
      color: (host, color) => host.style.setProperty('--chosen', color),
    },
  },
  'rich-text': { changed: { nodes: (host, nodes) => host.replaceChildren(...richNodes(nodes)) } },
  'page-meta': { changed: { rootFontSize: (host, size) => setFontSize(size) } },
};

/** @param space the component space in which they are defined; they are kept there as `builtins` for the other spaces */
export function defineBuiltins(space) {
  space.builtins = Object.keys(PROPERTIES).map((name) => [name, define(space, name, BUILTINS[name])]);
}

function define(space, name, { defaults = {}, attached, changed = {} }) {
  const all = propertiesOf(name);
  const builder = space.define(name);
  for (const [property, type] of Object.entries(all)) {
    builder.property(property, { type, ...(property in defaults ? { value: defaults[property] } : {}) });
  }
  return builder
    .init(({ self, lifetime, observer }) => {
      for (const property of Object.keys(all)) {
        observer(property, (value) => {
          // What a page that was closed still sets is drawn nowhere.
          if (self.$$ === null) {
            return;
          }
          if (property.startsWith('aria')) {
            setAria(self.$$, property, value);
          } else if (property === 'hidden') {
            self.$$.style.display = value ? 'none' : '';
          } else {
            changed[property]?.(self.$$, value, self);
          }
        });
      }
      lifetime('attached', () => {
        attached?.(self.$$, self);
        if (self.data.ariaRole === 'button') {
          self.$$.tabIndex = 0;
        }
      });
    })
    .registerComponent();
}

function setAria(host, property, value) {
  const name = property === 'ariaRole' ? 'role' : `aria-${property.slice(4).toLowerCase()}`;
  if (value === '' || value === undefined || value === null) {
    host.removeAttribute(name);
  } else {
    host.setAttribute(name, String(value));
  }
}

/** The class that a component wears while a finger is on it. */
function pressable(host, self) {
  const wear = (on) => {
    const { hoverClass } = self.data;
    if (hoverClass && hoverClass !== 'none' && !self.data.disabled) {
      host.classList.toggle(hoverClass, on);
    }
  };
  host.addEventListener('pointerdown', () => wear(true));
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
    host.addEventListener(end, () => wear(false));
  }
}

function drawImage(host, self) {
  if (!host.isConnected) {
    return;
  }
  const { src, mode } = self.data;
  host.querySelector('img')?.remove();
  if (!src) {
    return;
  }
  const fit = { aspectFit: 'contain', aspectFill: 'cover', widthFix: 'fill', heightFix: 'fill' }[mode] ?? 'fill';
  const image = element('img', { alt: '' });
  image.style.objectFit = fit;
  if (mode === 'widthFix') {
    image.style.height = 'auto';
    host.style.height = 'auto';
  }
  image.addEventListener('load', () => self.triggerEvent('load', { width: image.naturalWidth, height: image.naturalHeight }));
  image.addEventListener('error', () => self.triggerEvent('error', { errMsg: 'load fail' }));
  load(image, src);
  host.prepend(image);
  host.setAttribute('role', self.data.ariaLabel ? 'img' : 'presentation');
}

/** From the phone, from the package, or from the service; elsewhere a picture or a video would tell others who looks at it. */
async function load(shown, src) {
  if (/^https?:/.test(src) && !src.startsWith(window.stage.service)) {
    fault(`A picture or video of another site: ${src}`);
    return;
  }
  const address = isOnPhone(src) ? await addressOf(src) : src.startsWith('/') ? `/program${src}` : src.replace(window.stage.service, '');
  if (address === null) {
    shown.dispatchEvent(new Event('error'));
  } else {
    shown.src = address;
  }
}

function drawVideo(host, self) {
  if (!host.isConnected) {
    return;
  }
  const { src, poster, controls, objectFit, initialTime, loop, muted, autoplay } = self.data;
  host.querySelector('video')?.remove();
  const video = element('video', { controls, loop, muted, autoplay, playsInline: true, preload: 'metadata' });
  video.style.objectFit = objectFit;
  for (const [name, detail] of Object.entries(VIDEO_EVENTS)) {
    video.addEventListener(name, () => video.isConnected && self.triggerEvent(name, detail(video)));
  }
  video.addEventListener('loadedmetadata', () => (video.currentTime = initialTime || 0));
  if (poster && controls) {
    video.poster = poster.replace(window.stage.service, '');
  }
  host.prepend(video);
  if (src) {
    load(video, src);
  }
}

const VIDEO_EVENTS = {
  play: () => ({}),
  pause: () => ({}),
  ended: () => ({}),
  loadedmetadata: ({ videoWidth, videoHeight, duration }) => ({ width: videoWidth, height: videoHeight, duration }),
  error: ({ error }) => ({ errMsg: `MEDIA_ERR ${error?.code ?? ''}` }),
};

/** WeChat plays it from 视频号; here it only says what would play. */
function drawChannel(host, self) {
  const { feedId, finderUserName } = self.data;
  host.textContent = feedId && finderUserName ? `视频号视频 ${finderUserName}/${feedId}` : '';
}

const OPEN_TYPES = {
  getPhoneNumber: givePhone,
  agreePrivacyAuthorization: agreeToPrivacy,
  openSetting: async (self) => {
    await askForScopes();
    self.triggerEvent('opensetting', { errMsg: 'openSetting:ok', authSetting: scopes() });
  },
  share: async () => {},
  contact: async () => {},
};

function button(host, self) {
  pressable(host, self);
  host.setAttribute('role', 'button');
  host.setAttribute('aria-disabled', String(self.data.disabled));
  host.tabIndex = 0;
  host.addEventListener('keydown', (event) => event.key === 'Enter' && host.click());
  host.addEventListener('click', () => {
    const { openType, disabled } = self.data;
    if (disabled || !openType) {
      return;
    }
    if (!(openType in OPEN_TYPES)) {
      fault(`The stage knows no open-type ${openType}`);
      return;
    }
    OPEN_TYPES[openType](self).catch((error) => fault(error.stack));
  });
}

async function givePhone(self) {
  if (phone.lacksConsent) {
    const words = 'getPhoneNumber:fail privacy permission is not authorized';
    self.triggerEvent('getphonenumber', { errMsg: words, errno: 104 });
    return;
  }
  const { value } = await sheet({
    title: '申请获取你的手机号',
    text: '用于核对会员身份',
    low: true,
    buttons: [
      ['拒绝', 'no'],
      ['允许', 'yes', true],
    ],
  });
  if (value === 'no') {
    self.triggerEvent('getphonenumber', { errMsg: 'getPhoneNumber:fail user deny', errno: 1400001 });
    return;
  }
  const { codes } = await tell('phone-codes', { openIds: [await phone.user()] });
  self.triggerEvent('getphonenumber', { errMsg: 'getPhoneNumber:ok', code: codes[0] });
}

async function agreeToPrivacy(self) {
  sessionStorage.setItem('stage:privacy', 'agreed');
  self.triggerEvent('agreeprivacyauthorization', { buttonId: self.id ?? '' });
}

function field(host, self, tag) {
  const { value, placeholder, maxlength, disabled, type } = self.data;
  const inner = element(tag, { value, placeholder, disabled });
  if (tag === 'input') {
    inner.inputMode = { number: 'numeric', digit: 'decimal', idcard: 'text' }[type] ?? 'text';
  }
  if (maxlength >= 0) {
    inner.maxLength = maxlength;
  }
  if (self.data.ariaLabel) {
    inner.setAttribute('aria-label', self.data.ariaLabel);
    host.removeAttribute('aria-label');
  }
  const told = () => ({ value: inner.value, cursor: inner.selectionStart });
  inner.addEventListener('input', () => {
    // The component holds what is written, so that a page which sets the same value again changes it.
    self.data.value = inner.value;
    self.triggerEvent('input', told());
  });
  inner.addEventListener('focus', () => self.triggerEvent('focus', { ...told(), height: 0 }));
  inner.addEventListener('blur', () => self.triggerEvent('blur', told()));
  inner.addEventListener('keydown', (event) => event.key === 'Enter' && tag === 'input' && self.triggerEvent('confirm', told()));
  host.append(inner);
}

function fieldChanges() {
  const inner = (host) => host.querySelector('input, textarea');
  return {
    value: (host, value) => inner(host) && inner(host).value !== value && (inner(host).value = value),
    placeholder: (host, words) => inner(host) && (inner(host).placeholder = words),
    disabled: (host, on) => inner(host) && (inner(host).disabled = on),
    focus: (host, on) => on && inner(host)?.focus(),
  };
}

function toggle(host, self) {
  host.setAttribute('role', 'switch');
  host.setAttribute('aria-checked', String(self.data.checked));
  host.tabIndex = 0;
  host.addEventListener('click', () => {
    if (!self.data.disabled) {
      const value = host.getAttribute('aria-checked') !== 'true';
      host.setAttribute('aria-checked', String(value));
      self.triggerEvent('change', { value });
    }
  });
}

/** The tags that rich-text takes; it drops others with all that is in them. */
const RICH = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em
   fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small
   span strong sub sup table tbody td tfoot th thead tr tt u ul`.split(/\s+/),
);

function richNodes(nodes) {
  if (typeof nodes !== 'string') {
    return [];
  }
  const body = new DOMParser().parseFromString(nodes, 'text/html').body;
  for (const node of [...body.querySelectorAll('*')]) {
    if (!RICH.has(node.localName)) {
      node.remove();
      continue;
    }
    for (const { name } of [...node.attributes]) {
      if (!/^(class|style|src|alt|width|height|colspan|rowspan|start|type|span|dir)$/.test(name)) {
        node.removeAttribute(name);
      }
    }
    if (node.localName === 'img') {
      node.setAttribute('src', (node.getAttribute('src') ?? '').replace(window.stage.service, ''));
      node.setAttribute('alt', node.getAttribute('alt') ?? '');
    }
  }
  return [...body.childNodes];
}
