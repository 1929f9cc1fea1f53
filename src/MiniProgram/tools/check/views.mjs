// A view is a script with its template behind it, as TypeScript that exists in memory only. WeChat's compiler turns a template into
// TypeScript that speaks of `data`, `methods` and `tags`; what these are, the script says itself, so no page declares its data twice.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import ts from 'typescript';
import { componentsOf } from '../../stage/compile.mjs';
import { PROPERTIES, propertiesOf } from '../../stage/phone/properties.mjs';

/**
 * What Page() and Component() give back is of no use but for its type, which WeChat means for this. A component that has no data,
 * properties or methods has any by that type; the filter leaves it none.
 */
const TYPES = `
declare namespace Wxml {
  type Known<T> = WechatMiniprogram.Component.FilterUnknownType<T>;
  type PropertiesOf<T> = T extends WechatMiniprogram.Component.Identifier<infer _D, infer P, infer _M>
    ? WechatMiniprogram.Component.PropertyOptionToData<Known<P>>
    : {};
  type DataOf<T> = T extends WechatMiniprogram.Component.Identifier<infer D, infer _P, infer _M>
    ? Known<D> & PropertiesOf<T>
    : T extends WechatMiniprogram.Page.VoidReturnType<infer D, infer _C> ? Known<D> : never;
  type MethodsOf<T> = T extends WechatMiniprogram.Component.Identifier<infer _D, infer _P, infer M>
    ? Known<M>
    : T extends WechatMiniprogram.Page.VoidReturnType<infer _D, infer C> ? C : never;
  interface Builtins {
${Object.keys(PROPERTIES).map(builtin).join('\n')}
  }
}`;

/** A built-in component takes any value for what it has, but text without braces only where text or a number is meant. */
function builtin(name) {
  const types = new Map([
    [String, 'string'],
    [Number, 'number'],
    [Boolean, 'boolean'],
  ]);
  const accessors = Object.entries(propertiesOf(name)).map(
    ([property, type]) => `get ${property}(): ${types.get(type) ?? 'any'}; set ${property}(value: any);`,
  );
  return `'${name}': { ${accessors.join(' ')} };`;
}

/** What a loop goes through may be absent, as everything behind a `?.` may; the compiler's own type then takes any field for good. */
const ITEM =
  'type _ForItem_<T> = T extends null | undefined ? never : T extends readonly (infer I)[] ? I : ' +
  'T extends Record<string, infer V> ? V : any;';

/**
 * @param program what compile() made of the project
 * @returns the views by the names of their files, those files and what they need, and the scripts of which there can be no view
 */
export function viewsOf(project, program) {
  const root = path.join(project, 'miniprogram');
  const text = (file) => readFileSync(path.join(root, file), 'utf8');
  const templates = new TmplGroup();
  const views = new Map();
  const callless = [];
  for (const at of program.paths.filter((one) => program.files.includes(`${one}.ts`))) {
    const isBroken = templates.addTmpl(at, text(`${at}.wxml`)).some((found) => found.isError);
    const begin = startOf(text(`${at}.ts`));
    if (begin === null) {
      callless.push(at);
    } else if (!isBroken) {
      views.set(path.join(root, `${at}.wxml.ts`), { at, begin });
    }
  }
  for (const view of views.values()) {
    Object.assign(view, joined(view, text(`${view.at}.ts`), templates, tagsOf(root, program, view.at, views)));
  }
  const files = new Map([[path.join(root, 'wxml.d.ts'), TYPES], ...[...views].map(([name, view]) => [name, view.text])]);
  return { views, files, callless };
}

/** Where the script calls Page() or Component(), or null where it does not. */
function startOf(script) {
  const file = ts.createSourceFile('', script, ts.ScriptTarget.ES2018);
  const call = file.statements
    .filter(ts.isExpressionStatement)
    .find(({ expression }) => ts.isCallExpression(expression) && /^(Page|Component)$/.test(expression.expression.text));
  return call?.getStart(file) ?? null;
}

/** The type of every tag that the template may use. */
function tagsOf(root, program, at, views) {
  const own = Object.entries(componentsOf(program, at)).map(([name, target]) => {
    const script = path.join(root, `${target}.wxml`);
    const type = views.has(`${script}.ts`) ? `Wxml.PropertiesOf<typeof import(${JSON.stringify(script)})._made_>` : 'any';
    return [JSON.stringify(name), type];
  });
  const names = own.map(([name]) => name).join(' | ') || 'never';
  return `Omit<Wxml.Builtins, ${names}> & { ${own.map(([name, type]) => `${name}: ${type};`).join(' ')} }`;
}

/** The script, and the template in a block of its own, so that it cannot mean a name of the script. */
function joined({ at, begin }, script, templates, tags) {
  const head = `${script.slice(0, begin)}export const _made_ = ${script.slice(begin)}\n{\n`;
  const env = [
    'const data = 0 as unknown as Wxml.DataOf<typeof _made_>;',
    'const methods = 0 as unknown as Wxml.MethodsOf<typeof _made_>;',
    `const tags = 0 as unknown as ${tags};`,
  ];
  const converted = templates.getTmplConvertedExpr(at, env.join('\n'));
  const code = converted.code().replace(/^type _ForItem_<T> =.*$/m, () => ITEM);
  return { text: `${head}${code}\n}\n`, converted, firstLine: head.split('\n').length - 1, envLines: env.length };
}
