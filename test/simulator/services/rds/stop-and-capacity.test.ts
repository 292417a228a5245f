import type { DescribeDBClustersCommandOutput, DescribeDBInstancesCommandOutput } from '@aws-sdk/client-rds';
import { LedgerStore } from '../../../../simulator/data/ledger-store';
import { setDataStoreOf } from '../../../../simulator/data/store-of-world';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, rdsCall } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

const WEST = 'us-west-2';
const HOUR_MS = 3_600_000;

let world: AuroraWorld;
let cluster: Cluster;

beforeEach(async () => {
  world = auroraWorld();
  setDataStoreOf(world, new LedgerStore());
  const { rds, ec2 } = world.region(WEST);
  const subnets = ['us-west-2a', 'us-west-2b'].map(
    (AvailabilityZone) => ec2.create('subnet', { properties: { AvailabilityZone }, tags: {} }).id,
  );
  rds.groups.createSubnetGroup({ name: 'two-zones', description: 'x', subnetIds: subnets, tags: {} });
  cluster = rds.clusters.create({
    identifier: 'cluster',
    engineVersion: '17.9',
    masterUsername: 'postgres',
    storageEncrypted: true,
    subnetGroup: 'two-zones',
    scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
    tags: {},
  });
  await world.scheduler.runToEnd(cluster.settled);
});

afterEach(() => closeWorld(world));

const rds = <Output = Record<string, unknown>>(operation: string, input: object) =>
  rdsCall<Output>(world, WEST, operation, input);
const refusal = (operation: string, input: object) =>
  awsErrorOf(world, callService(world, { region: WEST, service: 'rds', operation, input }));
const THIS = { DBClusterIdentifier: 'cluster' };
const createWriter = (more: object = {}) => ({
  DBInstanceIdentifier: 'writer',
  DBInstanceClass: 'db.serverless',
  Engine: 'aurora-postgresql',
  ...THIS,
  ...more,
});

async function passAnHour(): Promise<void> {
  await world.scheduler.runUntil(world.scheduler.now() + HOUR_MS);
}

async function status(): Promise<readonly (string | undefined)[]> {
  const clusters = await rds<DescribeDBClustersCommandOutput>('DescribeDBClusters', THIS);
  const instances = await rds<DescribeDBInstancesCommandOutput>('DescribeDBInstances', {});
  return [
    clusters.DBClusters?.[0]?.Status,
    ...(instances.DBInstances ?? []).map(({ DBInstanceStatus }) => DBInstanceStatus),
  ];
}

test('a cluster stops with its instances, and starts with them', async () => {
  await rds('CreateDBInstance', createWriter());
  await passAnHour();
  await rds('StopDBCluster', THIS);
  expect(await status()).toEqual(['stopping', 'stopping']);
  await passAnHour();
  expect(await status()).toEqual(['stopped', 'stopped']);
  await rds('StartDBCluster', THIS);
  expect(await status()).toEqual(['starting', 'starting']);
  await passAnHour();
  expect(await status()).toEqual(['available', 'available']);
});

test('a stopped cluster is neither changed nor deleted, nor are its instances', async () => {
  await rds('CreateDBInstance', createWriter());
  await passAnHour();
  await rds('StopDBCluster', THIS);
  await passAnHour();
  for (const [operation, input] of [
    ['StopDBCluster', THIS],
    ['ModifyDBCluster', { ...THIS, DeletionProtection: true }],
    ['CreateDBInstance', createWriter({ DBInstanceIdentifier: 'second' })],
    ['DeleteDBInstance', { DBInstanceIdentifier: 'writer' }],
    ['DeleteDBCluster', { ...THIS, SkipFinalSnapshot: true }],
  ] as const) {
    expect((await refusal(operation, input)).code).toBe('InvalidDBClusterStateFault');
  }
});

test('an available cluster cannot be started', async () => {
  expect((await refusal('StartDBCluster', THIS)).code).toBe('InvalidDBClusterStateFault');
});

test('a cluster that lost its key is started when the key can be used again, not before', async () => {
  const { kms } = world.region(WEST);
  world.region(WEST).rds.clusters.setStatus(cluster, 'inaccessible-encryption-credentials-recoverable');
  const key = kms.get(cluster.kmsKeyArn ?? '');
  key.state = 'Disabled';
  expect((await refusal('StartDBCluster', THIS)).code).toBe('KMSKeyNotAccessibleFault');
  key.state = 'Enabled';
  await rds('StartDBCluster', THIS);
  await passAnHour();
  expect(await status()).toEqual(['available']);
});

test('an instance is made in the zone that is asked for, where the subnet group has a subnet', async () => {
  await rds('CreateDBInstance', createWriter({ AvailabilityZone: 'us-west-2b' }));
  expect(world.region(WEST).rds.instances.get('writer').availabilityZone).toBe('us-west-2b');
  const elsewhere = createWriter({ DBInstanceIdentifier: 'second', AvailabilityZone: 'us-west-2c' });
  expect(await refusal('CreateDBInstance', elsewhere)).toMatchObject({
    code: 'InvalidVPCNetworkStateFault',
    message: expect.stringContaining('choose from these availability zones: us-west-2a, us-west-2b'),
  });
});

describe('a zone without capacity', () => {
  const capacity = () => world.region(WEST).rds.capacity;

  test('refuses an instance, and the other zone takes it', async () => {
    capacity().withhold('us-west-2a', 'InsufficientDBInstanceCapacity');
    expect((await refusal('CreateDBInstance', createWriter())).code).toBe('InsufficientDBInstanceCapacityFault');
    await rds('CreateDBInstance', createWriter({ AvailabilityZone: 'us-west-2b' }));
    await passAnHour();
    expect(await status()).toEqual(['available', 'available']);
  });

  test('or lets it end in insufficient-capacity, until it has capacity again', async () => {
    capacity().withhold('us-west-2a', 'insufficient-capacity');
    await rds('CreateDBInstance', createWriter());
    await passAnHour();
    expect(await status()).toEqual(['available', 'insufficient-capacity']);
    capacity().giveBack('us-west-2a');
    await rds('CreateDBInstance', createWriter({ DBInstanceIdentifier: 'second', AvailabilityZone: 'us-west-2a' }));
    await passAnHour();
    expect(await status()).toEqual(['available', 'insufficient-capacity', 'available']);
  });

  test('may have none left for an instance that is started again', async () => {
    await rds('CreateDBInstance', createWriter());
    await passAnHour();
    await rds('StopDBCluster', THIS);
    await passAnHour();
    capacity().withhold('us-west-2a', 'insufficient-capacity');
    await rds('StartDBCluster', THIS);
    await passAnHour();
    expect(await status()).toEqual(['available', 'insufficient-capacity']);
  });
});
