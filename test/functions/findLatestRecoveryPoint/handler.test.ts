import {
  BackupClient,
  DescribeRecoveryPointCommand,
  ListRecoveryPointsByBackupVaultCommand,
} from '@aws-sdk/client-backup';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/findLatestRecoveryPoint/aws';
import { build } from '../../../functions/findLatestRecoveryPoint/handler';
import { clusterIdentifierOf, failoverRun, TAG } from '../../../functions/shared/names';
import { GONE } from '../vault-gone';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID, TAGS } from '../rds-facts';

const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  VAULT_NAME: 'standby-vault',
  SOURCE_CLUSTER_ARN: CLUSTER,
  RPO_MINUTES: '60',
  MINIMUM_LIFETIME_MINUTES: '360',
});
const backup = mockClient(BackupClient);
const rds = mockClient(RDSClient);
const handler = build(aws, () => NOW);
beforeEach(() => {
  backup.reset();
  rds.reset();
});

const snapshot = (name: string, ageMinutes: number) => ({
  RecoveryPointArn: `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:${name}`,
  ResourceArn: CLUSTER,
  ResourceType: 'Aurora',
  Status: 'COMPLETED' as const,
  CreationDate: new Date(NOW - ageMinutes * 60_000),
  CompletionDate: new Date(NOW),
});

test('reads all pages: the newest may be on the last', async () => {
  backup
    .on(ListRecoveryPointsByBackupVaultCommand)
    .resolvesOnce({ RecoveryPoints: [snapshot('old', 90)], NextToken: 'more' })
    .resolvesOnce({ RecoveryPoints: [snapshot('new', 30)] });
  const found = await handler({}, context);
  expect(found).toMatchObject({
    chosen: { recoveryPointArn: snapshot('new', 0).RecoveryPointArn, ageSeconds: 1800 },
    freshness: 'fresh',
    objectiveSeconds: 3600,
  });
  expect(backup.commandCalls(ListRecoveryPointsByBackupVaultCommand)[1]?.args[0].input).toMatchObject({
    BackupVaultName: 'standby-vault',
    ByResourceArn: CLUSTER,
    NextToken: 'more',
  });
});

test('a time before the oldest recovery point is named as what is wrong, not the vault', async () => {
  backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [] });
  const notAfter = new Date(NOW - 100 * 60_000).toISOString();
  await expect(handler({ notAfter }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringMatching(
      /^notAfter: the vault standby-vault has no recovery point of .* or before\. Write a later/,
    ),
  });
});

describe('the newest that can be restored', () => {
  const named = snapshot('old', 90);

  beforeEach(() => {
    backup.on(DescribeRecoveryPointCommand).resolves({ ...named, BackupVaultName: 'standby-vault' });
    backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({
      RecoveryPoints: [named, snapshot('new', 30), { ...snapshot('copying', 5), Status: 'PARTIAL' }],
    });
  });

  test.each([
    ['of its own choice', {}, 'new'],
    ['beside one that was asked for', { recoveryPointArn: named.RecoveryPointArn, compareWithNewest: true }, 'old'],
    [
      'beside one that was asked for by time',
      { notAfter: new Date(NOW - 3_600_000).toISOString(), compareWithNewest: true },
      'old',
    ],
  ])('is said %s', async (_, input, chosen) => {
    expect(await handler(input, context)).toMatchObject({
      chosen: { recoveryPointArn: snapshot(chosen, 0).RecoveryPointArn },
      newest: { recoveryPointArn: snapshot('new', 0).RecoveryPointArn, ageSeconds: 1800 },
    });
  });

  test('is not read where another one was asked for and nobody wants to know', async () => {
    expect(await handler({ recoveryPointArn: named.RecoveryPointArn }, context)).toMatchObject({ newest: null });
    expect(backup.commandCalls(ListRecoveryPointsByBackupVaultCommand)).toEqual([]);
  });
});

test('takes the age from the creation date, so that a late copy is old', async () => {
  backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [snapshot('a', 61)] });
  expect(await handler({}, context)).toMatchObject({ freshness: 'stale', chosen: { ageSeconds: 3660 } });
});

test('looks further back when the last days hold nothing usable', async () => {
  backup
    .on(ListRecoveryPointsByBackupVaultCommand)
    .resolvesOnce({ RecoveryPoints: [] })
    .resolvesOnce({ RecoveryPoints: [snapshot('a', 5 * 1440)] });
  expect(await handler({}, context)).toMatchObject({ freshness: 'stale' });
});

