import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearseValidation } from '../../../rehearsal/restore-validation/rehearse';
import { REFERENCE_WORKLOAD } from '../../../rehearsal/workload/reference';
import { assemblyDirectory } from '../../scenarios/support/assembly';

const folder = mkdtempSync(join(tmpdir(), 'pilot-light-held-up-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The validation is due two hours after the beginning; with fast durations it opens the database half an hour later. */
test.each([
  ['was held up for a quarter of an hour', { at: '2h26m', for: '15m', service: 'rds-data', kind: 'drop' }],
  [
    'could not be started for a quarter of an hour',
    { at: '1h59m55s', for: '15m', service: 'states', kind: 'partition' },
  ],
])('a restore validation that %s, and passed, is a rehearsal that passed', async (_, fault) => {
  const faultsPath = join(folder, 'faults.json');
  writeFileSync(faultsPath, JSON.stringify([{ region: 'us-west-2', ...fault }]));
  const { report } = await rehearseValidation({
    assemblyDirectory: await assemblyDirectory({}, 'runtime'),
    runtimeSdk: true,
    workload: REFERENCE_WORKLOAD,
    seed: 1,
    durations: 'fast',
    faultsPath,
    startMs: undefined,
    startAtMs: 2 * 3_600_000,
  });
  expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
  expect(report).toMatchObject({ verdict: 'passed' });
  expect(report.faults[0]?.callsMet).toBeGreaterThan(0);
});
