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
  const target = targetOf(region, cluster, targetIdentifier);
  promoteReader(region, cluster, {
    from: region.rds.instances.writerOf(cluster),
    to: target,
    durationMs: region.world.durations.drawMs('auroraClusterFailover'),
  });
}

interface Promotion {
  /** Who writes now, or did before its zone was lost. */
  readonly from: Instance | undefined;
  readonly to: Instance;
  readonly durationMs: number;
}

/** The promotion itself, asked for or Aurora's own, with its events. */
export function promoteReader(region: Region, cluster: Cluster, { from, to, durationMs }: Promotion): void {
  const { rds } = region;
  const isSameZone = from?.availabilityZone === to.availabilityZone;
  rds.events.failover(cluster, isSameZone ? 'startedSameZone' : 'startedCrossZone', to.identifier);
  region.rdsData.transactions.lose(cluster.arn);
  for (const instance of rds.instances.of(cluster)) instance.isWriter = false;
  rds.clusters.work(cluster, 'failing-over', durationMs, () => {
    // The reader may have been deleted meanwhile, or lost with its zone.
    const isThere = rds.instances.all.get(to.identifier) === to && !to.isLost;
    const heir = isThere ? to : rds.instances.heirOf(cluster);
    if (heir === undefined) {
      if (from !== undefined) from.isWriter = true;
      rds.events.failover(cluster, 'failed', '');
      return;
    }
    wake(region, heir);
    heir.isWriter = true;
    // Both restart in their new roles; one in a lost zone does when that is back.
    for (const instance of from === undefined || from.isLost ? [heir] : [heir, from]) {
      instance.runs += 1;
      rds.events.instance(instance, 'restarted');
    }
    rds.record('instance', heir.identifier, 'writer');
    rds.events.instance(heir, 'topologyUpdated');
    rds.events.failover(cluster, heir === from ? 'promotedAgain' : 'completed', heir.identifier);
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
  const isReader = target.clusterIdentifier === cluster.identifier && !target.isWriter;
  if (isReader && target.status === 'available' && !target.isLost) return target;
  throw new AwsError(
    'InvalidDBInstanceStateFault',
    `The DB instance ${target.identifier} is not an available reader of ${cluster.identifier}.`,
  );
}
