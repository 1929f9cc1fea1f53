// The stack of pages and the tab bar, with WeChat's rules: ten pages at most, tabs are only switched to, a page must stand in app.json.
import { fault } from './faults.js';
import { resolve } from './modules.js';
import { applyBar, phone, themed } from './phone.js';

const MAX_DEPTH = 10;

export class Router {
  #stack = [];
  #tabs = new Map();

  constructor({ program, space, backend }) {
    Object.assign(this, { program, space, backend, modules: null });
    this.home = program.app.entryPagePath ?? program.app.pages[0];
    this.container = document.getElementById('pages');
    this.known = new Set([
      ...program.app.pages,
      ...(program.app.subPackages ?? []).flatMap((part) => part.pages.map((page) => `${part.root.replace(/\/$/, '')}/${page}`)),
    ]);
    this.tabPaths = (program.app.tabBar?.list ?? []).map((tab) => tab.pagePath);
    document.getElementById('back').addEventListener('click', () => (this.pages().length > 1 ? this.back(1) : this.launch(this.home, {})));
    window.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    phone.onTheme(() => this.#drawAround());
    phone.onPull(() => this.current?.page.onPullDownRefresh?.());
    this.#drawTabs();
  }

  get current() {
    return this.#stack.at(-1);
  }

  pages() {
    return this.#stack.map((entry) => entry.page);
  }

  launch(path, query) {
    this.#closeAll();
    this.#show(this.tabPaths.includes(path) ? this.#tab(path, query) : this.#make(path, query));
  }

  to(url) {
    const [path, query] = this.#parse(url);
    this.#refuseTab('navigateTo', path);
    if (this.#stack.length >= MAX_DEPTH) {
      throw new Error('webview count limit exceed');
    }
    this.#hideCurrent();
    this.#show(this.#make(path, query));
  }

  redirect(url) {
    const [path, query] = this.#parse(url);
    this.#refuseTab('redirectTo', path);
    this.#close(this.#stack.pop());
    this.#show(this.#make(path, query));
  }

  switchTab(url) {
    const [path, query] = this.#parse(url);
    if (!this.tabPaths.includes(path)) {
      this.#refuse('switchTab', 'can not switch to no-tabBar page');
    }
    if (Object.keys(query).length > 0) {
      this.#refuse('switchTab', 'a tab takes no query');
    }
    if (this.current?.path === path && this.#stack.length === 1) {
      return;
    }
    this.#hideCurrent();
    this.#stack.splice(this.tabPaths.includes(this.#stack[0]?.path) ? 1 : 0).forEach((entry) => this.#close(entry));
    this.#stack = [];
    this.#show(this.#tab(path, query));
  }

  back(delta) {
    if (this.#stack.length < 2) {
      throw new Error('cannot navigate back at first page.');
    }
    for (let i = 0; i < delta && this.#stack.length > 1; i += 1) {
      this.#close(this.#stack.pop());
    }
    this.#reveal();
  }

  /** Tells the page and its components that they are hidden or shown, as when the whole app is. */
  tell(shown) {
    const { root, page } = this.current;
    (shown ? page.onShow : page.onHide)?.call(page);
    root.getComponent().triggerPageLifetime(shown ? 'show' : 'hide', []);
  }

  title(words) {
    this.current.title = words;
    this.#drawAround();
  }

  #parse(url) {
    const [where, words = ''] = url.split('?');
    const path = resolve(this.current?.path ?? '', where);
    if (!this.known.has(path)) {
      this.#refuse('page', `page "${path}" is not found`);
    }
    return [path, Object.fromEntries(new URLSearchParams(words))];
  }

