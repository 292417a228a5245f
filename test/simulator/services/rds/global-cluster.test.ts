import type { DescribeGlobalClustersCommandOutput } from '@aws-sdk/client-rds';
import { Faults } from '../../../../simulator/kernel/faults';
import type { ResourceProvider } from '../../../../simulator/services/cloudformation/provider';
import { CloudWatch } from '../../../../simulator/services/cloudwatch/cloudwatch';
import { Kms } from '../../../../simulator/services/kms/kms';
import { clusterProvider } from '../../../../simulator/services/rds/cluster-provider';
import { globalClusterProvider } from '../../../../simulator/services/rds/global-cluster-provider';
import { instanceProvider } from '../../../../simulator/services/rds/instance-provider';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { Rds } from '../../../../simulator/services/rds/rds';
import { providers as secretProviders } from '../../../../simulator/services/secretsmanager/providers';
import { SecretsManager } from '../../../../simulator/services/secretsmanager/secrets-manager';
import { closeWorld } from '../../support/aurora-world';
import { callService, type FakeWorld, fakeWorld, providerRequest } from '../../support/fake-world';

const PRIMARY = 'us-east-1';
const STANDBY = 'us-west-2';
const REPLICA_ARN = 'arn:aws:rds:us-west-2:111111111111:cluster:shop-replica';
const LAG = { namespace: 'AWS/RDS', name: 'AuroraGlobalDBRPOLag', dimensions: { DBClusterIdentifier: 'shop-replica' } };

let world: FakeWorld;
afterEach(() => closeWorld(world));

describe('a global cluster', () => {
  test('has a secondary without rows of its own, whose lag is reported in its region', async () => {
    await estate();
    await world.scheduler.runUntil(world.scheduler.now() + 10 * 60_000);

    const { cloudWatch, rds } = world.region(STANDBY);
    const lags = cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions);
    expect(lags.length).toBeGreaterThanOrEqual(10);
    for (const { maximum } of lags) expect(maximum).toBeCloseTo(800, -2);
    expect(rds.cluster('shop-replica')).toMatchObject({
      status: 'available',
      data: undefined,
      masterUsername: 'postgres',
    });
    expect(await members()).toEqual([
      { DBClusterArn: primary().arn, IsWriter: true, SynchronizationStatus: 'connected', Readers: [REPLICA_ARN] },
      { DBClusterArn: REPLICA_ARN, IsWriter: false, SynchronizationStatus: 'connected', Readers: [] },
    ]);
  });

  test('is failed over with exactly what had arrived when the primary went dark', async () => {
    await estate();
    await addInstance();
    await insert(1);
    await pass(5 * 60_000);
    await insert(2);
    await pass(200);
    goDark();
    await insert(3);
    await pass(10 * 60_000);

    const answer = await failOver();
    expect(answer).toMatchObject({
      GlobalCluster: {
        Status: 'failing-over',
        FailoverState: { ToDbClusterArn: REPLICA_ARN, IsDataLossAllowed: true },
      },
    });
    const replica = world.region(STANDBY).rds.cluster('shop-replica');
    expect(replica.status).toBe('failing-over');
    await world.scheduler.runToEnd(replica.settled);

    expect(replica.status).toBe('available');
    expect(world.region(STANDBY).rds.instances.writerOf(replica)?.identifier).toBe('shop-replica-reader');
    expect(await numbers(replica)).toEqual([1]);
    expect(await numbers(primary())).toEqual([1, 2, 3]);
    expect(await members()).toEqual([
      { DBClusterArn: primary().arn, IsWriter: false, SynchronizationStatus: 'pending-resync', Readers: [] },
      { DBClusterArn: REPLICA_ARN, IsWriter: true, SynchronizationStatus: 'connected', Readers: [primary().arn] },
    ]);
  });

  test('reports no lag while the primary is dark', async () => {
    await estate();
    goDark();
    const before = world.region(STANDBY).cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions).length;
    await pass(10 * 60_000);
    expect(world.region(STANDBY).cloudWatch.series(LAG.namespace, LAG.name, LAG.dimensions)).toHaveLength(before);
  });

  test('leaves its old primary without a writer', async () => {
    await estate();
    await addInstance();
    await failOver();
    expect(world.region(PRIMARY).rds.instances.writerOf(primary())).toBeUndefined();
  });

  test('lets a secondary go as a cluster of its own', async () => {
    await estate();
    await addInstance();
    await insert(1);
    await pass(60_000);
    await call('RemoveFromGlobalCluster', { GlobalClusterIdentifier: 'shop-global', DbClusterIdentifier: REPLICA_ARN });
    const replica = world.region(STANDBY).rds.cluster('shop-replica');
    expect(replica.status).toBe('promoting');
    await world.scheduler.runToEnd(replica.settled);
    expect(await numbers(replica)).toEqual([1]);
    expect(await members()).toHaveLength(1);
  });
});

