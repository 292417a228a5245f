import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCases } from './recorded-case';
import { summarise } from './report';
import { runCase, type Verdict } from './run-case';

const RECORDINGS = join(__dirname, '../../../shared/asl-cases');

describe.each([
  { folder: 'cases', supported: 'all' },
  { folder: 'cases-mixed', supported: 'those that need no JSONPath' },
] as const)('executions that AWS recorded: $folder', ({ folder, supported }) => {
  const directory = join(RECORDINGS, folder);
  if (!existsSync(directory)) {
    // oxlint-disable-next-line jest/no-disabled-tests
    test.skip(`skipped: there are no recordings at ${directory}`, () => undefined);
    return;
  }
  const verdicts: Verdict[] = [];

  test.each(readCases(directory))('$file', async (recorded) => {
    const verdict = await runCase(recorded);
    verdicts.push(verdict);
    if (verdict.kind === 'skipped') {
      expect(supported).not.toBe('all');
      expect(verdict.reason).toContain('JSONPath');
      return;
    }
    expect(verdict).toMatchObject({ differences: [], taskProblems: [], cause: true });
    expect(verdict.events).not.toBe('different');
  });

  test('are judged, most of them event by event', () => {
    const report = summarise(verdicts);
    expect(report.passed).toBe(report.total - report.skipped);
    expect(report.historiesRecorded - report.historiesEqual).toBeLessThanOrEqual(2);
    expect(report.skipped).toBeLessThanOrEqual(2);
  });
});
