import {
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/restoreAurora/aws';
import type { Progress } from '../../../functions/restoreAurora/contract';
import { build } from '../../../functions/restoreAurora/handler';
import { clusterIdentifierOf, failoverRun } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID } from '../rds-facts';
import { ENVIRONMENT } from './environment';
import { standInSecrets } from './secrets';

setEnvironment(ENVIRONMENT);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NEWEST = { recoveryPointArn: 'arn:a', createdAt: new Date(NOW - 50 * MINUTE_MS).toISOString() };
const OLDER = { recoveryPointArn: 'arn:b', createdAt: new Date(NOW - 110 * MINUTE_MS).toISOString() };
const INPUT = { failoverId: FAILOVER_ID, mode: 'failover', candidates: [NEWEST, OLDER] };
const IDENTIFIER = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), 'arn:a');
const FALLBACK = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), 'arn:b');

const rds = mockClient(RDSClient);
beforeEach(() => {
  rds.reset();
  standInSecrets();
  rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [] });
  rds.on(DescribeDBClusterSnapshotsCommand).resolves(snapshot('available'));
});

const snapshot = (Status: string) => ({
  DBClusterSnapshots: [{ Status, Engine: 'aurora-postgresql', EngineVersion: '17.9' }],
});
const at = (afterMs: number, input: object = {}, progress?: Progress) =>
  build(aws, () => NOW + afterMs)({ ...INPUT, ...input, progress }, context);
const refuse = (name: string, status?: number) =>
  rds.on(RestoreDBClusterFromSnapshotCommand).rejects(awsError(name, name, status));

test.each(['DBClusterSnapshotNotFoundFault', 'DBSnapshotNotFoundFault', 'InvalidRestoreFault'])(
  'falls back to the next recovery point after %s, and reports it',
  async (name) => {
    rds.on(RestoreDBClusterFromSnapshotCommand, { SnapshotIdentifier: 'arn:a' }).rejects(awsError(name));
    expect(await at(0)).toMatchObject({
      recoveryPointArn: 'arn:b',
      clusterIdentifier: FALLBACK,
      progress: { rejected: [{ recoveryPointArn: 'arn:a', reason: expect.stringContaining(name) }] },
    });
  },
);

test('falls back when the restore fails after it has begun, and names the failed cluster as abandoned', async () => {
  const failed = { DBClusterIdentifier: IDENTIFIER, DBClusterArn: 'arn:cluster', Status: 'migration-failed' };
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [failed] });
  expect(await at(0)).toMatchObject({ recoveryPointArn: 'arn:b', abandoned: [IDENTIFIER] });
});

test('gives up when no recovery point is left, with every reason', async () => {
  refuse('InvalidRestoreFault');
  await expect(at(0)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringMatching(/^no-restorable-recovery-point: .*arn:a: InvalidRestore.*arn:b: InvalidRestore/),
  });
});

describe('a fallback', () => {
  beforeEach(() => {
    rds
      .on(RestoreDBClusterFromSnapshotCommand, { SnapshotIdentifier: 'arn:a' })
      .rejects(awsError('InvalidRestoreFault'));
  });

  test('that is older than what the caller accepts is not restored without asking', async () => {
    await expect(at(0, { fallbackMaxAgeMinutes: 60 })).rejects.toMatchObject({
      name: 'UnsafeToProceedError',
      reason: 'fallback-needs-acceptance',
      message: expect.stringMatching(
        /arn:a: InvalidRestoreFault.*arn:b of 2026-11-22T01:10:00.000Z, is 110 minutes old, more than the 60 .*"acceptRecoveryPointAgeMinutes": 170$/,
      ),
    });
    expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)).toHaveLength(1);
  });

  test('that is as old as what the caller accepts is restored', async () => {
    expect(await at(0, { fallbackMaxAgeMinutes: 110 })).toMatchObject({ recoveryPointArn: 'arn:b' });
  });

  test('is bounded by the configuration where the caller says nothing', async () => {
    expect(await at(0)).toMatchObject({ recoveryPointArn: 'arn:b' });
    await expect(at(1440 * MINUTE_MS)).rejects.toMatchObject({ reason: 'fallback-needs-acceptance' });
  });
});

