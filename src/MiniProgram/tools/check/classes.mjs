// Classes and styles fit: what a template wears has a style that reaches it, and a style has somebody to wear it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ANYTHING, compoundsIn, lineAndColumn, wornIn } from './markup.mjs';
import { placeOf } from './typescript.mjs';

export function checkClasses(project, program) {
  const root = path.join(project, 'miniprogram');
  const read = (file) => (program.files.includes(file) ? readFileSync(path.join(root, file), 'utf8') : '');
  const placed = (file, at) => placeOf(project, path.join(root, file), ...lineAndColumn(read(file), at));
  const worn = new Map(program.paths.map((at) => [at, wornIn(read(`${at}.wxml`))]));
  const styles = new Map(['app', ...program.paths].map((at) => [at, compoundsIn(read(`${at}.wxss`))]));
  const findings = [];

  for (const [at, sets] of worn) {
    const defined = new Set(reaching(program, at).flatMap((style) => styles.get(style).flatMap(({ classes }) => classes)));
    for (const [name, place] of sets.flatMap((set) => [...set])) {
      if (!name.includes(ANYTHING) && !defined.has(name)) {
        findings.push(`${placed(`${at}.wxml`, place)}: no style that reaches it says anything of .${name}`);
      }
    }
  }
  for (const [style, compounds] of styles) {
    const reached = program.paths.filter((at) => reaching(program, at).includes(style)).flatMap((at) => worn.get(at));
    for (const { classes, at } of compounds) {
      if (!reached.some((set) => wears(set, classes))) {
        findings.push(`${placed(`${style}.wxss`, at)}: nothing that it reaches wears .${classes.join('.')}`);
      }
    }
  }
  return { findings, looked: `${[...styles.values()].flat().length} styles and ${[...worn.values()].flat().length} elements with classes` };
}

/** The styles that reach a template: a component is shut off from those of the app unless it says otherwise. */
function reaching({ configs }, at) {
  const config = configs[at];
  const isOpen = !config?.component || config.styleIsolation === 'apply-shared';
  return isOpen ? ['app', at] : [at];
}

/** Data may fill in a class, but one beside it must stand in the template: `badge {{item.stage}}` wears .badge.open, not .open alone. */
function wears(set, classes) {
  const words = [...set.keys()];
  const isNamed = (name) => words.some((word) => word !== ANYTHING && patternOf(word).test(name));
  return classes.every((name) => isNamed(name) || words.includes(ANYTHING)) && classes.some(isNamed);
}

function patternOf(word) {
  const pieces = word.split(ANYTHING).map((piece) => piece.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${pieces.join('[\\w-]+')}$`);
}
