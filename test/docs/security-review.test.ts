import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from './page';

const ROOT = join(__dirname, '../..');

/** `path`: `line`, or the line below it. */
const shown = [...readPage('SECURITY-REVIEW.md').matchAll(/`((?:infra|test)\/[\w./-]+\.ts)`:\s+`([^`]+)`/g)].map(
  ([, path = '', line = '']) => ({ path, line }),
);

test('every answer with a line has one', () => {
  expect(shown.length).toBeGreaterThanOrEqual(17);
});

test.each(shown)('$path has: $line', ({ path, line }) => {
  const file = join(ROOT, path);
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(line);
});

test('the service control policy is one, and names the roles that there are', () => {
  const [, text = ''] = /```json\n([\s\S]+?)```/.exec(readPage('SECURITY-REVIEW.md')) ?? [];
  const policy = JSON.parse(text) as { Statement: readonly { Effect: string; Resource: string }[] };
  expect(policy.Statement.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny']);
  expect(policy.Statement[0]?.Resource).toContain('role/pilot-light-break-glass');
});
