// What ships stays small, so that it opens at once on a weak network: far below the 2 MB that WeChat takes in a package.
import { statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { subpackagesOf } from '../../stage/compile.mjs';

const LIMIT = 200 * 1024;

export function checkSizes(project, program) {
  const roots = subpackagesOf(program.app).map((part) => part.root.replace(/\/?$/, '/'));
  const sizes = new Map([['main', 0], ...roots.map((root) => [root, 0])]);
  const add = (name, bytes) => sizes.set(name, sizes.get(name) + bytes);
  for (const file of program.files) {
    add(roots.find((root) => file.startsWith(root)) ?? 'main', bytesOf(project, program, file));
  }
  for (const text of Object.values(program.packages)) {
    add('main', bytesOfScript(text));
  }
  const findings = [...sizes]
    .filter(([, bytes]) => bytes > LIMIT)
    .map(([name, bytes]) => `miniprogram/app.json: the package ${name} has ${kilobytes(bytes)}, and may have ${kilobytes(LIMIT)}`);
  return { findings, looked: [...sizes].map(([name, bytes]) => `${name} ${kilobytes(bytes)}`).join(', ') };
}

/** TypeScript ships as the JavaScript that it becomes, and types alone not at all. */
function bytesOf(project, program, file) {
  if (file.endsWith('.d.ts')) {
    return 0;
  }
  return file.endsWith('.ts')
    ? bytesOfScript(program.scripts[file.slice(0, -'.ts'.length)])
    : statSync(path.join(project, 'miniprogram', file)).size;
}

/** WeChat's tools make scripts small (`minified`): at least comments and indentation never ship. */
function bytesOfScript(text) {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2018 } });
  return Buffer.byteLength(outputText.replace(/^\s+/gm, ''));
}

function kilobytes(bytes) {
  return `${Math.ceil(bytes / 1024)} KB`;
}
