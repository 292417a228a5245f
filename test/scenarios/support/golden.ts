import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Compares a text with the file of that name beside the scenarios. After a change that is meant, write it anew and read
 * the difference: `UPDATE_TIMELINES=1 npx jest test/scenarios/failover.test.ts`
 */
export function expectGolden(name: string, text: string): void {
  const path = join(__dirname, '..', name);
  if (process.env['UPDATE_TIMELINES'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
