import { AwsError } from '../../service';
import type { Region } from '../../world';
import { type GlobalCluster, globalClustersOf, invalidState } from './global-clusters';
import { checkTarget, fence } from './global-failover';
import { follow } from './global-resync';
import type { Cluster } from './model';
import { sleepInRegions } from './region-clock';
import { regionOf } from './replication';

/**
 * Makes a secondary the primary, and the primary a secondary, without loss: the old primary takes no writes first, then the
 * target takes over with all that there is (Aurora User Guide, Performing switchovers for Aurora global databases).
 * @param region of the present primary, where it is asked for
 */
export function switchOver(region: Region, global: GlobalCluster, target: Cluster): void {
  const { world } = region;
  const globals = globalClustersOf(world);
  const from = globals.primaryOf(global);
  const [here, there] = [regionOf(from.arn), regionOf(target.arn)];
  if (here !== region.name) {
    throw invalidState(`A switchover is asked for in the Region of the primary cluster, ${here}.`);
  }
  if (world.isDark(there)) throw invalidState(`The DB cluster ${target.arn} can't be reached.`);
  const targetRegion = world.region(there);
  const { replication } = checkTarget(targetRegion, global, target);
  // Both need the same version, patch level included (Aurora User Guide, Patch level compatibility for managed switchovers).
  if (target.engineVersion !== from.engineVersion) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `The engine versions of ${from.identifier} and ${target.identifier} aren't compatible for a switchover.`,
    );
  }
  const report = (message: string): void => {
    for (const [name, cluster] of [
      [here, from],
      [there, target],
    ] as const) {
      world.region(name).rds.events.globalFailover(cluster, message);
    }
  };
  const to = `Global switchover to DB cluster ${target.identifier} in Region ${there}`;
  global.status = 'switching-over';
  global.failover = { fromArn: from.arn, toArn: target.arn, isDataLossAllowed: false };
  globals.record(global, 'switching-over');
  report(`${to} started.`);
  fence(region, from);
  report(`Old primary DB cluster ${from.identifier} in Region ${here} successfully shut down.`);
  const durationMs = world.durations.drawMs('auroraGlobalSwitchover');
  targetRegion.rds.clusters.work(target, 'failing-over', durationMs, async () => {
    // Nothing was written since the old primary stopped: all of it is here when both regions are.
    await sleepInRegions([region, targetRegion], 0);
    await replication.promote(world.scheduler.now());
    const writer = targetRegion.rds.instances.heirOf(target);
    if (writer !== undefined) writer.isWriter = true;
    report(`New primary DB cluster ${target.identifier} in Region ${there} was successfully promoted.`);
    global.members = global.members.map((member) => ({ ...member, isWriter: member.arn === target.arn }));
    await follow(world, global, from);
    global.status = 'available';
    global.failover = undefined;
    globals.record(global, 'available');
    report(`${to} finished.`);
  });
}
