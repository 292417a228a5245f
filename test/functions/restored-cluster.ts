import { dataStoreOf } from '../../simulator/data/store-of-world';
import type { Cluster } from '../../simulator/services/rds/model';
import type { AuroraWorld } from '../simulator/support/aurora-world';

/** A cluster restored beside the live one, with the rows that it has now. */
export async function restoredCluster(world: AuroraWorld, region: string, live: Cluster | undefined): Promise<Cluster> {
  const { rds } = world.region(region);
  const restored = rds.clusters.create({
    identifier: 'repair-pilot-light-1',
    engineVersion: '17.9',
    databaseName: 'app',
    masterUsername: 'postgres',
    storageEncrypted: false,
    httpEndpointEnabled: true,
    scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
    deletionProtection: false,
    copyTagsToSnapshot: true,
    tags: {},
  } as unknown as Parameters<typeof rds.clusters.create>[0]);
  await world.scheduler.runToEnd(restored.settled);
  const writer = rds.instances.create({
    identifier: 'repair-pilot-light-1-writer',
    clusterIdentifier: restored.identifier,
    instanceClass: 'db.serverless',
    tags: {},
  });
  await world.scheduler.runToEnd(writer.settled);
  await restored.data?.remove();
  const copy = async () => dataStoreOf(world).restore(await dataOf(live).snapshot());
  restored.data = await world.scheduler.runToEnd(copy());
  return restored;
}

export function dataOf(cluster: Cluster | undefined) {
  const data = cluster?.data;
  if (data === undefined) throw new Error('the cluster has no data');
  return data;
}

/**
 * The cluster with the static parameter `track_commit_timestamp`, which the simulator's parameter groups do not take: the
 * times of commits are the machine's.
 */
export async function trackCommits(world: AuroraWorld, cluster: Cluster | undefined): Promise<void> {
  if (cluster === undefined) throw new Error('there is no cluster');
  const before = dataOf(cluster);
  await before.query('ALTER SYSTEM SET track_commit_timestamp = on');
  const copy = async () => dataStoreOf(world).restore(await before.snapshot());
  cluster.data = await world.scheduler.runToEnd(copy());
  await before.remove();
}
