// Each test makes one mistake in a copy of the mini program and sees that the check finds it there. Run with `npm test`.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from '../stage/compile.mjs';
import { checkBindings } from './check/bindings.mjs';
import { checkClasses } from './check/classes.mjs';
import { checkFormat } from './check/format.mjs';
import { checkSchema } from './check/schema.mjs';
import { checkScripts } from './check/scripts.mjs';
import { checkSizes } from './check/sizes.mjs';
import { checkTemplates } from './check/templates.mjs';
import { programOf } from './check/typescript.mjs';
import { viewsOf } from './check/views.mjs';
import { documentOf } from './types.mjs';

// One copy for all, so that TypeScript reads again only what a test has changed.
const folder = mkdtempSync(path.join(os.tmpdir(), 'csrme-check-'));
const project = path.join(folder, 'src/MiniProgram');
const here = fileURLToPath(new URL('..', import.meta.url));
for (const name of ['miniprogram', 'package.json', 'tsconfig.json', '.prettierrc.json', '.prettierignore']) {
  cpSync(path.join(here, name), path.join(project, name), { recursive: true });
}
symlinkSync(path.join(here, 'node_modules'), path.join(project, 'node_modules'));
after(() => rmSync(folder, { recursive: true }));

const program = () => compile(path.join(project, 'miniprogram'));
const before = program();

// Compiled anew only where a check looks at what is compiled.
const templates = () => checkTemplates(program());
const sizes = () => checkSizes(project, program());
const classes = () => checkClasses(project, before);
const scripts = () => checkScripts(project, programOf(project, new Map()), new Map());

/** What is wrong with one template. */
function bindings(only) {
  const paths = before.paths.filter((at) => at === only || at.startsWith('components/'));
  const views = viewsOf(project, { ...before, paths });
  return checkBindings(project, programOf(project, views.files), views);
}

/** Puts one text in the place of another and returns the line on which it stands, until the test is over. */
function slip(t, file, right, wrong) {
  const whole = path.join(project, 'miniprogram', file);
  const text = readFileSync(whole, 'utf8');
  const at = text.indexOf(right);
  assert.notEqual(at, -1, `${file} has no ${right}`);
  writeFileSync(whole, text.slice(0, at) + wrong + text.slice(at + right.length));
  t.after(() => writeFileSync(whole, text));
  return `miniprogram/${file}:${text.slice(0, at).split('\n').length}:`;
}

function add(t, file, text) {
  const whole = path.join(project, 'miniprogram', file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, text);
  t.after(() => rmSync(whole));
}

/** There is this one finding, and no other. */
function assertFinds({ findings }, place, words) {
  assert.equal(findings.length, 1, findings.join('\n'));
  assert.ok(findings[0].startsWith(place), `${findings[0]} is not at ${place}`);
  assert.match(findings[0], words);
}

test('A mini program without a mistake has no findings', () => {
  const views = viewsOf(project, before);
  const compiled = programOf(project, views.files);
  const checks = [checkScripts(project, compiled, views.files), checkBindings(project, compiled, views), templates(), sizes(), classes()];
  assert.deepEqual(
    checks.flatMap(({ findings }) => findings),
    [],
  );
});

test('Types are stale where the service has another description, and cannot be compared without one', async (t) => {
  assertFinds(await checkSchema(project), 'miniprogram/api/schema.d.ts:1:', /build the service/);

  mkdirSync(path.dirname(documentOf(project)), { recursive: true });
  writeFileSync(documentOf(project), JSON.stringify({ openapi: '3.1.1', info: { title: 'Another', version: '1' }, paths: {} }));
  t.after(() => rmSync(documentOf(project)));
  assertFinds(await checkSchema(project), 'miniprogram/api/schema.d.ts:1:', /npm run types/);
});

test('A script with a wrong type is found', (t) => {
  const place = slip(t, 'pages/me/index.ts', "notice: '',", "notice: '', busy: false.yes,");
  assertFinds(scripts(), place, /TS2339/);
});

test('An unclosed tag is found', (t) => {
  const place = slip(t, 'components/blank/index.wxml', '<strata />', '<strata>');
  assertFinds(templates(), place, /missing end tag/);
});

test('An attribute that WXML does not know is found', (t) => {
  const place = slip(t, 'pages/me/index.wxml', 'wx:elif="{{member}}"', 'wx:foo="{{member}}"');
  assert.ok(templates().findings.some((found) => found.startsWith(place) && /invalid attribute prefix/.test(found)));
});

