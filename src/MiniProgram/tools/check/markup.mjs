// Reads WXML and WXSS as far as classes go. WeChat's compiler gives no tree of a template, and its TypeScript drops most of the attributes.
import ts from 'typescript';

/** In a class, stands for what only the data know. */
export const ANYTHING = '\0';

/**
 * The sets of classes that elements of a template wear, each class with where it stands: those that an element has, with that which it gets
 * under a finger, and those that it hands on, such as placeholder-class.
 */
export function wornIn(wxml) {
  const worn = [];
  // What is between tags may hold a `<` within braces, so these are gone through too.
  for (const tag of wxml.matchAll(/<!--[^]*?-->|\{\{[^]*?\}\}|<[a-z][\w-]*((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)) {
    const own = new Map();
    const begin = tag.index + tag[0].length - 1 - (tag[1]?.length ?? 0);
    for (const attribute of (tag[1] ?? '').matchAll(/([\w:-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
      const [whole, name, quoted] = attribute;
      if (!/(^|-)class$/.test(name)) {
        continue;
      }
      const set = name === 'class' || name === 'hover-class' ? own : new Map();
      const value = quoted.slice(1, -1);
      const at = begin + attribute.index + whole.length - quoted.length + 1;
      for (const word of classesOf(value)) {
        const stands = [...value.matchAll(/[\w-]+/g)].find((found) => found[0] === word);
        set.set(word, at + (stands?.index ?? 0));
      }
      if (set !== own) {
        worn.push(set);
      }
    }
    if (own.size > 0) {
      worn.push(own);
    }
  }
  return worn;
}

/** Each compound of classes that a style asks one element to have, such as `.badge.open`, with where it stands. */
export function compoundsIn(wxss) {
  const compounds = [];
  const bare = wxss.replace(/\/\*[^]*?\*\//g, (comment) => ' '.repeat(comment.length));
  for (const rule of bare.matchAll(/([^{};]+)\{/g)) {
    if (rule[1].trim().startsWith('@')) {
      continue;
    }
    for (const part of rule[1].matchAll(/[^\s,>+~]+/g)) {
      const classes = [...part[0].replace(/:not\(.*?\)/g, '').matchAll(/\.(-?[_a-z][\w-]*)/gi)].map((found) => found[1]);
      if (classes.length > 0) {
        compounds.push({ classes, at: rule.index + part.index });
      }
    }
  }
  return compounds;
}

export function lineAndColumn(text, at) {
  const before = text.slice(0, at).split('\n');
  return [before.length - 1, before.at(-1).length];
}

/** Every class that the attribute can come to. */
function classesOf(value) {
  const pieces = value.split(/\{\{([^]*?)\}\}/).map((piece, i) => (i % 2 === 0 ? [piece] : textsOf(piece)));
  const words = pieces.reduce(joined).flatMap((text) => text.split(/\s+/));
  return new Set(words.filter((word) => word !== '' && word !== 'none'));
}

/** The texts that an expression can come to, as far as they stand in it; what it only compares with is none. */
function textsOf(expression) {
  const [statement] = ts.createSourceFile('', `(${expression})`, ts.ScriptTarget.ES2018).statements;
  const of = (node) => {
    if (ts.isParenthesizedExpression(node)) {
      return of(node.expression);
    }
    if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) {
      return [node.text];
    }
    if (ts.isConditionalExpression(node)) {
      return [...of(node.whenTrue), ...of(node.whenFalse)];
    }
    if (ts.isBinaryExpression(node)) {
      const { left, right } = node;
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.PlusToken) {
        return joined(of(left), of(right));
      }
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
        return ['', ...of(right)];
      }
      if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken) {
        return [...of(left), ...of(right)];
      }
    }
    return [ANYTHING];
  };
  return of(statement.expression);
}

function joined(before, after) {
  return before.flatMap((one) => after.map((other) => one + other));
}
