import type { DBCluster, DescribeDBClustersCommandOutput } from '@aws-sdk/client-rds';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, primaryCluster, rdsCall, sql } from '../../support/aurora-world';

export const WEST = 'us-west-2';

export interface CopiedWorld {
  readonly world: AuroraWorld;
  readonly primary: Cluster;
  /** Of the copy in us-west-2, which holds two numbers. */
  readonly snapshotArn: string;
}

/** A cluster in us-east-1, and a snapshot of it that was copied to us-west-2. */
export async function copiedWorld(): Promise<CopiedWorld> {
  const world = auroraWorld();
  const primary = await primaryCluster(world);
  await sql(world, primary, 'INSERT INTO numbers VALUES (1), (2)');
  const { rds: east } = world.region('us-east-1');
  const { rds: west, kms } = world.region(WEST);
  const source = await east.takeSnapshot(primary.arn, 'awsbackup:job-1');
  east.finishSnapshot(source);
  const copy = west.importSnapshotCopy(source, { id: 'awsbackup:copyjob-1', kmsKeyArn: kms.createKey({}).arn });
  west.finishSnapshot(copy);
  return { world, primary, snapshotArn: copy.arn };
}

export const restoreInput = (snapshotArn: string, more: object = {}) => ({
  DBClusterIdentifier: 'restored',
  SnapshotIdentifier: snapshotArn,
  Engine: 'aurora-postgresql',
  EngineVersion: '17.9',
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
  ...more,
});

export const writerInput = () => ({
  DBInstanceIdentifier: 'restored-writer',
  DBClusterIdentifier: 'restored',
  DBInstanceClass: 'db.serverless',
  Engine: 'aurora-postgresql',
});

/** The restored cluster with a writer that is there. */
export async function restoreWithWriter(world: AuroraWorld, snapshotArn: string): Promise<Cluster> {
  await rdsCall(world, WEST, 'RestoreDBClusterFromSnapshot', restoreInput(snapshotArn));
  const cluster = world.region(WEST).rds.cluster('restored');
  await world.scheduler.runToEnd(cluster.settled);
  await rdsCall(world, WEST, 'CreateDBInstance', writerInput());
  await world.scheduler.runUntil(world.scheduler.now() + 600_000);
  return cluster;
}

export async function describeRestored(world: AuroraWorld): Promise<DBCluster> {
  const found = await rdsCall<DescribeDBClustersCommandOutput>(world, WEST, 'DescribeDBClusters', {
    DBClusterIdentifier: 'restored',
  });
  const [cluster] = found.DBClusters ?? [];
  if (cluster === undefined) throw new Error('no cluster');
  return cluster;
}
