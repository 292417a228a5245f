import { decide as choose, isBackupArnOf } from '../../../functions/findLatestRecoveryPoint/decide';
import type { ChoicePolicy } from '../../../functions/findLatestRecoveryPoint/policy';
import type { RecoveryPoint } from '../../../functions/shared/recovery-points';
import { NOW } from '../lambda-context';
import { CLUSTER_ARN, recoveryPoint, USE } from '../recovery-points';

const HOUR = 3_600_000;

function point(name: string, ageHours: number, overrides: Partial<RecoveryPoint> = {}): RecoveryPoint {
  return {
    ...recoveryPoint({
      arn: `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-${name}`,
      createdAtMs: NOW - ageHours * HOUR,
    }),
    ...overrides,
  };
}

function policy(request: ChoicePolicy['request'] = {}, asOfMs = NOW): ChoicePolicy {
  return { ...USE, asOfMs, objectiveSeconds: 3600, acceptedMinutes: request.acceptRecoveryPointAgeMinutes, request };
}

/** As for a failover that continues nothing. */
const decide = (points: readonly RecoveryPoint[], asked: ChoicePolicy) => choose(points, undefined, asked);

const arnOf = (name: string) => point(name, 0).arn;

test('takes the newest, whatever the order of the list', () => {
  const verdict = decide([point('b', 2), point('a', 1), point('c', 3)], policy());
  expect(verdict).toMatchObject({
    kind: 'chosen',
    because: 'newest',
    chosen: { recoveryPointArn: arnOf('a'), ageSeconds: 3600, createdAt: '2026-11-22T02:00:00.000Z' },
    runnersUp: [{ recoveryPointArn: arnOf('b') }, { recoveryPointArn: arnOf('c') }],
  });
});

describe('ages are reckoned as of the start', () => {
  const STARTED_MS = NOW - HOUR / 2;

  test('so what has held up the choice makes nothing older than was accepted, and nobody is asked', () => {
    expect(decide([point('a', 1.4)], policy({}, STARTED_MS))).toMatchObject({
      chosen: { recoveryPointArn: arnOf('a'), ageSeconds: 0.9 * 3600 },
      ask: null,
    });
    expect(decide([point('a', 1.4)], policy())).toMatchObject({ ask: { reason: 'stale' } });
  });

  test('one that was made since is taken, and loses nothing', () => {
    expect(decide([point('a', 0.2), point('b', 1.4)], policy({}, STARTED_MS))).toMatchObject({
      chosen: { recoveryPointArn: arnOf('a'), ageSeconds: 0 },
    });
  });

  test('but whether one can still be restored is asked of the present', () => {
    const expiring = point('a', 1.4, { deleteAtMs: NOW - 1 });
    expect(decide([expiring], policy({}, STARTED_MS))).toMatchObject({ kind: 'none' });
  });
});

test.each<readonly [string, Partial<RecoveryPoint>, string]>([
  ['is still copying', { status: 'CREATING' }, 'has the status CREATING'],
  ['is partial', { status: 'PARTIAL' }, 'has the status PARTIAL'],
  ['has expired', { status: 'EXPIRED' }, 'has the status EXPIRED'],
  ['has no status', { status: 'unknown' }, 'has the status unknown'],
  ['belongs to another cluster', { resourceArn: 'arn:other' }, 'belongs to arn:other'],
  ['is continuous', { arn: 'arn:aws:backup:us-west-2:1:recovery-point:continuous:x' }, 'is no cluster snapshot'],
  ['expires before a restore is done', { deleteAtMs: NOW + HOUR }, 'expires at 2026-11-22T04:00:00.000Z'],
  ['has no creation date', { createdAtMs: undefined }, 'has no creation date'],
])('passes over one that %s, and says why', (_, overrides, reason) => {
  const verdict = decide([point('a', 1, overrides), point('b', 2)], policy());
  expect(verdict).toMatchObject({
    kind: 'chosen',
    chosen: { recoveryPointArn: arnOf('b') },
    skipped: [{ reason: expect.stringContaining(reason) }],
  });
});

