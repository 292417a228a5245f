import { BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { mockClient } from 'aws-sdk-client-mock';
import { decide as choose } from '../../../functions/findLatestRecoveryPoint/decide';
import { readPipeline } from '../../../functions/shared/forecast/read-pipeline';
import { decide as measure } from '../../../functions/measureRecoveryPoints/decide';
import { recoveryPoint as readinessCheck } from '../../../functions/readiness/checks/data';
import { findNewestUsable, listRecent } from '../../../functions/shared/recovery-point-vault';
import { newestUsable, type RecoveryPoint, selectUsable } from '../../../functions/shared/recovery-points';
import { NOW } from '../lambda-context';
import { factsWith, POLICY, read } from '../readiness/facts';
import { CLUSTER_ARN, recoveryPoint, USE } from '../recovery-points';

const HOUR = 3_600_000;
const OLDER = recoveryPoint({ arn: arnOf('older'), createdAtMs: NOW - 2 * HOUR });

function arnOf(name: string): string {
  return `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-${name}`;
}

/** The newest in the vault, in every state in which it does not count, and what is said of it. */
const UNUSABLE: readonly (readonly [string, Partial<RecoveryPoint>, string])[] = [
  ['is still copying', { status: 'CREATING', completedAtMs: undefined }, 'has the status CREATING'],
  ['is partial', { status: 'PARTIAL' }, 'has the status PARTIAL'],
  ['has expired', { status: 'EXPIRED' }, 'has the status EXPIRED'],
  ['is being deleted', { status: 'DELETING' }, 'has the status DELETING'],
  ['was stopped', { status: 'STOPPED' }, 'has the status STOPPED'],
  ['has a status that nobody knows', { status: 'BRAND_NEW' }, 'has the status BRAND_NEW'],
  ['expires before a restore is done', { deleteAtMs: NOW + 5 * HOUR }, 'expires at 2026-11-22T08:00:00.000Z'],
  ['should be deleted already', { deleteAtMs: NOW - 1 }, 'expires at 2026-11-22T02:59:59.999Z'],
  ['belongs to another cluster', { resourceArn: 'arn:other' }, 'belongs to arn:other'],
  ['is continuous', { arn: 'arn:aws:backup:us-west-2:1:recovery-point:continuous:x' }, 'is no cluster snapshot'],
  ['has no date', { createdAtMs: undefined }, 'has no creation date'],
];

const USABLE: readonly (readonly [string, Partial<RecoveryPoint>])[] = [
  ['is AVAILABLE', { status: 'AVAILABLE' }],
  ['lives just long enough', { deleteAtMs: NOW + 6 * HOUR }],
  ['is kept for ever', { deleteAtMs: undefined }],
];

/** What each of those who ask takes for the newest, as the time of its creation. */
const askAll = (points: readonly RecoveryPoint[]) => {
  const chosen = choose(points, undefined, {
    ...USE,
    asOfMs: NOW,
    request: {},
    objectiveSeconds: 3600,
    acceptedMinutes: null,
  });
  const vault = { vaultName: 'standby', region: 'us-west-2', points, policy: USE };
  const { ageMinutes, newestRecoveryPointArn } = measure(vault, { ...vault, points: undefined }, NOW).standby;
  const { pipeline } = readPipeline(
    { nowMs: NOW, standbyPoints: points, primaryPoints: [], jobs: [], otherCopies: [] },
    {
      standbyVaultArn: 'arn:vault',
      schedules: ['cron(0 * * * ? *)'],
      tickMs: HOUR,
      horizonMs: HOUR,
      copied: USE,
      copiesAtATime: 5,
      isKept: true,
    },
  );
  const { detail } = readinessCheck.judge(factsWith({ recoveryPoints: read(selectUsable(points, USE)) }), POLICY);
  return {
    failover: chosen.kind === 'chosen' ? Date.parse(chosen.chosen.createdAt) : undefined,
    measured: ageMinutes === null ? undefined : NOW - ageMinutes * 60_000,
    measuredArn: newestRecoveryPointArn,
    keeper: pipeline.newestMs,
    readiness: Date.parse(/newest is of (\S+),/.exec(detail)?.[1] ?? ''),
  };
};

describe('the failover, the metrics, the keeper and readiness agree', () => {
  test.each(UNUSABLE)('on the one before the newest, when that %s', (_, overrides) => {
    const newest = { ...recoveryPoint(), ...overrides };
    const createdAtMs = OLDER.createdAtMs;
    expect(askAll([newest, OLDER])).toEqual({
      failover: createdAtMs,
      measured: createdAtMs,
      measuredArn: OLDER.arn,
      keeper: createdAtMs,
      readiness: createdAtMs,
    });
  });

  test.each(UNUSABLE)('that there is none, when the only one %s', (_, overrides) => {
    expect(askAll([{ ...recoveryPoint(), ...overrides }])).toEqual({
      failover: undefined,
      measured: undefined,
      measuredArn: null,
      keeper: undefined,
      readiness: Number.NaN,
    });
  });

  test.each(USABLE)('on the newest, when it %s', (_, overrides) => {
    const newest = { ...recoveryPoint(), ...overrides };
    expect(askAll([OLDER, newest])).toMatchObject({
      failover: newest.createdAtMs,
      measured: newest.createdAtMs,
      keeper: newest.createdAtMs,
      readiness: newest.createdAtMs,
    });
  });
});

test.each(UNUSABLE)('one that %s is passed over with its reason', (_, overrides, reason) => {
  const { usable, unusable } = selectUsable([{ ...recoveryPoint(), ...overrides }, OLDER], USE);
  expect(usable).toEqual([OLDER]);
  expect(unusable).toEqual([expect.objectContaining({ reason: expect.stringContaining(reason) })]);
});

test('of two that were created at the same time the same is the newest, whatever the order of the list', () => {
  const [a, b] = ['a', 'b'].map((name) => recoveryPoint({ arn: arnOf(name) }));
  if (a === undefined || b === undefined) throw new Error('there are two');
  expect(newestUsable([a, b], USE)?.arn).toBe(newestUsable([b, a], USE)?.arn);
});

describe('in the vault', () => {
  const backup = mockClient(BackupClient);
  beforeEach(() => backup.reset());
  const client = new BackupClient({ region: 'us-west-2' });
  const listed = (name: string, ageHours: number, lifetimeHours: number) => ({
    RecoveryPointArn: arnOf(name),
    ResourceArn: CLUSTER_ARN,
    Status: 'COMPLETED' as const,
    CreationDate: new Date(NOW - ageHours * HOUR),
    CalculatedLifecycle: { DeleteAt: new Date(NOW + lifetimeHours * HOUR) },
  });

  test('an older one is found where the newest are about to expire', async () => {
    backup
      .on(ListRecoveryPointsByBackupVaultCommand)
      .resolvesOnce({ RecoveryPoints: [listed('expiring', 1, 1)] })
      .resolves({ RecoveryPoints: [listed('monthly', 300, 9000)] });
    expect((await findNewestUsable(client, 'standby', USE))?.arn).toBe(arnOf('monthly'));
  });

  test('those of a day are listed as they are, with the newest usable one where it is older', async () => {
    backup
      .on(ListRecoveryPointsByBackupVaultCommand)
      .resolvesOnce({ RecoveryPoints: [listed('expiring', 1, 1)] })
      .resolves({ RecoveryPoints: [listed('monthly', 300, 9000)] });
    const points = await listRecent(client, 'standby', USE, NOW - 24 * HOUR);
    expect(points.map(({ arn }) => arn)).toEqual([arnOf('expiring'), arnOf('monthly')]);
  });
});
