import { AwsError } from '../../service';
import type { Region } from '../../world';
import { globalClustersOf } from './global-clusters';
import type { Cluster, Instance } from './model';

/*
 * Aurora User Guide, "Scaling to Zero ACUs with automatic pause and resume for Aurora Serverless v2". What is paused is
 * worked out whenever somebody asks: nothing has to happen for it.
 */

const RESUME_MS = 15_000;
/** "30 seconds or longer", of an instance that was paused for more than a day. */
const RESUME_FROM_DEEP_SLEEP_MS = 30_000;
const DEEP_SLEEP_AFTER_MS = 86_400_000;
/** What a running instance has at least where the minimum is 0. */
const LEAST_RUNNING_ACUS = 0.5;

/** Since when an instance is paused; undefined while it runs, or resumes. */
export function pausedSinceMs(region: Region, instance: Instance): number | undefined {
  const cluster = region.rds.clusters.get(instance.clusterIdentifier);
  const seconds = secondsUntilPause(region, cluster, instance);
  if (seconds === undefined) return undefined;
  const sinceMs = lastUsedMs(region, cluster, instance) + seconds * 1000;
  return sinceMs <= region.world.scheduler.now() ? sinceMs : undefined;
}

/**
 * A connection to an instance, which a paused one does not get: it resumes, and takes the next one when it has.
 * @throws AwsError DatabaseResumingException, as the Data API has it
 */
export function connectTo(region: Region, instance: Instance): void {
  wake(region, instance);
  if (instance.resumedAtMs <= region.world.scheduler.now()) return;
  throw new AwsError(
    'DatabaseResumingException',
    `The Aurora DB instance ${instance.resourceId} is resuming after being auto-paused. Please wait a few seconds and try again.`,
  );
}

/** What a connection, or a failover to it, does to an instance. */
export function wake(region: Region, instance: Instance): void {
  const nowMs = region.world.scheduler.now();
  const sinceMs = pausedSinceMs(region, instance);
  if (sinceMs !== undefined)
    instance.resumedAtMs = nowMs + (nowMs - sinceMs > DEEP_SLEEP_AFTER_MS ? RESUME_FROM_DEEP_SLEEP_MS : RESUME_MS);
  instance.usedAtMs = nowMs;
}

/** @param neededAcus by its load, if there is any */
export function capacityOf(region: Region, instance: Instance, neededAcus = 0): number {
  const { scaling } = region.rds.clusters.get(instance.clusterIdentifier);
  if (scaling === undefined || instance.status !== 'available') return 0;
  if (pausedSinceMs(region, instance) !== undefined || instance.resumedAtMs > region.world.scheduler.now()) return 0;
  return Math.min(scaling.MaxCapacity, Math.max(scaling.MinCapacity, LEAST_RUNNING_ACUS, neededAcus));
}

/** Undefined where it never pauses. */
function secondsUntilPause(region: Region, cluster: Cluster, instance: Instance): number | undefined {
  const { scaling } = cluster;
  if (scaling?.MinCapacity !== 0 || instance.instanceClass !== 'db.serverless' || instance.status !== 'available')
    return undefined;
  if (globalClustersOf(region.world).of(cluster.arn) !== undefined) return undefined;
  const { parameters } = region.rds.groups.clusterParameterGroups.get(cluster.parameterGroup) ?? {};
  return parameters?.['rds.logical_replication'] === '1' ? undefined : scaling.SecondsUntilAutoPause;
}

/** The writer and the readers of tiers 0 and 1 stay awake for each other; any other reader for itself alone. */
function lastUsedMs(region: Region, cluster: Cluster, instance: Instance): number {
  const isTogether = ({ isWriter, promotionTier }: Instance) => isWriter || promotionTier <= 1;
  if (!isTogether(instance)) return instance.usedAtMs;
  const together = region.rds.instances.of(cluster).filter(isTogether);
  return Math.max(...together.map(({ usedAtMs }) => usedAtMs));
}