describe('what would be the same for every recovery point rejects none', () => {
  test('a key that cannot be used is tried for ten minutes, then it ends by name', async () => {
    refuse('KMSKeyNotAccessibleFault');
    const first = await at(0);
    expect(first).toMatchObject({ recoveryPointArn: 'arn:a', waitFor: null, nextPollSeconds: 15 });
    expect(first.progress).toMatchObject({ rejected: [], refusedFor: 'keyNotAccessible' });
    expect(await at(9 * MINUTE_MS, {}, first.progress)).toMatchObject({ recoveryPointArn: 'arn:a' });
    await expect(at(10 * MINUTE_MS, {}, first.progress)).rejects.toMatchObject({ reason: 'key-not-accessible' });
  });

  test('a key that could not be used for moments is used', async () => {
    rds.on(RestoreDBClusterFromSnapshotCommand).rejectsOnce(awsError('KMSKeyNotAccessibleFault')).resolves({});
    const first = await at(0);
    expect(await at(MINUTE_MS, {}, first.progress)).toMatchObject({ actions: ['restoreCluster'] });
  });

  test('minutes without capacity do not count for the key', async () => {
    refuse('InsufficientDBClusterCapacityFault', 403);
    const first = await at(0);
    refuse('KMSKeyNotAccessibleFault');
    const second = await at(HOUR_MS, {}, first.progress);
    expect(second.progress.refusedSince).toBe(new Date(NOW + HOUR_MS).toISOString());
  });

  test.each([
    ['DBClusterQuotaExceededFault', 'quota-exceeded'],
    ['StorageQuotaExceededFault', 'quota-exceeded'],
    ['DBClusterParameterGroupNotFoundFault', 'standby-misconfigured'],
    ['DBSubnetGroupNotFoundFault', 'standby-misconfigured'],
    ['DBSubnetGroupDoesNotCoverEnoughAZs', 'standby-misconfigured'],
    ['InvalidVPCNetworkStateFault', 'standby-misconfigured'],
  ])('%s ends it at once: %s', async (name, reason) => {
    refuse(name);
    await expect(at(0)).rejects.toMatchObject({ reason, message: expect.stringContaining(name) });
    expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)).toHaveLength(1);
  });

  test('a permission that is missing ends it at once', async () => {
    refuse('AccessDenied', 403);
    await expect(at(0)).rejects.toMatchObject({ name: 'InvariantViolationError' });
    expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)).toHaveLength(1);
  });
});

describe('a snapshot that RDS has not ready', () => {
  const newest = { DBClusterSnapshotIdentifier: 'arn:a' };

  test('is waited for, and gives way after ten minutes where another may be restored', async () => {
    rds.on(DescribeDBClusterSnapshotsCommand, newest).resolves(snapshot('copying'));
    const first = await at(0);
    expect(first).toMatchObject({ recoveryPointArn: 'arn:a', waitFor: null, nextPollSeconds: 15 });
    expect(await at(10 * MINUTE_MS, {}, first.progress)).toMatchObject({
      recoveryPointArn: 'arn:b',
      progress: { rejected: [{ reason: expect.stringContaining('the snapshot is copying since') }] },
    });
  });

  test('is waited for as long as nothing else may be restored', async () => {
    rds.on(DescribeDBClusterSnapshotsCommand, newest).resolves(snapshot('copying'));
    const first = await at(0, { fallbackMaxAgeMinutes: 60 });
    expect(await at(11 * HOUR_MS, { fallbackMaxAgeMinutes: 60 }, first.progress)).toMatchObject({
      recoveryPointArn: 'arn:a',
      nextPollSeconds: 60,
      detail: 'the snapshot is copying, since 2026-11-22T03:00:00.000Z',
    });
  });

  test('and will not have is rejected at once', async () => {
    rds.on(DescribeDBClusterSnapshotsCommand, newest).resolves(snapshot('failed'));
    expect(await at(0)).toMatchObject({ recoveryPointArn: 'arn:b' });
  });
});

test('missing capacity for the storage is waited for however long it takes, ever less often', async () => {
  refuse('InsufficientDBClusterCapacityFault', 403);
  const first = await at(0);
  expect(first).toMatchObject({ waitFor: null, nextPollSeconds: 60, recoveryPointArn: 'arn:a' });
  expect(await at(11 * HOUR_MS, {}, first.progress)).toMatchObject({
    nextPollSeconds: 300,
    recoveryPointArn: 'arn:a',
    detail: expect.stringContaining('since 2026-11-22T03:00:00.000Z'),
  });
});
