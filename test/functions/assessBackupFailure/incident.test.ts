import { decide } from '../../../functions/assessBackupFailure/decide';
import { fold, hasRecovered, isMadeGood, open, unheardFailures } from '../../../functions/assessBackupFailure/incident';
import { NOW } from '../lambda-context';
import { ago, CLUSTER, facts, incident, job, ME, point, policy, primary, signal } from './cases';

const exposure = decide(facts(), policy(120));
const RUNNING = {
  kind: 'copy',
  jobId: 'c',
  startedAt: incident().openedAt,
  state: 'running',
  detail: 'a copy',
  failure: null,
  isFailureTold: false,
} as const;
const ALARM = { key: 'event 7', kind: 'alarm', jobId: null, alarmName: 'pilot-light-backup-jobs-failed' } as const;

describe('folding', () => {
  test('counts a job once, however many events report it', () => {
    const twice = fold(incident(), { signal: signal(), reachAfterMs: NOW });
    expect(twice).toEqual(incident());
  });

  test('counts another job, and waits for what makes it good', () => {
    const two = fold(incident(), { signal: signal({ key: 'copy c2', kind: 'copy' }), reachAfterMs: NOW });
    expect(two).toMatchObject({
      goodSince: null,
      failedBackups: 1,
      failedCopies: 1,
      reachAfter: new Date(NOW).toISOString(),
    });
  });

  test('does not count an alarm as a failed job', () => {
    const more = fold(incident(), { signal: signal(ALARM), reachAfterMs: undefined });
    expect(more).toMatchObject({ failedBackups: 1, otherSignals: 1, reachAfter: incident().reachAfter });
  });

  test('keeps the newest signals, and the count of all', () => {
    let many = incident();
    for (let index = 0; index < 100; index += 1) {
      many = fold(many, { signal: signal({ key: `backup ${index}` }), reachAfterMs: NOW });
    }
    expect(many.failedBackups).toBe(101);
    expect(many.signals).toHaveLength(40);
    expect(many.signals.at(-1)?.key).toBe('backup 99');
  });

  test('counts each of a bad day once, though the list of jobs is read again and again', () => {
    const jobs = Array.from({ length: 90 }, (_, index) => job('backup', 'FAILED', 10 + index));
    const bad = facts({ standby: undefined, primary: primary(jobs, undefined) });
    const once = unheardFailures(bad).reduce(fold, incident({ signals: [], keys: [], failedBackups: 0 }));
    expect(unheardFailures(bad).reduce(fold, once)).toEqual(once);
    expect(once.failedBackups).toBe(90);
  });
});

describe('failures that no event reported', () => {
  test('are found in the list of jobs', () => {
    const jobs = [job('backup', 'FAILED', 10), job('backup', 'EXPIRED', 5), job('backup', 'COMPLETED', 3)];
    const found = unheardFailures(facts({ primary: primary(jobs, point(30)) }));
    expect(found.map(({ signal: { key } }) => key)).toEqual(['backup backup-10', 'backup backup-5']);
  });

  test('are forgotten once the standby vault holds something newer', () => {
    const jobs = [job('backup', 'FAILED', 40)];
    expect(unheardFailures(facts({ primary: primary(jobs, point(30)) }))).toEqual([]);
  });

  test('of a copy are made good by copying the same point again', () => {
    const backup = job('backup', 'COMPLETED', 29);
    const copy = { ...job('copy', 'FAILED', 5), recoveryPointArn: backup.recoveryPointArn };
    const [found] = unheardFailures(facts({ primary: primary([backup, copy], point(28)) }));
    expect(found?.reachAfterMs).toBe(backup.createdAtMs);
  });
});

describe('an incident', () => {
  test('is made good when the standby vault holds what the failed job should have brought', () => {
    expect(isMadeGood(incident(), facts(), exposure)).toBe(false);
    expect(isMadeGood(incident(), facts({ standby: point(4) }), exposure)).toBe(true);
  });

  test('is over when it is good and no repair runs', () => {
    const goodSince = new Date(NOW).toISOString();
    expect(hasRecovered(incident(), facts(), 360)).toBe(false);
    expect(hasRecovered(incident({ goodSince }), facts(), 360)).toBe(true);
    expect(hasRecovered(incident({ goodSince, repair: RUNNING }), facts(), 360)).toBe(false);
  });

  test.each([
    [1, 60],
    [2, 120],
    [3, 240],
    [9, 360],
  ])('that has come back %i times is over when it has stayed good for %i minutes', (recurrences, minutes) => {
    const since = (past: number) => incident({ recurrences, goodSince: new Date(ago(past)).toISOString() });
    expect(hasRecovered(since(minutes - 1), facts(), 360)).toBe(false);
    expect(hasRecovered(since(minutes), facts(), 360)).toBe(true);
  });

  test('comes back when it begins within two hours of the end of the last', () => {
    const opening = { resourceArn: CLUSTER, owner: ME, severity: 'info', nowMs: NOW } as const;
    const last = (minutes: number) =>
      incident({ status: 'closed', recurrences: 2, closedAt: new Date(ago(minutes)).toISOString() });
    expect(open(opening, undefined).recurrences).toBe(0);
    expect(open(opening, last(119)).recurrences).toBe(3);
    expect(open(opening, last(120)).recurrences).toBe(0);
  });

  test('is not made good while an alarm about the present is on', () => {
    const good = facts({ standby: point(4) });
    const alarm = (name: string) => isMadeGood(incident(), { ...good, alarms: [name] }, exposure);
    expect(alarm('pilot-light-recovery-point-age')).toBe(false);
    expect(alarm('pilot-light-backup-jobs-failed')).toBe(true);
  });

  test('is not declared good while CloudWatch does not say whether an alarm is on', () => {
    expect(isMadeGood(incident(), facts({ standby: point(4), alarms: undefined }), exposure)).toBe(false);
  });

  test('that only an alarm reported is made good when the objective is kept', () => {
    const alarmOnly = incident({ reachAfter: null });
    expect(isMadeGood(alarmOnly, facts(), exposure)).toBe(true);
    expect(isMadeGood(alarmOnly, facts(), { ...exposure, severity: 'critical' })).toBe(false);
  });
});