  #refuseTab(name, path) {
    if (this.tabPaths.includes(path)) {
      this.#refuse(name, `can not ${name} a tabbar page`);
    }
  }

  /** WeChat answers such a call with a failure that nobody looks at; here it is a fault of the page. */
  #refuse(name, why) {
    fault(`${name}:fail ${why}`);
    throw new Error(why);
  }

  #tab(path, query) {
    if (!this.#tabs.has(path)) {
      this.#tabs.set(path, this.#make(path, query));
    }
    return this.#tabs.get(path);
  }

  #make(path, query) {
    if (!this.known.has(path)) {
      this.#refuse('page', `page "${path}" is not found`);
    }
    this.modules.loadComponent(path);
    const frame = document.createElement('div');
    frame.className = 'page';
    frame.dataset.page = path;
    const placeholder = frame.appendChild(document.createElement('i'));
    this.container.append(frame);
    const root = this.backend.createRoot('body', this.space, path);
    const page = root.get();
    Object.assign(page, { route: path, options: query });
    root.attach(frame, placeholder);
    return { path, query, root, page, frame, isNew: true, scrolled: 0, title: this.program.configs[path]?.navigationBarTitleText };
  }

  #show(entry) {
    this.#stack.push(entry);
    this.#reveal();
  }

  #reveal() {
    const entry = this.current;
    entry.frame.classList.add('shown');
    this.#drawAround();
    if (entry.isNew) {
      entry.page.onLoad?.(entry.query);
    }
    this.tell(true);
    if (entry.isNew) {
      entry.isNew = false;
      entry.page.onReady?.();
    }
    window.scrollTo(0, entry.scrolled);
    document.documentElement.dataset.page = entry.path;
  }

  #hideCurrent() {
    if (this.current) {
      this.current.scrolled = window.scrollY;
      this.tell(false);
      this.current.frame.classList.remove('shown');
    }
  }

  #close(entry) {
    if (entry.frame.classList.contains('shown')) {
      entry.root.getComponent().triggerPageLifetime('hide', []);
    }
    entry.page.onUnload?.();
    entry.root.release();
    entry.frame.remove();
    this.#tabs.delete(entry.path);
  }

  #closeAll() {
    [...new Set([...this.#stack, ...this.#tabs.values()])].forEach((entry) => this.#close(entry));
    this.#stack = [];
  }

  #scrolled() {
    const entry = this.current;
    entry?.page.onPageScroll?.({ scrollTop: window.scrollY });
    if (window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 50) {
      entry?.page.onReachBottom?.();
    }
  }

  #drawAround() {
    const { app, configs, theme } = this.program;
    const look = themed({ ...app.window, ...(this.current ? configs[this.current.path] : {}) }, theme);
    const isTab = this.#stack.length === 1 && this.tabPaths.includes(this.current.path);
    // Who came straight to a page, by a message or a code, gets a house instead of an arrow.
    const way = this.#stack.length > 1 ? '返回' : isTab || !this.current ? '' : '回到首页';
    applyBar(look, this.current?.title ?? look.navigationBarTitleText ?? '', way);
    document.getElementById('tabs').hidden = !isTab;
    document.body.classList.toggle('tabbed', isTab);
    if (isTab) {
      this.#drawTabs();
    }
  }

  #drawTabs() {
    const { app, theme } = this.program;
    if (!app.tabBar) {
      return;
    }
    const bar = themed(app.tabBar, theme);
    const nav = document.getElementById('tabs');
    nav.style.setProperty('--tab', bar.backgroundColor);
    nav.style.setProperty('--tab-text', bar.color);
    nav.style.setProperty('--tab-chosen', bar.selectedColor);
    nav.replaceChildren(
      ...bar.list.map((item) => {
        const tab = themed(item, theme);
        const isChosen = tab.pagePath === this.current?.path;
        const button = document.createElement('button');
        const icon = isChosen ? tab.selectedIconPath : tab.iconPath;
        if (icon) {
          button.append(Object.assign(document.createElement('img'), { src: `/program/${icon}`, alt: '' }));
        }
        button.append(tab.text);
        button.toggleAttribute('aria-current', isChosen);
        button.addEventListener('click', () => this.switchTab(`/${tab.pagePath}`));
        return button;
      }),
    );
  }
}
