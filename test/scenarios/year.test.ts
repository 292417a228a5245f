import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COPIES_THAT_HOLD_IT, OBJECTIVE_MINUTES, WARM } from '../../rehearsal/year/options';
import type { YearReport } from '../../rehearsal/year/report';
import { runYear } from '../../rehearsal/year/run-year';
import { assemblyDirectory } from './support/assembly';

jest.setTimeout(180_000);

const DAYS = 8;
/** A drill is due on the third day. */
const CONFIG = { objectives: { rpoMinutes: OBJECTIVE_MINUTES }, drill: { schedule: 'cron(0 9 27 11 ? *)' } };

let report: YearReport;

beforeAll(async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pilot-light-year-'));
  const durations = join(scratch, 'durations.json');
  writeFileSync(durations, JSON.stringify({ ...WARM, ...COPIES_THAT_HOLD_IT }));
  try {
    report = await runYear({
      assemblyDirectory: await assemblyDirectory(CONFIG, 'runtime'),
      seed: 7,
      durations,
      days: DAYS,
      startMs: Date.parse('2026-11-25T00:00:00Z'),
      runtimeSdk: true,
      objectiveMinutes: OBJECTIVE_MINUTES,
      isKept: true,
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

/** The beginning of the year that `npm run bench -- year` runs: over the first of a month, and with one failure. */
describe('eight days of ordinary operation', () => {
  test('hold every promise of the year', () => {
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(report.checks).toHaveLength(6);
  });

  test('back up and copy every hour, and let go of what is a day old, but for the daily copies', () => {
    // In the primary vault the continuous rule keeps one point for all the hours; the daily rule makes its own.
    expect(report.stored.primary.plan.recoveryPoints).toBeGreaterThanOrEqual(DAYS);
    expect(report.backupJobs.completed).toBeGreaterThanOrEqual(DAYS * 24 - 2);
    expect(report.stored.standby.plan.recoveryPoints).toBeGreaterThanOrEqual(DAYS * 24 - 3);
    expect(report.expiredRecoveryPoints).toBeGreaterThan((DAYS - 2) * 23);
  });

  test('have the failure that was injected, and notify of it', () => {
    expect(report.injectedFailures).toEqual({ backups: 1, copies: 0 });
    expect(report.backupJobs.failed).toBe(1);
    // One more from before the first copy: until then nothing could be restored.
    expect(report.incidents).toMatchObject({ opened: 2, allClear: 2 });
  });

  test('run no drill in the first two weeks, though one is due', () => {
    expect(report.drills).toMatchObject([{ startedAt: expect.stringMatching(/^2026-11-27T09:0/), verdict: 'skipped' }]);
  });

  test('validate once, on PostgreSQL, for a few cents', () => {
    expect(report.validations).toMatchObject({ passed: 1, other: [], onPostgres: 1 });
    expect(report.validations.highestUsd).toBeGreaterThan(0);
    expect(report.validations.highestUsd).toBeLessThan(0.05);
  });
});
