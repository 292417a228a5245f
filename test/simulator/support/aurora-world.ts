import { closeDataStoreOf } from '../../../simulator/data/store-of-world';
import { Faults } from '../../../simulator/kernel/faults';
import { AwsError } from '../../../simulator/service';
import { Backup } from '../../../simulator/services/backup/backup';
import type { PublishedEvent } from '../../../simulator/services/events/event';
import { Ec2 } from '../../../simulator/services/ec2/ec2';
import { Kms } from '../../../simulator/services/kms/kms';
import { Logs } from '../../../simulator/services/logs/logs';
import type { Cluster } from '../../../simulator/services/rds/model';
import { Rds } from '../../../simulator/services/rds/rds';
import { RdsData } from '../../../simulator/services/rds-data/rds-data';
import { SecretsManager } from '../../../simulator/services/secretsmanager/secrets-manager';
import { callService, type FakeWorld, fakeWorld } from './fake-world';

export interface AuroraWorld extends FakeWorld {
  readonly published: { readonly region: string; readonly at: string; readonly event: PublishedEvent }[];
  readonly metrics: { readonly region: string; readonly name: string; readonly dimensions: object }[];
  /** Actions that the backup role lacks. */
  readonly refused: Set<string>;
}

/** Two regions with RDS, its Data API, Secrets Manager, KMS and Backup, on real PostgreSQL. */
export function auroraWorld(): AuroraWorld {
  const published: AuroraWorld['published'] = [];
  const metrics: AuroraWorld['metrics'] = [];
  const refused = new Set<string>();
  const world = fakeWorld({
    regionServices: (region) => ({
      rds: new Rds(region),
      rdsData: new RdsData(region),
      secretsManager: new SecretsManager(region),
      backup: new Backup(region),
      kms: new Kms(region),
      ec2: new Ec2(region),
      logs: new Logs(region),
      events: {
        publish: (event: PublishedEvent) => {
          published.push({ region: region.name, at: new Date(region.world.scheduler.now()).toISOString(), event });
        },
      },
      cloudWatch: {
        putMetric: (metric: { readonly name: string; readonly dimensions: object }) => {
          metrics.push({ region: region.name, ...metric });
        },
      },
    }),
    worldServices: ({ scheduler, random }) => ({
      faults: new Faults([], scheduler.now(), random),
      iam: {
        assumeAsService: (roleArn: string) => ({ kind: 'role', roleArn, sessionName: 'AWSBackup' }),
        authorize: (_caller: unknown, access: readonly { readonly action: string; readonly resource: string }[]) => {
          const missing = access.find(({ action }) => refused.has(action));
          if (missing !== undefined)
            throw new AwsError('AccessDenied', `not authorized to perform: ${missing.action} on ${missing.resource}`);
        },
      },
    }),
  });
  return Object.assign(world, { published, metrics, refused });
}

export async function closeWorld(world: FakeWorld): Promise<void> {
  await closeDataStoreOf(world);
}

/** An available cluster with a writer, the Data API, a managed password and a table of numbers. */
export async function primaryCluster(world: AuroraWorld, region = 'us-east-1'): Promise<Cluster> {
  const { rds, kms } = world.region(region);
  const key = kms.createKey({});
  const cluster = rds.clusters.create({
    identifier: 'pilot-light-primary',
    engineVersion: '17.9',
    databaseName: 'app',
    masterUsername: 'postgres',
    storageEncrypted: true,
    kmsKeyId: key.arn,
    httpEndpointEnabled: true,
    scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
    deletionProtection: true,
    copyTagsToSnapshot: true,
    tags: { 'backup:automated': 'true' },
  });
  await world.scheduler.runToEnd(cluster.settled);
  const writer = rds.instances.create({
    identifier: 'pilot-light-primary-writer',
    clusterIdentifier: cluster.identifier,
    instanceClass: 'db.serverless',
    tags: {},
  });
  await world.scheduler.runToEnd(writer.settled);
  await sql(world, cluster, 'CREATE TABLE numbers (number int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())');
  return cluster;
}

/** Runs one statement through the Data API as the operator. */
export function sql(world: AuroraWorld, cluster: Cluster, statement: string, more: object = {}) {
  const region = cluster.arn.split(':')[3] ?? '';
  const input = {
    resourceArn: cluster.arn,
    secretArn: cluster.masterSecret?.arn ?? 'none',
    database: 'app',
    sql: statement,
    ...more,
  };
  return world.scheduler.runToEnd(
    callService(world, { region, service: 'rds-data', operation: 'ExecuteStatement', input }),
  );
}

export function rdsCall<Output = Record<string, unknown>>(
  world: AuroraWorld,
  region: string,
  operation: string,
  input: object,
): Promise<Output> {
  return world.scheduler.runToEnd(callService<Output>(world, { region, service: 'rds', operation, input }));
}

export async function numbersIn(cluster: Cluster): Promise<readonly number[]> {
  const rows = (await cluster.data?.query('SELECT number FROM numbers ORDER BY number')) ?? [];
  return rows.map((row) => Number(row['number']));
}
