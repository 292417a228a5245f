import type { ZoneLoss } from '../../kernel/faults';
import { zonesOfRegion } from '../../regions';
import type { Region } from '../../world';
import { promoteReader } from './cluster-failover';
import type { Cluster, Instance } from './model';
import { sleepInRegions } from './region-clock';

/**
 * What a lost availability zone does to Aurora: its instances are out of reach, storage goes on from the other zones, and a
 * reader in another zone is promoted. Without one nothing heals before the zone returns, or somebody creates an instance in
 * another zone (Aurora User Guide, Fault tolerance for an Aurora DB cluster).
 */
export function watchZones(region: Region): void {
  const { faults, scheduler } = region.world;
  const zones = zonesOfRegion(region.name);
  faults.listenToZones((loss) => {
    if (!zones.includes(loss.zone)) return;
    scheduler.at(loss.atMs, () => lose(region, loss));
    if (loss.endMs !== undefined) scheduler.at(loss.endMs, () => recoverZone(region, loss.zone));
  });
}

/** Lets Aurora notice that a cluster's writer is gone, and promote a reader of another zone if there is one. */
export function replaceWriter(region: Region, cluster: Cluster): void {
  const { scheduler, durations } = region.world;
  const detected = sleepInRegions([region], durations.drawMs('auroraWriterLossDetection')).then(async (isLit) => {
    const { rds } = region;
    // What else is being done to the cluster ends first.
    await cluster.settled;
    if (!isLit || cluster.status !== 'available' || rds.instances.writerOf(cluster) !== undefined) return;
    const lost = rds.instances.of(cluster).find(({ isWriter }) => isWriter);
    const heir = rds.instances.heirOf(cluster);
    if (heir === undefined) return;
    if (lost !== undefined) rds.events.instance(lost, 'shutdown');
    promoteReader(region, cluster, { from: lost, to: heir, durationMs: durations.drawMs('auroraWriterPromotion') });
  });
  scheduler.spawn(() => detected);
}

function lose(region: Region, loss: ZoneLoss): void {
  const { rds } = region;
  const lost = [...rds.instances.all.values()].filter((instance) => isRunningIn(instance, loss.zone));
  for (const instance of lost) {
    instance.isLost = true;
    loss.meet();
    rds.record('instance', instance.identifier, `lost with ${loss.zone}`);
  }
  for (const cluster of clustersOf(
    region,
    lost.filter(({ isWriter }) => isWriter),
  )) {
    region.rdsData.transactions.lose(cluster.arn);
    replaceWriter(region, cluster);
  }
}

/** Its instances start again: as readers where another one was promoted meanwhile. */
function recoverZone(region: Region, zone: string): void {
  const { rds, world } = region;
  const lost = [...rds.instances.all.values()].filter(
    ({ isLost, availabilityZone }) => isLost && availabilityZone === zone,
  );
  for (const instance of lost) {
    const started = sleepInRegions([region], world.durations.drawMs('auroraInstanceRestart')).then((isLit) => {
      if (!isLit || world.faults.isZoneLost(zone, world.scheduler.now())) return;
      instance.isLost = false;
      instance.runs += 1;
      rds.record('instance', instance.identifier, `back with ${zone}`);
      rds.events.instance(instance, 'restarted');
      const cluster = rds.clusters.get(instance.clusterIdentifier);
      // A reader that is back before its writer takes over.
      if (rds.instances.writerOf(cluster) === undefined) replaceWriter(region, cluster);
    });
    world.scheduler.spawn(() => started);
  }
}

function isRunningIn({ availabilityZone, status, isLost }: Instance, zone: string): boolean {
  return availabilityZone === zone && status === 'available' && !isLost;
}

function clustersOf(region: Region, instances: readonly Instance[]): ReadonlySet<Cluster> {
  return new Set(instances.map(({ clusterIdentifier }) => region.rds.clusters.get(clusterIdentifier)));
}
