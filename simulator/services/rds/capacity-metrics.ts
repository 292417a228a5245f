import type { Region } from '../../world';
import { capacityOf } from './auto-pause';
import type { Instance } from './model';

/**
 * Puts what Aurora puts of each serverless instance every minute: 0 of both while it is paused (Aurora User Guide,
 * "Monitoring Aurora Serverless v2 instances that use auto-pause"). Who asks says when: a year has many minutes.
 * @param neededAcus by its load, of each instance that has any
 */
export function putCapacityMetrics(region: Region, neededAcus: Readonly<Record<string, number>> = {}): void {
  for (const instance of region.rds.instances.all.values()) {
    const { scaling } = region.rds.clusters.get(instance.clusterIdentifier);
    if (scaling === undefined || instance.instanceClass !== 'db.serverless' || instance.isLost) continue;
    const acus = capacityOf(region, instance, neededAcus[instance.identifier]);
    put(region, instance, 'ServerlessDatabaseCapacity', acus);
    put(region, instance, 'ACUUtilization', (acus / scaling.MaxCapacity) * 100);
  }
}

/** Aurora User Guide, Dimensions for Aurora metrics. */
function put(region: Region, instance: Instance, name: string, value: number): void {
  const { identifier, clusterIdentifier, isWriter, engine } = instance;
  const ofCluster = { DBClusterIdentifier: clusterIdentifier };
  const at = region.world.scheduler.now();
  const all: readonly Readonly<Record<string, string>>[] = [
    { DBInstanceIdentifier: identifier },
    ofCluster,
    { ...ofCluster, Role: isWriter ? 'WRITER' : 'READER' },
    { EngineName: engine },
  ];
  for (const dimensions of all) {
    const metric = { namespace: 'AWS/RDS', name, dimensions };
    region.cloudWatch.metrics.put(metric, at, { sum: value, minimum: value, maximum: value, sampleCount: 1 });
  }
}
