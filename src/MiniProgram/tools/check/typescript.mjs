// TypeScript over the mini program's scripts, and over files beside them that are made in memory.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** The parsed files by name. A library is parsed once, a file of the project again where its text has changed. */
const parsed = new Map();

/**
 * @param {string} project the folder in which tsconfig.json stands
 * @param {Map<string, string>} made the text of each file that is not on the disk, by its whole name
 */
export function programOf(project, made) {
  const config = path.join(project, 'tsconfig.json');
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, project);
  const host = ts.createCompilerHost(options);
  const onDisk = { fileExists: host.fileExists, readFile: host.readFile };
  host.fileExists = (name) => made.has(name) || onDisk.fileExists(name);
  host.readFile = (name) => made.get(name) ?? onDisk.readFile(name);
  host.getSourceFile = (name, languageVersion) => {
    const before = parsed.get(name);
    if (before !== undefined && name.includes('/node_modules/')) {
      return before;
    }
    const text = host.readFile(name);
    if (text === undefined || before?.text === text) {
      return before;
    }
    const file = ts.createSourceFile(name, text, languageVersion, true);
    parsed.set(name, file);
    return file;
  };
  return ts.createProgram({ rootNames: [...fileNames, ...made.keys()], options, host, configFileParsingDiagnostics: errors });
}

/** A message of TypeScript on one line. */
export function messageOf(diagnostic) {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ', 0).replace(/\s+/g, ' ');
}

/** `miniprogram/pages/me/index.ts:3:5`, as an editor finds it. */
export function placeOf(project, file, line, column) {
  return `${path.relative(project, file).split(path.sep).join('/')}:${line + 1}:${column + 1}`;
}
