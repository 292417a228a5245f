import {
  CreateDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/restoreAurora/aws';
import { build } from '../../../functions/restoreAurora/handler';
import { clusterIdentifierOf, failoverRun, TAG, validationRun } from '../../../functions/shared/names';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { FAILOVER_ID } from '../rds-facts';
import { ENVIRONMENT } from './environment';
import { PASSWORD, standInSecrets, USERS } from './secrets';

setEnvironment(ENVIRONMENT);

const rds = mockClient(RDSClient);
const ssm = mockClient(SSMClient);
const handler = build(aws, () => NOW);
const rdsData = mockClient(RDSDataClient);
beforeEach(() => {
  rds.reset();
  ssm.reset();
  standInSecrets();
  rdsData.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 1 }]] });
  rds.on(DescribeDBInstancesCommand).rejects(awsError('DBInstanceNotFoundFault'));
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [] });
  rds.on(DescribeDBClusterSnapshotsCommand).resolves({
    DBClusterSnapshots: [
      { Status: 'available', Engine: 'aurora-postgresql', EngineVersion: '16.4', StorageType: 'aurora-iopt1' },
    ],
  });
});

const CANDIDATES = ['arn:a', 'arn:b'].map((recoveryPointArn) => ({
  recoveryPointArn,
  createdAt: '2026-11-22T02:00:00Z',
}));
const INPUT = { failoverId: FAILOVER_ID, mode: 'failover', candidates: CANDIDATES };
const RUN = failoverRun('pilot-light', FAILOVER_ID);
const IDENTIFIER = clusterIdentifierOf(RUN, 'arn:a');
const restored = (overrides: object = {}) => ({
  DBClusters: [
    {
      DBClusterIdentifier: IDENTIFIER,
      DBClusterArn: 'arn:cluster',
      Status: 'available',
      TagList: [
        { Key: TAG.failoverId, Value: FAILOVER_ID },
        { Key: TAG.recoveryPoint, Value: 'arn:a' },
        { Key: TAG.createdBy, Value: 'restoreAurora' },
      ],
      ...overrides,
    },
  ],
});

test("restores with the snapshot's own engine version and everything that a restore does not copy", async () => {
  const output = await handler(INPUT, context);
  expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)[0]?.args[0].input).toEqual({
    DBClusterIdentifier: IDENTIFIER,
    SnapshotIdentifier: 'arn:a',
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    DBSubnetGroupName: 'subnets',
    DBClusterParameterGroupName: 'parameters-aurora-postgresql16',
    VpcSecurityGroupIds: ['sg-1', 'sg-2'],
    KmsKeyId: 'arn:key',
    // What it was in the primary; and what serves is watched, which leaves a log group.
    StorageType: 'aurora-iopt1',
    EnableCloudwatchLogsExports: ['postgresql'],
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
    BackupRetentionPeriod: 7,
    CopyTagsToSnapshot: true,
    Tags: [
      { Key: 'team', Value: 'ops' },
      { Key: TAG.failoverId, Value: FAILOVER_ID },
      { Key: TAG.recoveryPoint, Value: 'arn:a' },
      { Key: TAG.recoveryPointCreatedAt, Value: '2026-11-22T02:00:00Z' },
      { Key: TAG.createdBy, Value: 'restoreAurora' },
    ],
  });
  expect(output).toMatchObject({
    phase: 'restoring',
    waitFor: {
      target: 'cluster',
      clusterIdentifier: IDENTIFIER,
      until: 'available',
      since: '2026-11-22T03:00:00.000Z',
    },
  });
});

test('asks for writer, Data API and master password in one call', async () => {
  rds.on(DescribeDBClustersCommand).resolves(restored());
  const output = await handler(INPUT, context);
  expect(output).toMatchObject({ phase: 'preparing', waitFor: { until: 'connectable' } });
  expect(rds.commandCalls(CreateDBInstanceCommand)[0]?.args[0].input).toMatchObject({
    DBInstanceIdentifier: `${IDENTIFIER}-writer`,
    DBClusterIdentifier: IDENTIFIER,
    DBInstanceClass: 'db.serverless',
  });
  expect(rds.commandCalls(EnableHttpEndpointCommand)[0]?.args[0].input).toEqual({ ResourceArn: 'arn:cluster' });
  expect(rds.commandCalls(ModifyDBClusterCommand)[0]?.args[0].input).toMatchObject({
    MasterUserPassword: PASSWORD,
    DeletionProtection: true,
  });
  expect(output.progress.passwordSet).toBe(true);
  expect(JSON.stringify(output)).not.toContain(PASSWORD);
});

test('asks for nothing without the secret, which would open what is restored, nor with one of another user', async () => {
  standInSecrets({});
  const missing = {
    name: 'UnsafeToProceedError',
    message: expect.stringContaining('no-database-secret: pilot-light/'),
  };
  await expect(handler(INPUT, context)).rejects.toMatchObject(missing);
  expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)).toHaveLength(0);
  standInSecrets({ ...USERS, 'pilot-light/database': 'admin' });
  rds.on(DescribeDBClustersCommand).resolves(restored({ MasterUsername: 'postgres' }));
  await expect(handler(INPUT, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringContaining('is of the user admin, and the restored database has postgres'),
  });
});

test('a step that the cluster is not ready for is tried again soon, while the others go on', async () => {
  rds.on(DescribeDBClustersCommand).resolves(restored());
  rds.on(EnableHttpEndpointCommand).rejects(awsError('InvalidResourceStateFault'));
  const output = await handler(INPUT, context);
  expect(output).toMatchObject({ waitFor: null, nextPollSeconds: 15, actions: ['createWriter', 'modifyCluster'] });
});

