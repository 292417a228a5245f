import { providers } from '../../../../simulator/services/rds/providers';
import { type AuroraWorld, closeWorld, numbersIn, rdsCall, sql } from '../../support/aurora-world';
import { copiedWorld, describeRestored, restoreInput, restoreWithWriter, WEST, writerInput } from './restored-cluster';
import { awsErrorOf, callService, providerRequest } from '../../support/fake-world';

let world: AuroraWorld;
let snapshotArn: string;

beforeEach(async () => {
  ({ world, snapshotArn } = await copiedWorld());
});

afterEach(() => closeWorld(world));

const restore = (more: object = {}) =>
  rdsCall(world, WEST, 'RestoreDBClusterFromSnapshot', restoreInput(snapshotArn, more));

const refusal = (operation: string, input: object) =>
  awsErrorOf(world, callService(world, { region: WEST, service: 'rds', operation, input }));

const passSeconds = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

test('a restore is creating with rising progress, then available without an instance, and has the rows', async () => {
  await restore();
  const percent: number[] = [];
  for (let step = 0; step < 3; step += 1) {
    const cluster = await describeRestored(world);
    expect(cluster.Status).toBe('creating');
    percent.push(Number(cluster.PercentProgress));
    await passSeconds(700);
  }
  expect(percent).toEqual([0, expect.any(Number), expect.any(Number)]);
  expect(percent[2]).toBeGreaterThan(percent[1] ?? 100);
  await passSeconds(600);
  expect(await describeRestored(world)).toMatchObject({
    Status: 'available',
    DBClusterMembers: [],
    PercentProgress: undefined,
  });
  expect(await numbersIn(world.region(WEST).rds.cluster('restored'))).toEqual([1, 2]);
});

test('a restore brings neither the managed secret, nor the Data API, nor protection, nor groups and tags', async () => {
  await restore();
  await passSeconds(3000);
  expect(await describeRestored(world)).toMatchObject({
    MasterUserSecret: undefined,
    HttpEndpointEnabled: false,
    DeletionProtection: false,
    DBSubnetGroup: 'default',
    DBClusterParameterGroup: 'default.aurora-postgresql17',
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-default' }],
    TagList: [],
    StorageEncrypted: true,
    KmsKeyId: world.region(WEST).rds.snapshots.get(snapshotArn).kmsKeyArn,
    MasterUsername: 'postgres',
  });
});

test('a restore without EngineVersion gets the default of the region, which may be too old for the snapshot', async () => {
  expect(
    (await refusal('RestoreDBClusterFromSnapshot', restoreInput(snapshotArn, { EngineVersion: undefined }))).code,
  ).toBe('InvalidParameterCombination');
});

