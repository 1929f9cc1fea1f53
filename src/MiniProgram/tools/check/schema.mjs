// The types of the API are those that the service itself describes.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { documentOf, isStale, schemaOf } from '../types.mjs';

export async function checkSchema(project) {
  const document = path.basename(documentOf(project));
  const schema = path.relative(project, schemaOf(project));
  const findings = [];
  if (!existsSync(documentOf(project))) {
    findings.push(`${schema}:1:1: nothing to compare it with: build the service (dotnet build), which writes ${document}`);
  } else if (await isStale(project)) {
    findings.push(`${schema}:1:1: is not what the service describes: build the service, then npm run types`);
  }
  return { findings, looked: `${schema} is what ${document} says` };
}
