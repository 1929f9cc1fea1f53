// What TypeScript says of the scripts, as `tsc` over tsconfig.json would.
import ts from 'typescript';
import { messageOf, placeOf } from './typescript.mjs';

/** @param made the files that are not the project's own; what is said of them is for who made them */
export function checkScripts(project, compiled, made) {
  const files = compiled.getSourceFiles().filter((file) => !file.fileName.includes('/node_modules/') && !made.has(file.fileName));
  const found = [
    ...compiled.getConfigFileParsingDiagnostics(),
    ...compiled.getOptionsDiagnostics(),
    ...compiled.getGlobalDiagnostics(),
    ...files.flatMap((file) => [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)]),
  ];
  return { findings: found.map((diagnostic) => lineOf(project, diagnostic)), looked: `${files.length} scripts and their types` };
}

function lineOf(project, diagnostic) {
  const { file, start, code } = diagnostic;
  const at = file && ts.getLineAndCharacterOfPosition(file, start);
  const place = file ? placeOf(project, file.fileName, at.line, at.character) : 'tsconfig.json';
  return `${place}: ${messageOf(diagnostic)} (TS${code})`;
}
