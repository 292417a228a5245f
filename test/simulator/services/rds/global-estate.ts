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
import { callService, type FakeWorld, fakeWorld, providerRequest } from '../../support/fake-world';

export const PRIMARY = 'us-east-1';
export const STANDBY = 'us-west-2';
export const REPLICA_ARN = 'arn:aws:rds:us-west-2:111111111111:cluster:shop-replica';

export const REPLICA = {
  DBClusterIdentifier: 'shop-replica',
  Engine: 'aurora-postgresql',
  GlobalClusterIdentifier: 'shop-global',
  SourceRegion: PRIMARY,
  EnableHttpEndpoint: true,
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
};

/** A primary with a writer and a table, the global cluster around it, and a headless secondary. */
export async function globalEstate({ managed = false } = {}): Promise<FakeWorld> {
  const world = fakeWorld({
    regionServices: (region) => ({
      rds: new Rds(region),
      kms: new Kms(region),
      secretsManager: new SecretsManager(region),
      cloudWatch: new CloudWatch(region),
      events: { publish: () => undefined },
    }),
    worldServices: ({ scheduler, random }) => ({ faults: new Faults([], scheduler.now(), random) }),
  });
  const [secret, attachment] = secretProviders;
  if (secret === undefined || attachment === undefined) throw new Error('no providers of secrets');
  const made = await create(world, secret, PRIMARY, {
    Name: 'shop/database',
    GenerateSecretString: { GenerateStringKey: 'password', SecretStringTemplate: '{"username":"postgres"}' },
    ReplicaRegions: [{ Region: STANDBY }],
  });
  await create(world, clusterProvider, PRIMARY, {
    DBClusterIdentifier: 'shop-primary',
    Engine: 'aurora-postgresql',
    DatabaseName: 'app',
    MasterUsername: 'postgres',
    ...(managed ? { ManageMasterUserPassword: true } : { MasterUserPassword: 'secret-secret' }),
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
  });
  await create(world, attachment, PRIMARY, {
    SecretId: made.physicalId,
    TargetId: 'shop-primary',
    TargetType: 'AWS::RDS::DBCluster',
  });
  await create(world, instanceProvider, PRIMARY, {
    DBInstanceIdentifier: 'shop-primary-writer',
    DBInstanceClass: 'db.serverless',
    DBClusterIdentifier: 'shop-primary',
    Engine: 'aurora-postgresql',
  });
  await world.scheduler.runToEnd(
    primaryOf(world).data?.query('CREATE TABLE numbers (number int)') ?? Promise.resolve([]),
  );
  await create(world, globalClusterProvider, PRIMARY, {
    GlobalClusterIdentifier: 'shop-global',
    SourceDBClusterIdentifier: 'shop-primary',
  });
  await create(world, clusterProvider, STANDBY, REPLICA);
  return world;
}

export function create(
  world: FakeWorld,
  provider: ResourceProvider,
  region: string,
  properties: Readonly<Record<string, unknown>>,
) {
  return world.scheduler.runToEnd(
    Promise.resolve().then(() => provider.create(providerRequest(world.region(region), 'Resource', { ...properties }))),
  );
}

/** Gives the secondary an instance. */
export async function addReader(world: FakeWorld): Promise<void> {
  await create(world, instanceProvider, STANDBY, {
    DBInstanceIdentifier: 'shop-replica-reader',
    DBInstanceClass: 'db.serverless',
    DBClusterIdentifier: 'shop-replica',
    Engine: 'aurora-postgresql',
  });
}

export function primaryOf(world: FakeWorld): Cluster {
  return world.region(PRIMARY).rds.cluster('shop-primary');
}

export function callIn<Output = Record<string, unknown>>(
  world: FakeWorld,
  region: string,
  operation: string,
  input: object,
): Promise<Output> {
  return world.scheduler.runToEnd(callService<Output>(world, { region, service: 'rds', operation, input }));
}

export function failOverIn(world: FakeWorld) {
  return callIn(world, STANDBY, 'FailoverGlobalCluster', {
    GlobalClusterIdentifier: 'shop-global',
    TargetDbClusterIdentifier: REPLICA_ARN,
    AllowDataLoss: true,
  });
}

export async function membersIn(world: FakeWorld) {
  const { GlobalClusters } = await callIn<DescribeGlobalClustersCommandOutput>(
    world,
    STANDBY,
    'DescribeGlobalClusters',
    {},
  );
  return GlobalClusters?.[0]?.GlobalClusterMembers?.map((member) => ({
    DBClusterArn: member.DBClusterArn,
    IsWriter: member.IsWriter,
    SynchronizationStatus: member.SynchronizationStatus,
    Readers: member.Readers,
  }));
}

export function darken(world: FakeWorld): void {
  world.dark.add(PRIMARY);
  world.faults.addDarkness(PRIMARY, world.scheduler.now());
}

export async function insertInto(world: FakeWorld, { data }: Cluster, number: number): Promise<void> {
  await world.scheduler.runToEnd(data?.query('INSERT INTO numbers VALUES ($1)', [number]) ?? Promise.resolve([]));
}

export async function numbersOf(world: FakeWorld, { data }: Cluster): Promise<readonly number[]> {
  const rows = await world.scheduler.runToEnd(
    data?.query('SELECT number FROM numbers ORDER BY number') ?? Promise.resolve([]),
  );
  return rows.map((row) => Number(row['number']));
}
