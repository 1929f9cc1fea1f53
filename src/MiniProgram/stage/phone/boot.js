// Starts the mini program as WeChat does: app.js, then the page that was asked for. `?launch=pages/benefit/index?scene=b%3D1` is what a
// scanned code or a message asks for; without it the first page of app.json is shown.
import * as glassEasel from 'glass-easel';
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { defineBuiltins } from './builtins.js';
import { fault } from './faults.js';
import { Modules } from './modules.js';
import { Router } from './router.js';
import { setFontSize, phone } from './phone.js';
import { createWx } from './wx.js';

glassEasel.addGlobalErrorListener((error, { element, methodName }) => {
  fault(`${element?.is ?? ''} ${methodName}: ${error.stack ?? error}`);
  return false;
});
glassEasel.addGlobalWarningListener((words) => {
  fault(words);
  return false;
});

const program = await (await fetch('/program.json')).json();
program.faults.forEach(fault);
const env = new MiniProgramEnv();
const backend = associateBackend(env);
defineBuiltins(env.getGlobalCodeSpace().getComponentSpace());
const space = env.createCodeSpace('', true);
fill(space, program);

const router = new Router({ program, space, backend });
const wx = createWx({ program, router });
const modules = new Modules({ program, space, wx, router });
router.modules = modules;
// The address that the mini program was built for is the stage's own here.
window.stage = { router, wx, phone, modules, service: program.service, networkTimeout: program.app.networkTimeout ?? {} };

setFontSize(null);
const [path, query] = launchOptions();
modules.startApp({ path, query, scene: 1001, referrerInfo: {} });
router.launch(path, query);
document.documentElement.dataset.ready = '';

/** Elements have names of their own: `<button>` and `<input>` of a mini program are not those of HTML. */
function associateBackend(environment) {
  const context = new glassEasel.CurrentWindowBackendContext();
  const { document: real } = window;
  context.document = {
    createElement: (tag) => real.createElement(`wx-${tag.toLowerCase()}`),
    createTextNode: (text) => real.createTextNode(text),
    createDocumentFragment: () => real.createDocumentFragment(),
  };
  // The browser's own input and focus would arrive beside those of the components.
  const passed = /^(tap|canceltap|longpress|touch\w+|transitionend|animation\w+)$/;
  context.onEvent((target, type, detail, options) => {
    const element = options.originalEvent?.target;
    if (!passed.test(type) || element?.closest?.('wx-button[aria-disabled="true"]')) {
      return undefined;
    }
    phone.touched(type);
    const event = new glassEasel.Event(type, detail, options);
    event.dispatch(target);
    return event.defaultPrevented() ? glassEasel.EventBubbleStatus.NoDefault : glassEasel.EventBubbleStatus.Normal;
  });
  const associated = environment.associateBackend(context);
  associated.root = context.getRootNode();
  return associated;
}

function fill(code, { configs, templates, paths, styles }) {
  const groups = (0, eval)(templates);
  for (const [at, config] of Object.entries(configs)) {
    code.addComponentStaticConfig(at, config);
  }
  for (const at of paths) {
    code.addCompiledTemplate(at, { groupList: groups, content: groups[at] });
  }
  for (const [at, css] of Object.entries(styles)) {
    code.addStyleSheet(at, at, at.replaceAll('/', '-'));
    // A phone that is dark in a window that is not: what is said for the dark holds for it.
    backend.registerStyleSheetContent(at, phone.theme === 'dark' ? css.replaceAll('(prefers-color-scheme: dark)', 'all') : css);
  }
  const inner = code.getComponentSpace();
  for (const [name, definition] of env.getGlobalCodeSpace().getComponentSpace().builtins) {
    inner.setGlobalUsingComponent(name, definition);
  }
  // Otherwise an unknown tag would silently become an element of HTML.
  inner._$allowUnusedNativeNode = false;
}

function launchOptions() {
  const asked = new URLSearchParams(location.search).get('launch') ?? program.app.entryPagePath ?? program.app.pages[0];
  const [path, words = ''] = asked.split('?');
  return [path, Object.fromEntries(new URLSearchParams(words).entries().map(([key, value]) => [key, encodedAsWeChatDoes(key, value)]))];
}

/** The scene of a code arrives still encoded, everything else decoded. */
function encodedAsWeChatDoes(key, value) {
  return key === 'scene' ? encodeURIComponent(value) : value;
}
