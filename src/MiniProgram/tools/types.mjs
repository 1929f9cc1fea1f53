// The types of the API, made from the OpenAPI document that the service's build leaves behind.
//
//   node tools/types.mjs          says whether api/schema.d.ts is what the document says; ends with 1 where it is not
//   node tools/types.mjs --write  writes it anew
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const HEAD = '// Made by `npm run types` from the OpenAPI document of the service. Not to be edited.\n';

/** @param {string} project the folder of package.json */
export async function isStale(project) {
  const schema = schemaOf(project);
  return !existsSync(schema) || readFileSync(schema, 'utf8') !== (await made(project));
}

export function schemaOf(project) {
  return path.join(project, 'miniprogram/api/schema.d.ts');
}

export function documentOf(project) {
  return path.join(project, '../../.artifacts/openapi/CsrmeWeChat.json');
}

async function made(project) {
  return HEAD + astToString(await openapi(pathToFileURL(documentOf(project)), { silent: true }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = fileURLToPath(new URL('..', import.meta.url));
  if (process.argv.includes('--write')) {
    writeFileSync(schemaOf(here), await made(here));
  } else if (await isStale(here)) {
    console.error('api/schema.d.ts does not fit the OpenAPI document: build the service, then `npm run types`.');
    process.exitCode = 1;
  }
}
