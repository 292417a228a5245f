import { rehearseAzFailure } from '../../rehearsal/az-failure/rehearse';
import type { AzFailureReport } from '../../rehearsal/az-failure/report';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import { assemblyDirectory } from './support/assembly';

jest.setTimeout(300_000);

const HOUR_MS = 3_600_000;
let report: AzFailureReport;

/** With a reader it is shorter: the same workflow, without its first mail. */
beforeAll(async () => {
  const options = { runtimeSdk: true, seed: 1, durations: 'fast', faultsPath: undefined, workload: REFERENCE_WORKLOAD };
  const directory = await assemblyDirectory({}, 'runtime');
  const atMs = 2.84 * HOUR_MS;
  ({ report } = await rehearseAzFailure({ ...options, assemblyDirectory: directory, hasReader: false, atMs }));
});

test('a lost zone without a reader is over after the command of the mail, and every check passes', () => {
  expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
  expect(report).toMatchObject({ verdict: 'passed', scenario: 'az-failure', zone: 'us-east-1a', orphans: [] });
  expect(Number.isInteger(report.clientDowntimeSeconds)).toBe(true);
});

test('the mails are of what nobody else heals, then of the failover that the command brought', () => {
  expect(report.notifications.map(({ subject }) => subject)).toEqual([
    'CRITICAL pilot-light: no writer in us-east-1, and no reader to promote',
    'pilot-light: Aurora failed over to us-east-1b',
  ]);
  expect(report.alarms).toEqual(['pilot-light-api-5xx']);
});
