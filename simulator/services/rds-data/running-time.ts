import type { Region } from '../../world';

/** db.r6g.large and its like have two processors and 16 GiB, as much as 8 ACUs (Aurora User Guide, Aurora capacity). */
const PROVISIONED_ACUS = 8;
/** What a serverless instance has at least while it runs. */
const LEAST_ACUS = 0.5;

/**
 * How long the writer of a cluster takes for a statement whose plan so many rows go through, in milliseconds: whole seconds,
 * so that what an application asks takes none. It stays at its minimum: a statement does not wait for more capacity.
 */
export function runningTimeMs(region: Region, clusterArn: string, plannedRows: number): number {
  const { clusters, instances } = region.rds;
  const cluster = clusters.find(clusterArn);
  const writer = cluster && instances.writerOf(cluster);
  const acus =
    writer?.instanceClass === 'db.serverless'
      ? Math.max(cluster?.scaling?.MinCapacity ?? 0, LEAST_ACUS)
      : PROVISIONED_ACUS;
  const perMillionMs = region.world.durations.middleMs('auroraMillionRowsPerAcu');
  return Math.floor(((plannedRows / 1_000_000) * perMillionMs) / acus / 1000) * 1000;
}