test.each([
  [
    'a snapshot that is not in this region',
    { SnapshotIdentifier: 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1' },
    'DBClusterSnapshotNotFoundFault',
  ],
  [
    'a continuous recovery point',
    { SnapshotIdentifier: 'arn:aws:backup:us-west-2:111111111111:recovery-point:continuous:cluster-1' },
    'InvalidParameterValue',
  ],
  [
    'a key that is not in this region',
    { KmsKeyId: 'arn:aws:kms:us-east-1:111111111111:key/1' },
    'KMSKeyNotAccessibleFault',
  ],
  ['a subnet group that does not exist', { DBSubnetGroupName: 'absent' }, 'DBSubnetGroupNotFoundFault'],
  [
    'a parameter group that does not exist',
    { DBClusterParameterGroupName: 'absent' },
    'DBClusterParameterGroupNotFoundFault',
  ],
  ['an engine version that is not offered', { EngineVersion: '17.99' }, 'InvalidParameterCombination'],
  ['an identifier with two hyphens in a row', { DBClusterIdentifier: 'pilot--light' }, 'InvalidParameterValue'],
  ['another engine', { Engine: 'aurora-mysql' }, 'InvalidParameterValue'],
  ['a parameter that is not modelled', { OptionGroupName: 'x' }, 'NotModelled'],
])('a restore is refused with %s', async (_, more, code) => {
  expect((await refusal('RestoreDBClusterFromSnapshot', restoreInput(snapshotArn, more))).code).toBe(code);
  expect(world.region(WEST).rds.clusters.all.size).toBe(0);
});

test('a disabled key, a second cluster of the same name and a full quota refuse a restore', async () => {
  const { rds, kms } = world.region(WEST);
  const key = rds.snapshots.get(snapshotArn).kmsKeyArn ?? '';
  kms.setEnabled(key, false);
  expect((await refusal('RestoreDBClusterFromSnapshot', restoreInput(snapshotArn))).code).toBe(
    'KMSKeyNotAccessibleFault',
  );
  kms.setEnabled(key, true);
  await restore();
  expect((await refusal('RestoreDBClusterFromSnapshot', restoreInput(snapshotArn))).code).toBe(
    'DBClusterAlreadyExistsFault',
  );
  rds.quotas.clusters = 1;
  const second = await refusal(
    'RestoreDBClusterFromSnapshot',
    restoreInput(snapshotArn, { DBClusterIdentifier: 'second' }),
  );
  expect(second).toMatchObject({ code: 'DBClusterQuotaExceededFault', status: 403 });
});

test('a writer needs an available cluster with scaling, becomes available, and makes the cluster usable', async () => {
  await restore({ ServerlessV2ScalingConfiguration: undefined });
  expect((await refusal('CreateDBInstance', writerInput())).code).toBe('InvalidDBClusterStateFault');
  await passSeconds(3000);
  const unscaled = await refusal('CreateDBInstance', writerInput());
  expect(unscaled.message).toContain('Set the Serverless v2 scaling configuration');
  await rdsCall(world, WEST, 'ModifyDBCluster', {
    DBClusterIdentifier: 'restored',
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
  });
  expect((await describeRestored(world)).Status).toBe('modifying');
  expect((await refusal('CreateDBInstance', writerInput())).code).toBe('InvalidDBClusterStateFault');
  await passSeconds(60);
  await rdsCall(world, WEST, 'CreateDBInstance', writerInput());
  expect((await describeRestored(world)).DBClusterMembers).toMatchObject([
    { DBInstanceIdentifier: 'restored-writer', IsClusterWriter: true },
  ]);
  const status = async () => {
    const found = await rdsCall<{ DBInstances: { DBInstanceStatus: string }[] }>(world, WEST, 'DescribeDBInstances', {
      Filters: [{ Name: 'db-cluster-id', Values: ['restored'] }],
    });
    return found.DBInstances.map((instance) => instance.DBInstanceStatus);
  };
  expect(await status()).toEqual(['creating']);
  await passSeconds(500);
  expect(await status()).toEqual(['available']);
});

test('a managed master password makes a secret that opens the database once it is active', async () => {
  const cluster = await restoreWithWriter(world, snapshotArn);
  await rdsCall(world, WEST, 'EnableHttpEndpoint', { ResourceArn: cluster.arn });
  await passSeconds(60);
  await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', ManageMasterUserPassword: true });
  const described = await describeRestored(world);
  expect(described).toMatchObject({
    Status: 'resetting-master-credentials',
    MasterUserSecret: { SecretStatus: 'creating' },
  });
  const twice = await refusal('ModifyDBCluster', { DBClusterIdentifier: 'restored', DeletionProtection: true });
  expect(twice.code).toBe('InvalidDBClusterStateFault');
  await passSeconds(60);
  expect(await describeRestored(world)).toMatchObject({
    Status: 'available',
    MasterUserSecret: { SecretStatus: 'active' },
  });
  const answer = await sql(world, cluster, 'SELECT count(*) FROM numbers');
  expect(answer).toMatchObject({ records: [[{ longValue: 2 }]] });
});

test('a deletion goes writer first, needs protection off and a decision about the last snapshot', async () => {
  await restoreWithWriter(world, snapshotArn);
  await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', DeletionProtection: true });
  const skip = { DBClusterIdentifier: 'restored', SkipFinalSnapshot: true };
  expect((await refusal('DeleteDBCluster', skip)).message).toContain('Cannot delete protected Cluster');
  await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', DeletionProtection: false });
  expect((await refusal('DeleteDBCluster', { DBClusterIdentifier: 'restored' })).code).toBe(
    'InvalidParameterCombination',
  );
  expect((await refusal('DeleteDBCluster', skip)).code).toBe('InvalidDBClusterStateFault');
  await rdsCall(world, WEST, 'DeleteDBInstance', { DBInstanceIdentifier: 'restored-writer' });
  await rdsCall(world, WEST, 'DeleteDBCluster', skip);
  expect((await describeRestored(world)).Status).toBe('deleting');
  await passSeconds(400);
  expect((await refusal('DescribeDBClusters', { DBClusterIdentifier: 'restored' })).code).toBe(
    'DBClusterNotFoundFault',
  );
  expect(world.region(WEST).rds.instances.all.size).toBe(0);
});

test('an ordered failure refuses one call, or ends one restore in a status of its own, or never ends it', async () => {
  const { rds } = world.region(WEST);
  const operation = 'RestoreDBClusterFromSnapshot';
  const noCapacity = { code: 'InsufficientDBClusterCapacityFault', status: 403 };
  rds.failNext({ operation, kind: 'error', message: 'none', ...noCapacity });
  expect(await refusal(operation, restoreInput(snapshotArn))).toMatchObject(noCapacity);
  const first = rds.failNext({ operation, kind: 'status', status: 'migration-failed' });
  const second = rds.failNext({ operation, kind: 'stuck' });
  await restore();
  expect([first.isMet, second.isMet]).toEqual([true, false]);
  await restore({ DBClusterIdentifier: 'stuck' });
  await passSeconds(100_000);
  expect((await describeRestored(world)).Status).toBe('migration-failed');
  expect(rds.cluster('stuck').status).toBe('creating');
});

test('a restore asks for every resource that AWS evaluates, with tags and the grant on the key', async () => {
  const operation = world.region(WEST).rds.service.operations.RestoreDBClusterFromSnapshot;
  const input = {
    ...restoreInput(snapshotArn, {
      DBSubnetGroupName: 'Groups',
      Tags: [{ Key: 'pilot-light:failover-id', Value: 'f1' }],
    }),
  };
  const context = { world, region: WEST, caller: { kind: 'operator' as const }, requestId: '1' };
  const access = operation?.access(input, context) ?? [];
  const arn = (resource: string) => `arn:aws:rds:us-west-2:111111111111:${resource}`;
  expect(access.map((each) => `${each.action} ${each.resource}`)).toEqual([
    `rds:RestoreDBClusterFromSnapshot ${arn('cluster:restored')}`,
    `rds:RestoreDBClusterFromSnapshot ${snapshotArn}`,
    `rds:RestoreDBClusterFromSnapshot ${arn('subgrp:groups')}`,
    `rds:RestoreDBClusterFromSnapshot ${arn('cluster-pg:default.aurora-postgresql17')}`,
    `rds:AddTagsToResource ${arn('cluster:restored')}`,
    expect.stringMatching(/^kms:DescribeKey arn:aws:kms:us-west-2:/),
    expect.stringMatching(/^kms:CreateGrant arn:aws:kms:us-west-2:/),
  ]);
  expect(access[0]?.conditions).toMatchObject({ 'aws:RequestTag/pilot-light:failover-id': 'f1' });
  expect(access.at(-1)?.conditions).toMatchObject({
    'kms:GrantIsForAWSResource': 'true',
    'kms:ViaService': 'rds.us-west-2.amazonaws.com',
  });
});

test('a template makes a cluster with its secret and instances, and takes them down again', async () => {
  const region = world.region(WEST);
  const run = async (type: string, properties: Record<string, unknown>) => {
    const provider = providers.find((candidate) => candidate.type === type);
    const request = providerRequest(region, 'Resource', properties, {
      generateName: () => `Stack-${type.slice(10)}-ABC`,
    });
    const result = await world.scheduler.runToEnd(Promise.resolve(provider?.create(request)));
    const remove = async () => {
      const deletion = async () =>
        provider?.delete({ ...request, physicalId: result?.physicalId ?? '', previousProperties: properties });
      await world.scheduler.runToEnd(deletion());
    };
    return { ...result, remove };
  };
  const subnets = await run('AWS::RDS::DBSubnetGroup', {
    DBSubnetGroupDescription: 'x',
    SubnetIds: ['a', 'b'].map(() => region.ec2.create('subnet', { properties: {}, tags: {} }).id),
  });
  const parameters = await run('AWS::RDS::DBClusterParameterGroup', {
    Description: 'x',
    Family: 'aurora-postgresql17',
    Parameters: { 'rds.force_ssl': '1' },
  });
  const cluster = await run('AWS::RDS::DBCluster', {
    DBClusterIdentifier: 'made',
    Engine: 'aurora-postgresql',
    EngineVersion: '17.9',
    DatabaseName: 'app',
    MasterUsername: 'postgres',
    ManageMasterUserPassword: true,
    EnableHttpEndpoint: true,
    StorageEncrypted: true,
    DBSubnetGroupName: subnets.physicalId,
    DBClusterParameterGroupName: parameters.physicalId,
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
    Port: 5432,
  });
  const writer = await run('AWS::RDS::DBInstance', {
    DBClusterIdentifier: 'made',
    DBInstanceClass: 'db.serverless',
    Engine: 'aurora-postgresql',
    PromotionTier: 0,
    PubliclyAccessible: false,
  });
  const made = region.rds.cluster('made');
  expect(cluster.attributes).toMatchObject({
    DBClusterArn: made.arn,
    'MasterUserSecret.SecretArn': made.masterSecret?.arn,
    'Endpoint.Port': '5432',
  });
  expect(await sql(world, made, 'SELECT current_user::text, current_database()::text')).toMatchObject({
    records: [[{ stringValue: 'postgres' }, { stringValue: 'app' }]],
  });
  await expect(subnets.remove()).rejects.toThrow('still using it');
  await writer.remove();
  await cluster.remove();
  await subnets.remove();
  expect(region.rds.clusters.all.size).toBe(0);
  expect(region.secretsManager.find(made.masterSecret?.arn ?? '')).toBeUndefined();
});
