// Says whether the mini program is in order as far as it can be said without running it: one line for each finding, and for each check that
// finds nothing what it looked at. Ends with 1 where there is a finding.
//
//   node tools/check.mjs
import path from 'node:path';
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

const project = fileURLToPath(new URL('..', import.meta.url));
const program = compile(path.join(project, 'miniprogram'));
const views = viewsOf(project, program);
const compiled = programOf(project, views.files);

const checks = {
  schema: await checkSchema(project),
  scripts: checkScripts(project, compiled, views.files),
  templates: checkTemplates(program),
  bindings: checkBindings(project, compiled, views),
  sizes: checkSizes(project, program),
  classes: checkClasses(project, program),
  format: checkFormat(project),
};
for (const [name, { findings, looked }] of Object.entries(checks)) {
  console.log(findings.length > 0 ? findings.join('\n') : `${name}: ${looked}`);
}
process.exitCode = Object.values(checks).some(({ findings }) => findings.length > 0) ? 1 : 0;
