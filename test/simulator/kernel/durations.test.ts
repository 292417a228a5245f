import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDurations } from '../../../simulator/kernel/durations';
import { Random } from '../../../simulator/kernel/random';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'durations-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(content: string): string {
  const path = join(folder, 'durations.json');
  writeFileSync(path, content);
  return path;
}

it('takes 25 minutes for a copy by default and 90 in slow', () => {
  expect(readDurations('default', new Random(1)).middleMs('backupCopy')).toBe(25 * 60_000);
  expect(readDurations('slow', new Random(1)).middleMs('backupCopy')).toBe(90 * 60_000);
});

it('keeps every other figure when a file changes one', () => {
  const durations = readDurations(fileOf('{"backupCopy": 60}'), new Random(1));
  const standard = readDurations('default', new Random(1));
  expect(durations.middleMs('backupCopy')).toBe(60_000);
  expect(durations.middleMs('auroraRestoreCluster')).toBe(standard.middleMs('auroraRestoreCluster'));
});

it('spreads a duration by five percent at most, by the seed', () => {
  const draws = (seed: number) => {
    const durations = readDurations('default', new Random(seed));
    return Array.from(
      { length: 200 },
      () => durations.drawMs('auroraRestoreCluster') / durations.middleMs('auroraRestoreCluster'),
    );
  };
  expect(draws(1)).toEqual(draws(1));
  expect(Math.min(...draws(1))).toBeGreaterThanOrEqual(0.95);
  expect(Math.max(...draws(1))).toBeLessThanOrEqual(1.05);
  expect(new Set(draws(1)).size).toBeGreaterThan(100);
});

it.each([
  [
    'a syntax error with its line',
    '{\n  "backupCopy": 60\n  "backupJob": 1\n}',
    ':3: not valid JSON: write a comma before "backupJob"',
  ],
  ['a name that it does not know', '{"backupCopies": 60}', 'backupCopies is not a duration: did you mean backupCopy?'],
  ['a figure below zero', '{"backupCopy": -1}', 'backupCopy is -1: '],
])('names %s', (_, content, message) => {
  const path = fileOf(content);
  expect(() => readDurations(path, new Random(1))).toThrow(message);
  expect(() => readDurations(path, new Random(1))).toThrow(path);
});
