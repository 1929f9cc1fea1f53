// What the WXML binds, against the types of its script and of the components that it uses.
import path from 'node:path';
import ts from 'typescript';
import { messageOf, placeOf } from './typescript.mjs';

/** The template writes `?.` wherever there is a dot, so what may be absent is nothing that a page could mend. */
const MAY_BE_ABSENT = new Set([2531, 2532, 2533, 18047, 18048, 18049]);
const NOT_ASSIGNABLE = 2322;
const NO_INDEX = 7053;

/** @param compiled TypeScript's program of the scripts and the views' files */
export function checkBindings(project, compiled, { views, callless }) {
  const findings = [
    ...callless.map((at) => `miniprogram/${at}.ts: calls neither Page() nor Component()`),
    ...[...views].flatMap(([name, view]) => [...findingsOf(project, compiled, compiled.getSourceFile(name), view)]),
  ];
  return { findings, looked: `${views.size} templates against the types of their scripts` };
}

function* findingsOf(project, compiled, file, { at, begin, converted, firstLine, envLines }) {
  // A script that cannot be read is found where that is checked.
  if (compiled.getSyntacticDiagnostics(file).length > 0) {
    return;
  }
  const checker = compiled.getTypeChecker();
  const whole = path.join(project, 'miniprogram', at);
  const [, methods] = file.statements.at(-1).statements;
  if (checker.getTypeAtLocation(methods.declarationList.declarations[0]).getStringIndexType()) {
    const { line, character } = file.getLineAndCharacterOfPosition(begin);
    yield `${placeOf(project, `${whole}.ts`, line, character)}: its methods have no types of their own: say what onShareAppMessage returns`;
  }
  for (const diagnostic of compiled.getSemanticDiagnostics(file)) {
    const start = file.getLineAndCharacterOfPosition(diagnostic.start);
    const end = file.getLineAndCharacterOfPosition(diagnostic.start + diagnostic.length);
    // What is wrong with the script itself is found where that is checked.
    const isOfTemplate = start.line >= firstLine + envLines;
    const binding = bindingAt(file, diagnostic.start);
    if (!isOfTemplate || diagnostic.reportsUnnecessary || MAY_BE_ABSENT.has(diagnostic.code)) {
      continue;
    }
    if (diagnostic.code === NOT_ASSIGNABLE && binding && misfits(checker, binding).length === 0) {
      continue;
    }
    const place = converted.getSourceLocation(start.line - firstLine, start.character, end.line - firstLine, end.character);
    const [line, column] = place ?? [0, 0];
    yield `${placeOf(project, `${whole}.wxml`, line, column)}: ${wordsOf(checker, diagnostic, binding)}`;
  }
}

/** The `to = from` or `var to = from` around a position. */
function bindingAt(file, position) {
  const within = (node) => ts.forEachChild(node, (inner) => (inner.pos <= position && position < inner.end ? inner : undefined));
  for (let node = within(file); node !== undefined; node = within(node)) {
    if (ts.isVariableDeclaration(node) && node.initializer) {
      return { to: node.name, from: node.initializer };
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return { to: node.left, from: node.right };
    }
  }
  return undefined;
}

/** The types that a value can have and should not. Undefined is there only because of the `?.`, null is a value that a page chose. */
function misfits(checker, { to, from }) {
  const target = checker.getTypeAtLocation(to);
  const source = checker.getTypeAtLocation(from);
  return (source.isUnion() ? source.types : [source]).filter(
    (type) => !(type.flags & ts.TypeFlags.Undefined) && !checker.isTypeAssignableTo(type, target),
  );
}

/** TypeScript's words, or ours where its words are about the compiler's TypeScript and not about the template. */
function wordsOf(checker, diagnostic, binding) {
  const words = messageOf(diagnostic).replace(/ on type '.*'\./, '.');
  const to = binding?.to.getText();
  const from = binding?.from;
  if (diagnostic.code === NO_INDEX && to === '_tag_') {
    return `there is no component ${from.argumentExpression.text}`;
  }
  if (to === '_event_') {
    return `the script has no such method: ${words}`;
  }
  if (diagnostic.code !== NOT_ASSIGNABLE || binding === undefined) {
    return words;
  }
  if (to === '_string_or_number_') {
    return ts.isPropertyAccessExpression(from)
      ? `${from.name.text} takes no text: its value belongs into {{ }}`
      : 'wx:key names no field of the items that is a text or a number';
  }
  const given = misfits(checker, binding).map((type) => checker.typeToString(checker.getBaseTypeOfLiteralType(type)));
  return `${[...new Set(given)].join(' or ')} is given, ${checker.typeToString(checker.getTypeAtLocation(binding.to))} is taken`;
}
