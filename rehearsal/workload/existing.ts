import { createWorld } from '../../simulator/create-world';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import { VIRTUAL_START_MS } from '../stage/options';
import { type ConfiguredWorkload, lookUp, type SimulatedNames } from './look-up';
import { replicateFrontend } from './own-frontend';
import { deployOwnStacks } from './own-stacks';
import type { RehearsedWorkload } from './workload';
import type { WorkloadFile } from './workload-file';

/**
 * A workload that runs already, as its team deploys it.
 * @param configured with the names of `nameAhead` for this seed, as the stacks that protect it have them
 */
export function existingWorkload(file: WorkloadFile, configured: ConfiguredWorkload): RehearsedWorkload {
  return {
    client: file.client,
    heartbeat: configured.heartbeat,
    release: null,
    async standUp(world) {
      await deployOwnStacks(world, file, configured);
      const { secretArn, keyArn } = lookUp(world, file, configured);
      if (secretArn !== configured.secretArn || keyArn !== configured.keyArn)
        throw new Error(`The world of this seed names ${secretArn} and ${keyArn} otherwise than the one before.`);
    },
    async fill(world, estate) {
      replicateFrontend(world, estate, configured);
    },
  };
}

/** What a world of this seed will call the cluster's secret and its key: a world of the same seed names things the same. */
export async function nameAhead(
  file: WorkloadFile,
  configured: ConfiguredWorkload,
  seed: number,
): Promise<SimulatedNames> {
  const { account: accountId, primaryRegion, standbyRegion } = configured;
  const world = createWorld({
    seed,
    startMs: VIRTUAL_START_MS,
    accountId,
    regions: [primaryRegion, standbyRegion].sort(),
  });
  try {
    await deployOwnStacks(world, file, configured);
    const { secretArn, keyArn } = lookUp(world, file, configured);
    return { secretArn, keyArn };
  } finally {
    await world.scheduler.runToEnd(closeDataStoreOf(world));
  }
}
