// Reads a mini program's folder as WeChat's tools do, and makes of it what a browser can run. Nothing of it is changed: WXML is compiled by
// WeChat's own compiler, TypeScript loses its types, WXSS becomes the CSS that it means.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import ts from 'typescript';
import { componentCss, pageCss } from './wxss.mjs';

/**
 * @param {string} folder the one in which app.json stands
 * @returns everything by its path without the ending, and what is wrong with it, one line each
 */
export function compile(folder) {
  const files = list(folder);
  const text = (file) => readFileSync(path.join(folder, file), 'utf8');
  const json = (file) => (files.includes(file) ? JSON.parse(text(file)) : {});
  const app = json('app.json');
  const program = { app, theme: json(app.themeLocation ?? 'theme.json'), faults: [], configs: {}, scripts: {}, styles: {} };
  const templates = new TmplGroup();
  for (const file of files) {
    const { dir, name, ext } = path.posix.parse(file);
    const at = path.posix.join(dir, name);
    if (ext === '.wxml') {
      // Whatever the compiler notes is an error here; in WeChat's tools most of it is a warning that nobody reads.
      for (const found of templates.addTmpl(at, text(file))) {
        program.faults.push(`${file}:${found.startLine + 1}:${found.startColumn + 1}: ${found.message}`);
      }
    } else if (ext === '.json' && at !== 'app') {
      program.configs[at] = json(file);
    } else if (ext === '.js' || (ext === '.ts' && !name.endsWith('.d'))) {
      program.scripts[at] = ext === '.ts' ? withoutTypes(text(file), file) : text(file);
    }
  }
  for (const file of files.filter((other) => other.endsWith('.wxss'))) {
    const at = file.slice(0, -'.wxss'.length);
    program.styles[at] = style(at, text(file), program.configs[at]);
  }
  program.templates = templates.getTmplGenObjectGroups();
  program.paths = files.filter((file) => file.endsWith('.wxml')).map((file) => file.slice(0, -'.wxml'.length));
  program.files = files;
  program.packages = packages(folder);
  program.service = serviceOf(program.scripts);
  program.faults.push(...missing(program));
  return program;
}

/** Every page of app.json, those of the subpackages too. */
export function pagesOf(app) {
  return [...app.pages, ...subpackagesOf(app).flatMap((part) => part.pages.map((page) => `${part.root.replace(/\/$/, '')}/${page}`))];
}

export function subpackagesOf(app) {
  return app.subPackages ?? app.subpackages ?? [];
}

/** The components that a page or a component may use, by their tag; those of app.json may be used everywhere. */
export function componentsOf({ app, configs }, at) {
  return { ...targetsOf('app', app), ...targetsOf(at, configs[at]) };
}

function targetsOf(at, config) {
  const whole = (target) => (target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(at), target));
  return Object.fromEntries(Object.entries(config?.usingComponents ?? {}).map(([name, target]) => [name, whole(target)]));
}

function style(at, text, config) {
  if (at === 'app') {
    return pageCss(text, '.page');
  }
  return config?.component ? componentCss(text, scopeOf(at)) : pageCss(text, `.page[data-page="${at}"]`);
}

/** The name before the classes of a component. */
export function scopeOf(at) {
  return at.replaceAll('/', '-');
}

function withoutTypes(source, file) {
  return ts.transpileModule(source, {
    fileName: file,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2018, esModuleInterop: true },
  }).outputText;
}

function list(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path
        .relative(folder, path.join(entry.parentPath ?? entry.path, entry.name))
        .split(path.sep)
        .join('/'),
    )
    .filter((file) => !file.startsWith('miniprogram_npm/'))
    .sort();
}

/** The address that the mini program asks, from its settings. */
function serviceOf({ settings }) {
  const found = {};
  new Function('exports', settings ?? '')(found);
  return found.service;
}

/** The packages that ship: what WeChat's tools put into miniprogram_npm, from there where they have done so. */
function packages(folder) {
  const built = path.join(folder, 'miniprogram_npm');
  if (existsSync(built)) {
    return Object.fromEntries(readdirSync(built).map((name) => [name, readFileSync(path.join(built, name, 'index.js'), 'utf8')]));
  }
  const root = path.join(folder, '..', 'package.json');
  const require = createRequire(root);
  const names = Object.keys(JSON.parse(readFileSync(root, 'utf8')).dependencies ?? {});
  return Object.fromEntries(names.map((name) => [name, readFileSync(require.resolve(name), 'utf8')]));
}

/** What app.json or a page names, and is not there. */
function* missing({ app, configs, paths, scripts, files }) {
  const pages = pagesOf(app);
  for (const page of pages) {
    if (!paths.includes(page) || !(page in scripts)) {
      yield `app.json: the page ${page} has no WXML or no script`;
    }
  }
  for (const tab of app.tabBar?.list ?? []) {
    if (!app.pages.includes(tab.pagePath)) {
      yield `app.json: the tab ${tab.pagePath} is no page of the main package`;
    }
  }
  for (const [at, config] of [...Object.entries(configs), ['app', app]]) {
    for (const [name, target] of Object.entries(targetsOf(at, config))) {
      if (!configs[target]?.component) {
        yield `${at}.json: ${name} leads to ${target}, which is no component`;
      }
    }
  }
  for (const at of paths) {
    if (!pages.includes(at) && !configs[at]?.component) {
      yield `${at}.wxml is neither a page of app.json nor a component`;
    }
  }
  for (const icon of (app.tabBar?.list ?? []).flatMap((tab) => [tab.iconPath, tab.selectedIconPath])) {
    if (icon && !icon.startsWith('@') && !files.includes(icon)) {
      yield `app.json: the icon ${icon} is not there`;
    }
  }
}
