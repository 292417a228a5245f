import { LedgerCluster } from '../../simulator/data/ledger-store';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';

/** Rarely enough to cost little, and often enough for the check that the newest heartbeat is as new as the backup. */
const EVERY_MS = 5 * 60_000;

/** The workload's rows, written past its API: a year of requests would be a test of the API. */
export function writeHeartbeats(world: World, estate: Estate): void {
  const { scheduler } = world;
  const cluster = world.region(estate.primaryRegion).rds.cluster(estate.ClusterIdentifier);
  let sequence = 0;
  const write = (): void => {
    if (!(cluster.data instanceof LedgerCluster)) throw new Error('A year is run on the row ledger.');
    const at = new Date(scheduler.now()).toISOString();
    sequence += 1;
    cluster.data.append('heartbeats', ['year', String(sequence), at, at]);
    scheduler.after(EVERY_MS, write);
  };
  write();
}
