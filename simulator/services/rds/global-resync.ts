import type { World } from '../../world';
import { type GlobalCluster, globalClustersOf } from './global-clusters';
import type { Cluster } from './model';
import { sleepInRegions } from './region-clock';
import { regionOf, Replication } from './replication';

const DAY_MS = 86_400_000;

/**
 * Makes an old primary a secondary again once its region is back: a snapshot of what it had, then storage built anew from
 * the new primary (Aurora User Guide, Recovering an Aurora global database from an unplanned outage).
 */
export async function resynchronize(world: World, global: GlobalCluster, old: Cluster): Promise<void> {
  const { rds } = world.region(regionOf(old.arn));
  const regions = [
    world.region(regionOf(old.arn)),
    world.region(regionOf(globalClustersOf(world).primaryOf(global).arn)),
  ];
  if (!(await sleepInRegions(regions, 0)) || !isPending(global, old)) return;
  rds.events.globalFailover(
    old,
    `Started resynchronizing members of DB cluster ${old.identifier} post global failover.`,
  );
  if (old.data !== undefined) {
    const id = `rds:unplanned-global-failover-${old.identifier}-${stamp(world.scheduler.now())}`;
    const snapshot = await rds.snapshots.cut(old, old.data, { id, type: 'automated' });
    if (!(await sleepInRegions(regions, world.durations.drawMs('auroraClusterSnapshot')))) return;
    rds.snapshots.finish(snapshot);
    // It goes with the retention of the old primary (the same page).
    world.scheduler.after(old.backupRetentionPeriod * DAY_MS, () => rds.snapshots.remove(id));
  }
  if (!(await sleepInRegions(regions, world.durations.drawMs('auroraGlobalResync'))) || !isPending(global, old)) return;
  await follow(world, global, old);
  rds.events.globalFailover(
    old,
    `Finished resynchronizing members of DB cluster ${old.identifier} post global failover.`,
  );
}

/** The cluster follows the primary from now on, with nothing of its own. */
export async function follow(world: World, global: GlobalCluster, secondary: Cluster): Promise<void> {
  const primary = globalClustersOf(world).primaryOf(global);
  await secondary.formerData?.remove();
  secondary.formerData = secondary.data;
  secondary.data = undefined;
  secondary.restorableFromMs = undefined;
  secondary.replication = await Replication.begin(primary, secondary, world);
  global.members = global.members.map((member) =>
    member.arn === secondary.arn ? { ...member, isWriter: false, synchronization: 'connected' } : member,
  );
  globalClustersOf(world).record(global, 'resynchronized');
}

/** Neither taken out nor deleted meanwhile. */
function isPending(global: GlobalCluster, old: Cluster): boolean {
  return (
    old.status !== 'deleting' &&
    global.members.some(({ arn, synchronization }) => arn === old.arn && synchronization === 'pending-resync')
  );
}

/** `2026-01-05-06-20`, as RDS ends the names of its own snapshots. */
function stamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace(/[T:]/g, '-');
}
