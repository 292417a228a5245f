import { AwsError } from '../../service';
import type { Region } from '../../world';
import { wake } from './auto-pause';
import type { Cluster, Instance } from './model';

/**
 * Makes a reader the writer, and the writer a reader; nobody writes meanwhile (Aurora User Guide, High availability: as a
 * rule within 30 seconds). Without a target the lowest promotion tier takes over.
 */
export function failOverCluster(region: Region, cluster: Cluster, targetIdentifier: string | undefined): void {
  if (cluster.status !== 'available') {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Failover cannot be performed on ${cluster.identifier} because it is not in available state.`,
    );
  }
  const { rds, world } = region;
  const writer = rds.instances.writerOf(cluster);
  const target = targetOf(region, cluster, targetIdentifier);
  const zones = writer?.availabilityZone === target.availabilityZone ? 'same' : 'cross';
  rds.events.failover(cluster, 'failover', `Started ${zones} AZ failover to DB instance: ${target.identifier}`);
  for (const instance of rds.instances.of(cluster)) instance.isWriter = false;
  rds.clusters.work(cluster, 'failing-over', world.durations.drawMs('auroraClusterFailover'), () => {
    // The reader may have been deleted meanwhile.
    const heir = rds.instances.all.get(target.identifier) === target ? target : rds.instances.heirOf(cluster);
    if (heir === undefined) return;
    wake(region, heir);
    heir.isWriter = true;
    rds.events.failover(cluster, 'failover', `Completed failover to DB instance: ${heir.identifier}`);
  });
}

function targetOf(region: Region, cluster: Cluster, identifier: string | undefined): Instance {
  const { instances } = region.rds;
  if (identifier === undefined) {
    const reader = instances.heirOf(cluster, ({ isWriter }) => !isWriter);
    if (reader !== undefined) return reader;
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `Failover cannot be performed on ${cluster.identifier}: it has no DB instance to fail over to.`,
    );
  }
  const target = instances.get(identifier);
  if (target.clusterIdentifier === cluster.identifier && !target.isWriter && target.status === 'available')
    return target;
  throw new AwsError(
    'InvalidDBInstanceStateFault',
    `The DB instance ${target.identifier} is not an available reader of ${cluster.identifier}.`,
  );
}