test('a cluster that appeared in the meantime is looked at again instead of restored again', async () => {
  rds.on(RestoreDBClusterFromSnapshotCommand).rejects(awsError('DBClusterAlreadyExistsFault'));
  expect(await handler(INPUT, context)).toMatchObject({ waitFor: null, phase: 'restoring', recoveryPointArn: 'arn:a' });
});

describe('when everything is there', () => {
  const complete = restored({
    HttpEndpointEnabled: true,
    DeletionProtection: true,
    DBClusterMembers: [{ DBInstanceIdentifier: `${IDENTIFIER}-writer`, IsClusterWriter: true }],
  });
  const GIVEN = { rejected: [], refusedSince: null, passwordSet: true };
  const parameter = (Value: string) => ({ Parameter: { Value } });

  beforeEach(() => {
    rds.on(DescribeDBClustersCommand).resolves(complete);
    rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [{ DBInstanceIdentifier: `${IDENTIFIER}-writer`, DBInstanceStatus: 'available' }],
    });
  });

  test('publishes both parameters and reads them back', async () => {
    ssm
      .on(GetParameterCommand, { Name: '/cluster-arn' })
      .resolvesOnce(parameter('not-restored'))
      .resolves(parameter('arn:cluster'));
    ssm
      .on(GetParameterCommand, { Name: '/secret-arn' })
      .resolvesOnce(parameter('not-restored'))
      .resolves(parameter('arn:pilot-light/application'));
    expect(await handler({ ...INPUT, progress: GIVEN }, context)).toMatchObject({
      phase: 'ready',
      clusterArn: 'arn:cluster',
      secretArn: 'arn:pilot-light/application',
      masterSecretArn: 'arn:pilot-light/database',
    });
    expect(ssm.commandCalls(PutParameterCommand).map((call) => call.args[0].input)).toEqual([
      { Name: '/cluster-arn', Value: 'arn:cluster', Type: 'String', Overwrite: true },
      { Name: '/secret-arn', Value: 'arn:pilot-light/application', Type: 'String', Overwrite: true },
    ]);
  });

  test('a parameter that does not keep what was written is noticed', async () => {
    ssm.on(GetParameterCommand).resolves(parameter('something else'));
    await expect(handler({ ...INPUT, progress: GIVEN }, context)).rejects.toMatchObject({
      name: 'InvariantViolationError',
    });
  });

  test('another call changes nothing', async () => {
    ssm.on(GetParameterCommand, { Name: '/cluster-arn' }).resolves(parameter('arn:cluster'));
    ssm.on(GetParameterCommand, { Name: '/secret-arn' }).resolves(parameter('arn:pilot-light/application'));
    expect(await handler(INPUT, context)).toMatchObject({ phase: 'ready', actions: [] });
    expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(0);
    expect(rds.commandCalls(ModifyDBClusterCommand)).toHaveLength(0);
  });
});

test('a failover id that would not make an identifier is refused with what to write', async () => {
  await expect(handler({ ...INPUT, failoverId: 'Über--1' }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('failoverId: write when it began, such as 20261122-030000'),
  });
});

describe('a restore on trial', () => {
  const VALIDATION = { validationId: '20261101-040000', mode: 'validation', candidates: CANDIDATES };
  const TRIAL = clusterIdentifierOf(validationRun('pilot-light', '20261101-040000'), 'arn:a');
  const onTrial = (overrides: object = {}) => ({
    DBClusters: [
      {
        DBClusterIdentifier: TRIAL,
        DBClusterArn: 'arn:cluster',
        Status: 'available',
        TagList: [
          { Key: TAG.validationId, Value: '20261101-040000' },
          { Key: TAG.recoveryPoint, Value: 'arn:a' },
          { Key: TAG.createdBy, Value: 'restoreAurora' },
        ],
        ...overrides,
      },
    ],
  });

  test('stands apart: its own name, subnets, security group and tags, and no more backups than Aurora asks for', async () => {
    const output = await handler(VALIDATION, context);
    expect(output.clusterIdentifier).toMatch(/^validate-pilot-light-20261101-040000-[0-9a-f]{6}$/);
    expect(rds.commandCalls(RestoreDBClusterFromSnapshotCommand)[0]?.args[0].input).toMatchObject({
      DBSubnetGroupName: 'trial-subnets',
      // RDS would make a log group each month, and keep it for ever.
      EnableCloudwatchLogsExports: [],
      VpcSecurityGroupIds: ['sg-closed'],
      BackupRetentionPeriod: 1,
      Tags: [
        { Key: 'team', Value: 'trial' },
        { Key: TAG.validationId, Value: '20261101-040000' },
        { Key: TAG.recoveryPoint, Value: 'arn:a' },
        { Key: TAG.recoveryPointCreatedAt, Value: '2026-11-22T02:00:00Z' },
        { Key: TAG.createdBy, Value: 'restoreAurora' },
      ],
    });
  });

  test('touches neither the protection of the cluster nor what the workload reads', async () => {
    rds.on(DescribeDBClustersCommand).resolves(onTrial());
    await handler(VALIDATION, context);
    expect(rds.commandCalls(ModifyDBClusterCommand)[0]?.args[0].input).not.toHaveProperty('DeletionProtection', true);
    expect(rds.commandCalls(ModifyDBClusterCommand)[0]?.args[0].input.DeletionProtection).toBeUndefined();
    expect(ssm.calls()).toHaveLength(0);
  });
});