describe('a failover is refused', () => {
  const REQUEST = {
    GlobalClusterIdentifier: 'shop-global',
    TargetDbClusterIdentifier: REPLICA_ARN,
    AllowDataLoss: true,
  };

  test.each<readonly [string, object, string]>([
    ['of a global cluster that is not there', { GlobalClusterIdentifier: 'other' }, 'GlobalClusterNotFoundFault'],
    ['to a cluster that is not there', { TargetDbClusterIdentifier: `${REPLICA_ARN}-2` }, 'DBClusterNotFoundFault'],
    ['to a cluster without its ARN', { TargetDbClusterIdentifier: 'shop-replica' }, 'DBClusterNotFoundFault'],
    ['that is both kinds at once', { Switchover: true }, 'InvalidParameterCombination'],
    ['without instances', {}, 'InvalidDBClusterStateFault'],
    ['as a switchover, which is not modelled', { AllowDataLoss: undefined }, 'NotModelled'],
  ])('%s', async (_, change, code) => {
    await estate();
    await expect(call('FailoverGlobalCluster', { ...REQUEST, ...change })).rejects.toMatchObject({ code });
  });

  test('while another one is under way', async () => {
    await estate();
    await addInstance();
    await call('FailoverGlobalCluster', REQUEST);
    await expect(call('FailoverGlobalCluster', REQUEST)).rejects.toMatchObject({
      code: 'InvalidGlobalClusterStateFault',
    });
  });
});

describe('a global cluster has rules for its members', () => {
  test('no managed master password', async () => {
    await expect(estate({ managed: true })).rejects.toMatchObject({
      code: 'InvalidParameterCombination',
      message: expect.stringContaining('part of an Aurora global database'),
    });
  });

  test('a secondary has no user, password or database of its own', async () => {
    await estate();
    await expect(
      create(clusterProvider, STANDBY, { ...REPLICA, DBClusterIdentifier: 'other', MasterUsername: 'postgres' }),
    ).rejects.toMatchObject({ message: 'Cannot specify MasterUsername for cross region replication cluster' });
  });

  test('a member is not deleted', async () => {
    await estate();
    await expect(
      call('DeleteDBCluster', { DBClusterIdentifier: 'shop-replica', SkipFinalSnapshot: true }),
    ).rejects.toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });
});

test('a secret has replicas of the same name, with the same end of the ARN and the same value', async () => {
  await estate();
  const [here, there] = [PRIMARY, STANDBY].map((region) => world.region(region).secretsManager.get('shop/database'));
  expect(there?.arn).toBe(here?.arn.replace(PRIMARY, STANDBY));
  expect(there?.value).toBe(here?.value);
  expect(JSON.parse(there?.value ?? '')).toMatchObject({ username: 'postgres', dbClusterIdentifier: 'shop-primary' });
  expect(() => world.region(STANDBY).secretsManager.put('shop/database', 'x')).toThrow('replica secret');
});

const REPLICA = {
  DBClusterIdentifier: 'shop-replica',
  Engine: 'aurora-postgresql',
  GlobalClusterIdentifier: 'shop-global',
  SourceRegion: PRIMARY,
  EnableHttpEndpoint: true,
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
};