test('takes AVAILABLE as well as COMPLETED', () => {
  expect(decide([point('a', 1, { status: 'AVAILABLE' })], policy())).toMatchObject({ kind: 'chosen' });
});

test('says what it passed over when nothing is left', () => {
  const verdict = decide([point('a', 1, { status: 'CREATING' })], policy());
  expect(verdict).toMatchObject({ kind: 'none', skipped: [{ recoveryPointArn: arnOf('a') }] });
});

test('takes nothing created after the given time, and takes what was created at it', () => {
  const notAfter = new Date(NOW - 2 * HOUR).toISOString();
  expect(decide([point('a', 1), point('b', 2), point('c', 3)], policy({ notAfter }))).toMatchObject({
    chosen: { recoveryPointArn: arnOf('b') },
  });
});

describe('a person is asked', () => {
  const ask = (ageMinutes: number, request: ChoicePolicy['request'] = {}) =>
    decide([point('a', ageMinutes / 60)], policy(request));

  test('before data older than the objective is restored', () => {
    expect(ask(60)).toMatchObject({ ask: null });
    expect(ask(61)).toMatchObject({
      ask: {
        reason: 'stale',
        text: 'The newest recovery point that can be restored is 61 minutes old; the objective is 60 minutes.',
      },
    });
  });

  test('unless that age was accepted beforehand', () => {
    expect(ask(90, { acceptRecoveryPointAgeMinutes: 90 })).toMatchObject({ ask: null });
    expect(ask(91, { acceptRecoveryPointAgeMinutes: 90 })).toMatchObject({
      ask: { reason: 'stale', text: expect.stringContaining('and up to 90 minutes are accepted') },
    });
  });

  test('before an old one that was asked for by name is restored', () => {
    expect(ask(120, { recoveryPointArn: arnOf('a') })).toMatchObject({
      because: 'requested',
      ask: { reason: 'stale' },
    });
  });
});

describe('a recovery point asked for by name', () => {
  const request = { recoveryPointArn: arnOf('b') };

  test('is taken alone, without anything to fall back to', () => {
    expect(decide([point('a', 1), point('b', 2)], policy(request))).toMatchObject({
      because: 'requested',
      chosen: { recoveryPointArn: arnOf('b') },
      runnersUp: [],
    });
  });

  test('is refused when it is not in the vault', () => {
    expect(decide([point('a', 1)], policy(request))).toMatchObject({
      kind: 'wrongRequest',
      message: expect.stringContaining('recoveryPointArn:'),
    });
  });

  test('is refused when it belongs to another cluster', () => {
    expect(decide([point('b', 2, { resourceArn: 'arn:other' })], policy(request))).toMatchObject({
      kind: 'wrongRequest',
      message: expect.stringContaining(`belongs to arn:other. Write one of ${CLUSTER_ARN}`),
    });
  });

  test('is refused when it was created after notAfter', () => {
    const verdict = decide([point('b', 2)], policy({ ...request, notAfter: new Date(NOW - 3 * HOUR).toISOString() }));
    expect(verdict).toMatchObject({
      kind: 'wrongRequest',
      message: expect.stringContaining('Leave out one of the two'),
    });
  });

  test('is not replaced by another when it is still copying', () => {
    expect(decide([point('a', 1), point('b', 2, { status: 'CREATING' })], policy(request))).toMatchObject({
      kind: 'none',
    });
  });
});

const HERE = { region: 'us-west-2', accountId: '111111111111' };

test.each([
  ['a backup', 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-1', true],
  ['a backup in another region', 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1', false],
  ['a backup of another account', 'arn:aws:rds:us-west-2:222222222222:cluster-snapshot:awsbackup:job-1', false],
  ['a manual snapshot', 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:before-the-release', false],
  ['a snapshot of RDS itself', 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:rds:pilot-light-2026', false],
  ['a continuous backup', 'arn:aws:backup:us-west-2:111111111111:recovery-point:continuous:cluster-1', false],
  ['a cluster', 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica', false],
  ['nonsense', 'nonsense', false],
])('the ARN of %s can be looked up as a recovery point: %s', (_, arn, expected) => {
  expect(isBackupArnOf(HERE, arn)).toBe(expected);
});
