// The scripts of the mini program as its runtime sees them: CommonJS, each with wx, App, Page, Component beside it. Scripts of a subpackage
// are not there before somebody goes to one of its pages.
import { fault } from './faults.js';

export class Modules {
  #loaded = new Map();
  #subpackages;

  constructor({ program, space, wx, router }) {
    Object.assign(this, { program, space, wx, router, app: null });
    this.#subpackages = (program.app.subPackages ?? program.app.subpackages ?? []).map((part) => part.root.replace(/\/?$/, '/'));
  }

  startApp(options) {
    let definition = {};
    this.#run('app', { App: (given) => (definition = given) });
    this.app = definition;
    for (const handler of ['onLaunch', 'onShow']) {
      this.app[handler]?.call(this.app, options);
    }
    document.addEventListener('visibilitychange', () => {
      this.app[document.hidden ? 'onHide' : 'onShow']?.call(this.app, options);
      this.router.tell(!document.hidden);
    });
  }

  /** Loads a page and every component that it uses, each once. */
  loadComponent(at, seen = new Set()) {
    if (seen.has(at)) {
      return;
    }
    seen.add(at);
    for (const target of Object.values({ ...this.program.app.usingComponents, ...this.program.configs[at]?.usingComponents })) {
      this.loadComponent(resolve(at, target), seen);
    }
    if (!this.#loaded.has(at)) {
      this.space.componentEnv(at, (makers) => this.#run(at, makers));
    }
  }

  /** What a module exports, for whoever looks on from outside. */
  exported(at) {
    return this.#run(at, {});
  }

  subpackageOf(at) {
    return this.#subpackages.find((root) => at.startsWith(root)) ?? '';
  }

  #require(from, name) {
    if (name in this.program.packages) {
      return this.#evaluate(`miniprogram_npm/${name}`, this.program.packages[name], {});
    }
    const at = resolve(from, name.replace(/\.js$/, ''));
    const home = this.subpackageOf(at);
    if (home !== '' && home !== this.subpackageOf(from)) {
      throw new Error(`${from} requires ${at}, which is in another package`);
    }
    return this.#run(at, {});
  }

  #run(at, makers) {
    const code = this.program.scripts[at];
    if (code === undefined) {
      throw new Error(`module '${at}.js' is not defined`);
    }
    return this.#evaluate(at, code, makers);
  }

  #evaluate(at, code, makers) {
    if (this.#loaded.has(at)) {
      return this.#loaded.get(at).exports;
    }
    const module = { exports: {} };
    this.#loaded.set(at, module);
    const around = {
      require: (name) => this.#require(at, name),
      module,
      exports: module.exports,
      wx: this.wx,
      getApp: () => this.app,
      getCurrentPages: () => this.router.pages(),
      App: () => fault(`App() outside app.js: ${at}`),
      Page: () => fault(`Page() outside a page: ${at}`),
      Component: () => fault(`Component() outside a component: ${at}`),
      Behavior: () => fault(`Behavior() outside a component: ${at}`),
      // A mini program has no document and no window.
      window: undefined,
      document: undefined,
      fetch: undefined,
      localStorage: undefined,
      sessionStorage: undefined,
      ...makers,
    };
    new Function(...Object.keys(around), `${code}\n//# sourceURL=miniprogram/${at}.js`)(...Object.values(around));
    return module.exports;
  }
}

/** @param {string} from a file without its ending */
export function resolve(from, target) {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') {
      parts.pop();
    } else if (step !== '.' && step !== '') {
      parts.push(step);
    }
  }
  return parts.join('/');
}