test('What the compiler merely notes is found', (t) => {
  const place = slip(t, 'pages/me/index.wxml', 'data-to="/desk', 'data-To="/desk');
  assertFinds(templates(), place, /uppercase/);
});

test('An attribute that stands twice is found', (t) => {
  const place = slip(t, 'pages/me/index.wxml', 'class="inside"', 'class="inside" class="row"');
  assertFinds(templates(), place, /duplicated attribute/);
});

test('An expression that cannot be read is found, once', (t) => {
  const place = slip(t, 'pages/me/index.wxml', '{{member.name}}', '{{member.}}');
  assertFinds(templates(), place, /not a valid identifier/);
  assert.deepEqual(bindings('pages/me/index').findings, []);
});

test('A tag whose component is not there is found', (t) => {
  slip(t, 'pages/me/index.json', '/components/strata/index', '/components/sediment/index');
  assertFinds(templates(), 'miniprogram/pages/me/index.json: ', /strata leads to components\/sediment\/index/);
});

test('A misspelt field of the data is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', '{{row.partner}}', '{{row.partnr}}');
  assertFinds(bindings('pages/benefit/index'), place, /'partnr'.*Did you mean 'partner'/);
});

test('A misspelt name of the data is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', '{{whyNot}}', '{{whyNott}}');
  assertFinds(bindings('pages/benefit/index'), place, /'whyNott'/);
});

test('A misspelt property of a component that has no data is found', (t) => {
  const place = slip(t, 'components/blank/index.wxml', '{{title}}', '{{titel}}');
  assertFinds(bindings('components/blank/index'), place, /'titel'/);
});

test('A misspelt field of an item is found', (t) => {
  const place = slip(t, 'pages/benefits/index.wxml', '{{item.partner}}', '{{item.partnr}}');
  assertFinds(bindings('pages/benefits/index'), place, /'partnr'/);
});

test('A misspelt field of an item within an item is found', (t) => {
  const place = slip(t, 'account/data/index.wxml', '{{line.words}}', '{{line.word}}');
  assertFinds(bindings('account/data/index'), place, /'word'/);
});

test('A misspelt field of an item is found where the list may be absent', (t) => {
  slip(t, 'account/data/index.ts', 'parts: [] as Part[]', 'parts: null as Part[] | null');
  const place = slip(t, 'account/data/index.wxml', '{{item.name}}', '{{item.nam}}');
  assertFinds(bindings('account/data/index'), place, /'nam'/);
});

test('A key that the items do not have is found', (t) => {
  const place = slip(t, 'pages/benefits/index.wxml', 'wx:key="id"', 'wx:key="identity"');
  assertFinds(bindings('pages/benefits/index'), place, /wx:key/);
});

test('A comparison with what the data can never be is found', (t) => {
  const place = slip(t, 'pages/story/index.wxml', "phase === 'absent'", "phase === 'abscent'");
  assertFinds(bindings('pages/story/index'), place, /no overlap/);
});

test('A method that the page does not have is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', 'bind:tap="showTicket"', 'bind:tap="showTickt"');
  assertFinds(bindings('pages/benefit/index'), place, /no such method.*'showTickt'.*'showTicket'/);
});

test('A value of the wrong type for a property of a component is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', 'percent="{{row.leftPercent}}"', 'percent="{{row.title}}"');
  assertFinds(bindings('pages/benefit/index'), place, /string is given, number is taken/);
});

test('Null for a property of a component is found, as it is on a phone', (t) => {
  slip(t, 'pages/benefit/index.ts', "advice: '',", 'advice: null as string | null,');
  const place = slip(t, 'pages/benefit/index.wxml', 'words="{{notice}}"', 'words="{{advice}}"');
  assertFinds(bindings('pages/benefit/index'), place, /null is given, string is taken/);
});

test('A property that a component does not have is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', 'percent="', 'per-cent="');
  assertFinds(bindings('pages/benefit/index'), place, /'perCent'/);
});

test('A property that a built-in component does not have is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', 'disabled="{{claiming}}"', 'disable="{{claiming}}"');
  assertFinds(bindings('pages/benefit/index'), place, /'disable'/);
});

