import { decide } from '../../../functions/assessBackupFailure/decide';
import type { Facts, JobFact } from '../../../functions/assessBackupFailure/facts';
import { facts, job, point, policy, primary, USUAL } from './cases';

const HOUR = policy(60);
const TWO_HOURS = policy(120);
const KEPT = { ...HOUR, forecast: { ...HOUR.forecast, isKept: true } };
const DONE = { ...job('backup', 'COMPLETED', 15), isScheduled: false, recoveryPointArn: point(15).arn };
const withJobs = (...jobs: JobFact[]): Partial<Facts> => ({
  primary: primary([...USUAL, ...jobs]),
});

describe('severity is exposure', () => {
  // The next backup is due in 30 minutes and lands 30 later, when the newest point is 90 minutes old.
  test.each([
    ['info: the next backup lands before the objective is breached', {}, TWO_HOURS, 'info'],
    ['info: it lands at the very moment', {}, { ...TWO_HOURS, objectiveMinutes: 90 }, 'info'],
    ['warning: the next backup lands too late', {}, HOUR, 'warning'],
    ['warning: by a minute', {}, { ...TWO_HOURS, objectiveMinutes: 89 }, 'warning'],
    ['info: a copy that is under way lands in time', withJobs(job('copy', 'RUNNING', 5)), HOUR, 'info'],
    ['info: a copy that has run longer than any can end now', withJobs(job('copy', 'RUNNING', 25)), HOUR, 'info'],
    ['info: a backup that is under way and its copy land in time', withJobs(job('backup', 'RUNNING', 5)), HOUR, 'info'],
    ['warning: a backup on demand that is done, and that nobody copies', withJobs(DONE), HOUR, 'warning'],
    ['info: one that the keeper copies', withJobs(DONE), KEPT, 'info'],
    ['warning: the primary region does not answer', { primary: undefined }, TWO_HOURS, 'warning'],
    ['warning: nothing was measured', { primary: primary([], undefined) }, TWO_HOURS, 'warning'],
    [
      'warning: no copy ever completed',
      { primary: primary([job('backup', 'COMPLETED', 30), job('copy', 'FAILED', 20)]) },
      TWO_HOURS,
      'warning',
    ],
    [
      'info: as old as the objective allows',
      { standby: point(60), ...withJobs(job('copy', 'RUNNING', 20)) },
      HOUR,
      'info',
    ],
    ['critical: older than that', { standby: point(61), ...withJobs(job('copy', 'RUNNING', 20)) }, HOUR, 'critical'],
    ['critical: older, and the primary does not answer', { standby: point(61), primary: undefined }, HOUR, 'critical'],
    ['critical: nothing could be restored', { standby: undefined }, TWO_HOURS, 'critical'],
  ] as const)('%s', (_, overrides, policy, severity) => {
    expect(decide(facts(overrides), policy).severity).toBe(severity);
  });

  test('is not foreseen by how long copies queued behind others', () => {
    const queued = Array.from({ length: 9 }, (_, before) => job('copy', 'COMPLETED', 300, 20 * (before + 1)));
    const jobs = [...USUAL, ...queued];
    expect(decide(facts({ primary: primary(jobs, point(30)) }), TWO_HOURS).severity).toBe('info');
  });

  test('the reason says by how much', () => {
    expect(decide(facts({ standby: point(75) }), HOUR).reason).toBe(
      'the objective of 60 minutes is breached by 15 minutes',
    );
    expect(decide(facts(), HOUR).reason).toBe('the next copy will be 30 minutes late');
  });

  test('a schedule that has missed its turns is expected at its next', () => {
    const jobs = [job('backup', 'COMPLETED', 150), job('copy', 'COMPLETED', 140, 20)];
    const { nextCopyAtMs } = decide(facts({ primary: primary(jobs, point(150)) }), TWO_HOURS);
    // Due at 150 - 180 = in 30 minutes, and 30 minutes under way.
    expect(nextCopyAtMs).toBe(facts().nowMs + 60 * 60_000);
  });
});
