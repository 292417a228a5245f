import { AwsError } from '../../service';
import type { Region } from '../../world';
import { globalClustersOf } from './global-clusters';
import type { Cluster } from './model';
import { sleepInRegions } from './region-clock';

/**
 * What a cluster can be started from: stopped by somebody, or without its key, which is there again (AWS re:Post, "RDS DB
 * instance or Aurora DB cluster that's in an inaccessible encryption state").
 */
const STARTABLE = ['stopped', 'inaccessible-encryption-credentials-recoverable'];

/** Stops the instances of an available cluster; its storage stays. */
export function stopCluster(region: Region, cluster: Cluster): void {
  if (cluster.status !== 'available') throw inState(cluster);
  if (globalClustersOf(region.world).of(cluster.arn) !== undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `DB cluster ${cluster.identifier} is part of a global cluster and can't be stopped.`,
    );
  }
  pass(region, cluster, 'stopping', () => {
    for (const instance of region.rds.instances.of(cluster)) region.rds.instances.setStatus(instance, 'stopped');
    region.rds.clusters.setStatus(cluster, 'stopped');
    region.rds.events.cluster(cluster, 'stopped');
  });
}

/** Starts the cluster and every instance; one in a zone without capacity ends as a new one would. */
export function startCluster(region: Region, cluster: Cluster): void {
  const ending = region.rds.failures.take('StartDBCluster');
  if (!STARTABLE.includes(cluster.status)) throw inState(cluster);
  const problem = cluster.kmsKeyArn === undefined ? undefined : region.kms.useKey(cluster.kmsKeyArn);
  if (problem !== undefined) {
    throw new AwsError('KMSKeyNotAccessibleFault', `The KMS key of ${cluster.identifier} can't be used. ${problem}`);
  }
  pass(region, cluster, 'starting', () => {
    if (ending?.kind === 'stuck') return;
    const { instances, clusters, capacity } = region.rds;
    for (const instance of instances.of(cluster)) instances.setStatus(instance, capacity.statusOf(instance));
    clusters.setStatus(cluster, ending?.status ?? 'available');
    if (cluster.status === 'available') region.rds.events.cluster(cluster, 'started');
  });
}

/** Whether its instances are not running, or about to be stopped or started. */
export function isAsleep({ status }: Cluster): boolean {
  return status === 'stopped' || status === 'stopping' || status === 'starting';
}

/** As RDS refuses to delete an instance of a stopped cluster (reported of terraform destroy). */
export function inState({ identifier, status }: Cluster): AwsError {
  return new AwsError('InvalidDBClusterStateFault', `Db cluster ${identifier} is in ${status} state`);
}

function pass(region: Region, cluster: Cluster, status: 'stopping' | 'starting', finish: () => void): void {
  const { rds, world } = region;
  rds.clusters.setStatus(cluster, status);
  for (const instance of rds.instances.of(cluster)) rds.instances.setStatus(instance, status);
  const durationMs = world.durations.drawMs(status === 'stopping' ? 'auroraStopCluster' : 'auroraStartCluster');
  cluster.settled = sleepInRegions([region], durationMs).then((isLit) => {
    if (isLit && cluster.status === status) finish();
  });
  world.scheduler.spawn(() => cluster.settled);
}
