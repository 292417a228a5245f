import { readPipeline } from '../../../../functions/shared/forecast/read-pipeline';
import { continuousAsSnapshots } from '../../../../functions/shared/forecast/continuous-backups';
import type { RecoveryPoint } from '../../../../functions/shared/recovery-points';
import { at, backup, COPIED, copy, MINUTE, point, VAULT } from '../../keepRecoveryPointObjective/facts';

const CONTINUOUS = 'arn:aws:backup:us-east-1:111111111111:recovery-point:continuous:cluster-abc-1234';
const surroundings = {
  standbyVaultArn: VAULT,
  schedules: ['cron(0 0-2,4-23 * * ? *)', 'cron(0 3 * * ? *)'],
  tickMs: 5 * MINUTE,
  horizonMs: 240 * MINUTE,
  copied: COPIED,
  copiesAtATime: 5,
  isKept: true,
};
const continuous: RecoveryPoint = {
  ...point('continuous', -5000, undefined),
  arn: CONTINUOUS,
  status: 'AVAILABLE',
};
const OF_RULE = { recoveryPointArn: CONTINUOUS };
const copied = (of: string, created: number, done: number | undefined, by: string | undefined = of) =>
  copy(of, created, done, {
    ...OF_RULE,
    destinationRecoveryPointArn: point(`copy-${of}`, 0, 0).arn,
    createdByBackupJobId: by,
  });

/** Backups at 9:00 and 10:00 of a rule with continuous backup on: 3 minutes to start, 10 to make, 15 to copy. */
function read(nowMinutes: number, by?: (id: string) => string | undefined) {
  const facts = {
    nowMs: at(nowMinutes),
    standbyPoints: [point('copy-a', -57, -32), point('copy-b', 3, undefined)],
    primaryPoints: [continuous],
    otherCopies: [],
    jobs: [
      backup('a', -60, -47, OF_RULE),
      copied('a', -47, -32, by === undefined ? 'a' : by('a')),
      backup('b', 0, 13, OF_RULE),
      copied('b', 13, undefined, by === undefined ? 'b' : by('b')),
    ],
  };
  return readPipeline(continuousAsSnapshots(facts), surroundings);
}

test('times are measured on the copies: the rule has one recovery point for all its backups', () => {
  expect(read(20).measured).toEqual({
    times: { startDelayMs: 3 * MINUTE, backupMs: 10 * MINUTE, copyMs: 15 * MINUTE },
    backups: 2,
    copies: 1,
  });
});

test('a copy under way has the age of what was cut for it, not of the continuous backup', () => {
  expect(read(20).pipeline).toMatchObject({ newestMs: at(-57), copies: [{ pointMs: at(3), isOurs: false }] });
});

test('which backup a copy is of is known by time where AWS Backup does not name it', () => {
  expect(read(20, () => undefined)).toEqual(read(20));
});

test('a copy that waits has the age of its job until it says more', () => {
  const jobs = [backup('b', 0, 13, OF_RULE), copied('b', 13, undefined)];
  const facts = {
    nowMs: at(14),
    standbyPoints: [point('a', -57, -32)],
    primaryPoints: [continuous],
    jobs,
    otherCopies: [],
  };
  expect(readPipeline(continuousAsSnapshots(facts), surroundings).pipeline.copies).toMatchObject([{ pointMs: at(0) }]);
});

test('a backup of the rule that was done just now is about to be copied, whatever was copied before', () => {
  const jobs = [backup('a', -60, -47, OF_RULE), copied('a', -47, -32), backup('b', 0, 13, OF_RULE)];
  const facts = {
    nowMs: at(14),
    standbyPoints: [point('copy-a', -57, -32)],
    primaryPoints: [continuous],
    jobs,
    otherCopies: [],
  };
  expect(readPipeline(continuousAsSnapshots(facts), surroundings).pipeline.copies).toMatchObject([{ pointMs: at(0) }]);
});

test('a backup of the rule that runs began after the usual delay', () => {
  const jobs = [backup('a', -60, -47, OF_RULE), copied('a', -47, -32), backup('b', 0, undefined, OF_RULE)];
  const facts = {
    nowMs: at(8),
    standbyPoints: [point('copy-a', -57, -32)],
    primaryPoints: [continuous],
    jobs,
    otherCopies: [],
  };
  expect(readPipeline(continuousAsSnapshots(facts), surroundings).pipeline.backups).toEqual([
    { requestedAtMs: at(0), createdAtMs: at(3), isOurs: false },
  ]);
});

test('what a continuous rule cut is never asked to be copied on demand, though its copy failed', () => {
  const failed = copy('b', 13, 20, { ...OF_RULE, state: 'FAILED', createdByBackupJobId: 'b' });
  const jobs = [backup('a', -60, -47, OF_RULE), copied('a', -47, -32), backup('b', 0, 13, OF_RULE), failed];
  const facts = {
    nowMs: at(30),
    standbyPoints: [point('copy-a', -57, -32)],
    primaryPoints: [continuous],
    jobs,
    otherCopies: [],
  };
  expect(readPipeline(continuousAsSnapshots(facts), surroundings)).toMatchObject({
    failed: undefined,
    ours: undefined,
  });
});

test('without a continuous rule nothing changes', () => {
  const facts = {
    nowMs: at(20),
    standbyPoints: [point('a', -57, -32)],
    primaryPoints: [point('a', -57, -47)],
    otherCopies: [],
    jobs: [backup('a', -60, -47), copy('a', -47, -32)],
  };
  expect(continuousAsSnapshots(facts)).toBe(facts);
});

test('the hour that the hourly rule leaves out is the daily rule’s', () => {
  const nowMs = Date.parse('2026-11-23T01:30:00Z');
  const facts = { nowMs, standbyPoints: [], primaryPoints: [], jobs: [], otherCopies: [] };
  const hours = readPipeline(facts, surroundings).pipeline.planRunsMs.map((runMs) => new Date(runMs).getUTCHours());
  expect(hours).toEqual([2, 3, 4, 5]);
});
