import { AwsError } from '../../service';
import type { Region } from '../../world';
import { type GlobalCluster, globalClustersOf, invalidState } from './global-clusters';
import { resynchronize } from './global-resync';
import type { Cluster } from './model';
import { regionOf } from './replication';

/**
 * A managed failover: the secondary becomes the primary with what had arrived, and the old primary takes no writes any
 * more (Aurora User Guide, Performing managed failovers for Aurora global databases).
 */
export function failOver(region: Region, global: GlobalCluster, target: Cluster): void {
  const { durations } = region.world;
  const { replication } = checkTarget(region, global, target);
  const ending = region.rds.failures.take('FailoverGlobalCluster');
  const globals = globalClustersOf(region.world);
  const from = globals.primaryOf(global);
  const upToMs = replication.arrivedUpToMs();
  global.status = 'failing-over';
  global.failover = { fromArn: from.arn, toArn: target.arn, isDataLossAllowed: true };
  globals.record(global, 'failing-over');
  fence(region, from);
  if (ending !== undefined) {
    region.rds.clusters.setStatus(target, ending.kind === 'status' ? ending.status : 'failing-over');
    return;
  }
  region.rds.clusters.work(target, 'failing-over', durations.drawMs('auroraGlobalFailover'), async () => {
    await replication.promote(upToMs);
    const writer = region.rds.instances.heirOf(target);
    if (writer !== undefined) writer.isWriter = true;
    global.members = global.members.map((member) => ({
      arn: member.arn,
      isWriter: member.arn === target.arn,
      synchronization: member.arn === target.arn ? 'connected' : 'pending-resync',
    }));
    global.status = 'available';
    global.failover = undefined;
    globals.record(global, 'available');
    const name = regionOf(target.arn);
    const message = `Global failover to DB cluster ${target.identifier} in Region ${name} completed.`;
    region.rds.events.globalFailover(target, message);
    region.world.scheduler.spawn(() => resynchronize(region.world, global, from));
  });
}

/** Takes a cluster out. A secondary becomes a cluster of its own, with what had arrived. */
export function detach(region: Region, global: GlobalCluster, cluster: Cluster): void {
  const globals = globalClustersOf(region.world);
  if (global.status !== 'available') throw invalidState(`The global cluster ${global.identifier} is ${global.status}.`);
  const { replication } = cluster;
  if (replication === undefined && globals.primaryOf(global).arn !== cluster.arn) {
    // An old primary that was not built anew yet goes on with what it had.
    globals.leave(global, cluster);
    const writer = region.rds.instances.heirOf(cluster);
    if (writer !== undefined) writer.isWriter = true;
    return;
  }
  if (replication === undefined) {
    if (global.members.length > 1) throw invalidState('Remove the secondary clusters before the primary.');
    globals.leave(global, cluster);
    return;
  }
  const upToMs = replication.arrivedUpToMs();
  globals.leave(global, cluster);
  region.rds.clusters.work(cluster, 'promoting', region.world.durations.drawMs('auroraGlobalFailover'), async () => {
    await replication.promote(upToMs);
    const writer = region.rds.instances.heirOf(cluster);
    if (writer !== undefined) writer.isWriter = true;
  });
}

/** Whether the cluster can become the primary now, and what has flowed into it. */
export function checkTarget(region: Region, global: GlobalCluster, target: Cluster) {
  if (global.status !== 'available') throw invalidState(`The global cluster ${global.identifier} is ${global.status}.`);
  const { replication } = target;
  if (replication === undefined || !global.members.some(({ arn }) => arn === target.arn)) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `The DB cluster ${target.identifier} is no secondary of the global cluster ${global.identifier}.`,
    );
  }
  if (target.status !== 'available') {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `The DB cluster ${target.identifier} can't be promoted: its status is ${target.status}.`,
    );
  }
  if (region.rds.instances.heirOf(target) === undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `The DB cluster ${target.identifier} is headless: add a DB instance to it before it is promoted.`,
    );
  }
  return { replication };
}

/** What the old primary's region cannot be told, it cannot do either while it is dark. */
export function fence({ world }: Region, primary: Cluster): void {
  const { rds } = world.region(regionOf(primary.arn));
  for (const instance of rds.instances.of(primary)) instance.isWriter = false;
}