test('A text for a property that is yes or no is found, since false would be yes', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', 'disabled="{{claiming}}"', 'disabled="false"');
  assertFinds(bindings('pages/benefit/index'), place, /disabled takes no text/);
});

test('A tag that no component has is found', (t) => {
  const place = slip(t, 'pages/benefit/index.wxml', '<core ', '<kore ');
  assertFinds(bindings('pages/benefit/index'), place, /no component kore/);
});

test('A script that makes no page is found', (t) => {
  slip(t, 'pages/benefit/index.ts', '\nPage({', '\nApp({');
  assertFinds(bindings('pages/benefit/index'), 'miniprogram/pages/benefit/index.ts', /neither Page/);
});

test('A page whose methods TypeScript does not tell apart is found', (t) => {
  slip(t, 'pages/benefit/index.ts', '(): WechatMiniprogram.Page.ICustomShareContent', '()');
  assertFinds(bindings('pages/benefit/index'), 'miniprogram/pages/benefit/index.ts:', /onShareAppMessage/);
});

test('What may be absent, a class from the data and names of the script that the template uses otherwise are no mistakes', (t) => {
  slip(t, 'pages/benefit/index.ts', '\nPage({', "\nexport const data = '', tags = '', methods = '';\nPage({");
  slip(t, 'pages/benefit/index.wxml', 'class="badge {{row.stage}}"', 'class="{{row.stage}}" wx:if="{{row.left.length > 0}}"');
  assert.deepEqual(bindings('pages/benefit/index').findings, []);
});

test('A package that is too large is found, each for itself', (t) => {
  add(t, 'icons/poster.png', 'x'.repeat(100 * 1024));
  add(t, 'desk/sound.mp3', 'x'.repeat(201 * 1024));
  const { findings } = sizes();
  assert.equal(findings.length, 2, findings.join('\n'));
  assert.match(findings[0], /app\.json: the package main has 2\d\d KB/);
  assert.match(findings[1], /app\.json: the package desk\/ has 2\d\d KB/);
});

test('A class without a style is found', (t) => {
  const place = slip(t, 'pages/me/index.wxml', 'class="inside"', 'class="row insight"');
  const { findings } = classes();
  assert.equal(findings.length, 2, findings.join('\n'));
  assert.ok(findings[0].startsWith(place) && /\.insight/.test(findings[0]), findings[0]);
  assert.match(findings[1], /me\/index\.wxss:\d+:1: .*\.inside/);
});

test('A class without a style is found in an expression, and what that only compares with is none', (t) => {
  const place = slip(t, 'pages/me/index.wxml', "'rejected' ? '' : 'upcoming'", "'rejected' ? '' : 'upcomming'");
  assertFinds(classes(), place, /\.upcomming/);
});

test('A class without a style is found where a finger gives it', (t) => {
  const place = slip(t, 'pages/me/index.wxml', 'hover-class="pressed"', 'hover-class="presst"');
  assertFinds(classes(), place, /\.presst/);
});

test('A class of the app does not reach a component that is shut off', (t) => {
  const place = slip(t, 'components/core/index.wxml', 'class="rock"', 'class="rock card"');
  assertFinds(classes(), place, /\.card/);
});

test('A style for two classes that no element has together is found', (t) => {
  const place = slip(t, 'pages/me/index.wxss', '.inside {', '.inside.badge,\n.inside {');
  assertFinds(classes(), place, /\.inside\.badge/);
});

test('A style that nothing wears is found', (t) => {
  const place = slip(t, 'pages/me/index.wxss', '.inside {', '.outside,\n.inside {');
  assertFinds(classes(), place, /\.outside/);
});

test('A style of the app that nothing wears is found', (t) => {
  const place = slip(t, 'app.wxss', '.pressed {', '.depressed {\n  opacity: 1;\n}\n.pressed {');
  assertFinds(classes(), place, /\.depressed/);
});

test('A style for what the data may say is worn only beside the class that stands in the template', (t) => {
  const place = slip(t, 'pages/ticket/index.wxss', '.badge.redeemed,', '.expired,\n.badge.redeemed,');
  assertFinds(classes(), place, /\.expired/);
});

test('A file that is not as prettier writes it is found', (t) => {
  slip(t, 'pages/me/index.ts', "notice: '',", 'notice: "",');
  assertFinds(checkFormat(project), 'miniprogram/pages/me/index.ts:', /npm run format/);
});
