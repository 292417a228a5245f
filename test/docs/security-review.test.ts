import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../infra/config/parse';
import { namesOf } from '../../infra/names';
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
  const policy = JSON.parse(text) as { Statement: readonly Statement[] };
  expect(policy.Statement.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny']);
  const { backupRole, breakGlassRole } = namesOf(parseConfig({}));
  expect(policy.Statement[0]?.Resource).toBe(`arn:aws:iam::*:role/${breakGlassRole}`);
  expect(policy.Statement[1]?.Condition?.ArnNotLike['aws:PrincipalArn']).toBe(`arn:aws:iam::*:role/${backupRole}`);
});

interface Statement {
  readonly Effect: string;
  readonly Resource: string;
  readonly Condition?: { readonly ArnNotLike: Readonly<Record<string, string>> };
}
