// Every file is written as prettier writes it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export function checkFormat(project) {
  const prettier = path.join(project, 'node_modules/prettier/bin/prettier.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [prettier, '--list-different', '.'], { cwd: project, encoding: 'utf8' });
  // Prettier ends with 1 where files differ, and with 2 where it could not read one.
  const unread = status > 1 ? [...stderr.matchAll(/^\[error\] (\S+: .*)$/gm)].map((line) => line[1]) : [];
  const differing = stdout.split('\n').filter(Boolean);
  const findings = [...differing.map((file) => `${file}:1:1: npm run format writes it otherwise`), ...unread];
  if (status !== 0 && findings.length === 0) {
    findings.push(`prettier did not run: ${stderr.trim().split('\n')[0]}`);
  }
  return { findings, looked: 'every file is as prettier writes it' };
}