/** A primary with a writer and a table, the global cluster around it, and a headless secondary. */
async function estate({ managed = false } = {}): Promise<void> {
  world = fakeWorld({
    regionServices: (region) => ({
      rds: new Rds(region),
      kms: new Kms(region),
      secretsManager: new SecretsManager(region),
      cloudWatch: new CloudWatch(region),
    }),
    worldServices: ({ scheduler, random }) => ({ faults: new Faults([], scheduler.now(), random) }),
  });
  const [secret, attachment] = secretProviders;
  if (secret === undefined || attachment === undefined) throw new Error('no providers of secrets');
  const made = await create(secret, PRIMARY, {
    Name: 'shop/database',
    GenerateSecretString: { GenerateStringKey: 'password', SecretStringTemplate: '{"username":"postgres"}' },
    ReplicaRegions: [{ Region: STANDBY }],
  });
  await create(clusterProvider, PRIMARY, {
    DBClusterIdentifier: 'shop-primary',
    Engine: 'aurora-postgresql',
    DatabaseName: 'app',
    ...(managed ? { ManageMasterUserPassword: true } : { MasterUserPassword: 'secret-secret' }),
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
  });
  await create(attachment, PRIMARY, {
    SecretId: made.physicalId,
    TargetId: 'shop-primary',
    TargetType: 'AWS::RDS::DBCluster',
  });
  await create(instanceProvider, PRIMARY, {
    DBInstanceIdentifier: 'shop-primary-writer',
    DBInstanceClass: 'db.serverless',
    DBClusterIdentifier: 'shop-primary',
    Engine: 'aurora-postgresql',
  });
  await world.scheduler.runToEnd(primary().data?.query('CREATE TABLE numbers (number int)') ?? Promise.resolve([]));
  await create(globalClusterProvider, PRIMARY, {
    GlobalClusterIdentifier: 'shop-global',
    SourceDBClusterIdentifier: 'shop-primary',
  });
  await create(clusterProvider, STANDBY, REPLICA);
}

function create(provider: ResourceProvider, region: string, properties: Readonly<Record<string, unknown>>) {
  return world.scheduler.runToEnd(
    Promise.resolve().then(() => provider.create(providerRequest(world.region(region), 'Resource', { ...properties }))),
  );
}

async function addInstance(): Promise<void> {
  await create(instanceProvider, STANDBY, {
    DBInstanceIdentifier: 'shop-replica-reader',
    DBInstanceClass: 'db.serverless',
    DBClusterIdentifier: 'shop-replica',
    Engine: 'aurora-postgresql',
  });
}

function primary(): Cluster {
  return world.region(PRIMARY).rds.cluster('shop-primary');
}

function call<Output = Record<string, unknown>>(operation: string, input: object): Promise<Output> {
  return world.scheduler.runToEnd(callService<Output>(world, { region: STANDBY, service: 'rds', operation, input }));
}

function failOver() {
  return call('FailoverGlobalCluster', {
    GlobalClusterIdentifier: 'shop-global',
    TargetDbClusterIdentifier: REPLICA_ARN,
    AllowDataLoss: true,
  });
}

async function members() {
  const { GlobalClusters } = await call<DescribeGlobalClustersCommandOutput>('DescribeGlobalClusters', {});
  return GlobalClusters?.[0]?.GlobalClusterMembers?.map((member) => ({
    DBClusterArn: member.DBClusterArn,
    IsWriter: member.IsWriter,
    SynchronizationStatus: member.SynchronizationStatus,
    Readers: member.Readers,
  }));
}

function goDark(): void {
  world.dark.add(PRIMARY);
  world.faults.addDarkness(PRIMARY, world.scheduler.now());
}

const pass = (durationMs: number) => world.scheduler.runUntil(world.scheduler.now() + durationMs);

async function insert(number: number): Promise<void> {
  await world.scheduler.runToEnd(
    primary().data?.query('INSERT INTO numbers VALUES ($1)', [number]) ?? Promise.resolve([]),
  );
}

async function numbers({ data }: Cluster): Promise<readonly number[]> {
  const rows = await world.scheduler.runToEnd(
    data?.query('SELECT number FROM numbers ORDER BY number') ?? Promise.resolve([]),
  );
  return rows.map((row) => Number(row['number']));
}
