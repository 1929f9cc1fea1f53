// The types of the API, made from the OpenAPI document that the service's build leaves behind.
//
//   node tools/types.mjs          says whether api/schema.d.ts is what the document says; ends with 1 where it is not
//   node tools/types.mjs --write  writes it anew
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const schema = fileURLToPath(new URL('../miniprogram/api/schema.d.ts', import.meta.url));
const document = new URL('../../../.artifacts/openapi/CsrmeWeChat.json', import.meta.url);
const HEAD = '// Made by `npm run types` from the OpenAPI document of the service. Not to be edited.\n';

export async function isStale() {
  return !existsSync(schema) || readFileSync(schema, 'utf8') !== (await made());
}

async function made() {
  return HEAD + astToString(await openapi(document, { silent: true }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--write')) {
    writeFileSync(schema, await made());
  } else if (await isStale()) {
    console.error('api/schema.d.ts does not fit the OpenAPI document: build the service, then `npm run types`.');
    process.exitCode = 1;
  }
}