test('an empty vault is a matter for the operator, with the vault and the cluster named', async () => {
  backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [] });
  await expect(handler({}, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    reason: 'no-usable-recovery-point',
    message: expect.stringMatching(/^no-usable-recovery-point: .*standby-vault/),
  });
});

test.each([
  ['listed', {}],
  ['asked for one by name', { recoveryPointArn: snapshot('a', 1).RecoveryPointArn }],
])('a vault that is not there when it is %s is a matter for the operator', async (_, request) => {
  backup.on(ListRecoveryPointsByBackupVaultCommand).rejects(GONE);
  backup.on(DescribeRecoveryPointCommand).rejects(GONE);
  await expect(handler(request, context)).rejects.toMatchObject({
    reason: 'no-usable-recovery-point',
    message: expect.stringMatching(
      /no vault standby-vault, or the role may not read it .*aws backup list-backup-vaults/,
    ),
  });
});

test('a recovery point of another cluster is an invalid request', async () => {
  const { RecoveryPointArn } = snapshot('a', 1);
  backup.on(DescribeRecoveryPointCommand).resolves({ ...snapshot('a', 1), ResourceArn: 'arn:other' });
  await expect(handler({ recoveryPointArn: RecoveryPointArn }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('belongs to arn:other'),
  });
});

test('a recovery point that is not in the vault is an invalid request', async () => {
  backup.on(DescribeRecoveryPointCommand).rejects(awsError('ResourceNotFoundException'));
  await expect(handler({ recoveryPointArn: snapshot('a', 1).RecoveryPointArn }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
  });
});

test('a name of another region is refused without asking AWS', async () => {
  const recoveryPointArn = 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1';
  await expect(handler({ recoveryPointArn }, context)).rejects.toMatchObject({ name: 'InvalidRequestError' });
  expect(backup.calls()).toHaveLength(0);
});

test('a throttled call is one to repeat', async () => {
  backup.on(ListRecoveryPointsByBackupVaultCommand).rejects(awsError('ThrottlingException'));
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});

describe('a failover that continues another', () => {
  const adopted = snapshot('adopted', 50);
  const request = { adoptedRecoveryPointArn: adopted.RecoveryPointArn, failoverId: FAILOVER_ID };
  const DBClusterIdentifier = clusterIdentifierOf(failoverRun('pilot-light', FAILOVER_ID), adopted.RecoveryPointArn);

  beforeEach(() => {
    backup.on(ListRecoveryPointsByBackupVaultCommand).resolves({ RecoveryPoints: [snapshot('newer', 10), adopted] });
    backup.on(DescribeRecoveryPointCommand).resolves(adopted);
  });

  test('goes on with what stands under its name and tags', async () => {
    const tags = { ...TAGS, [TAG.recoveryPoint]: adopted.RecoveryPointArn };
    rds.on(DescribeDBClustersCommand, { DBClusterIdentifier }).resolves({
      DBClusters: [
        {
          DBClusterIdentifier,
          DBClusterArn: 'arn',
          Status: 'creating',
          TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    });
    expect(await handler(request, context)).toMatchObject({
      chosenBecause: 'adopted',
      chosen: { recoveryPointArn: adopted.RecoveryPointArn },
      newer: { recoveryPointArn: snapshot('newer', 10).RecoveryPointArn, ageSeconds: 600 },
      ask: null,
    });
  });

  test('takes the newest when nothing stands, and stops by name when users are served from it', async () => {
    rds.on(DescribeDBClustersCommand).rejects(awsError('DBClusterNotFoundFault', 'no', 404));
    expect(await handler(request, context)).toMatchObject({ chosenBecause: 'newest', newer: null });
    await expect(handler({ ...request, serves: 'standby' }, context)).rejects.toMatchObject({
      reason: 'standby-serves',
      message: expect.stringContaining('is not there'),
    });
  });

  test('asks RDS nothing when the unfinished failover has begun with a replica', async () => {
    const adoptedRecoveryPointArn = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica';
    expect(await handler({ ...request, adoptedRecoveryPointArn }, context)).toMatchObject({ chosenBecause: 'newest' });
    expect(rds.calls()).toHaveLength(0);
  });
});
