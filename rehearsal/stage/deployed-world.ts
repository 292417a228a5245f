import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import { readFaults } from '../../simulator/kernel/faults';
import type { World } from '../../simulator/world';
import { bringUp, worldOf } from './bring-up';
import type { Estate } from './estate';
import type { RehearsalOptions } from './options';
import { Timeline, type TimelineListener } from './timeline';

/** What every scenario takes. */
export type ScenarioOptions = Pick<
  RehearsalOptions,
  'assemblyDirectory' | 'workload' | 'seed' | 'durations' | 'faultsPath'
>;

/** Two regions with everything deployed. */
export interface DeployedWorld {
  readonly assembly: readonly AssemblyStack[];
  readonly world: World;
  readonly estate: Estate;
  readonly timeline: Timeline;
}

/**
 * Deploys the assembly, runs the scenario, and closes what was opened.
 * @param startMs where virtual time begins; left out, where it always does
 */
export async function inDeployedWorld<Result>(
  options: ScenarioOptions,
  listener: TimelineListener,
  run: (deployed: DeployedWorld) => Promise<Result>,
  startMs?: (assembly: readonly AssemblyStack[]) => number,
): Promise<Result> {
  const assembly = readAssembly(options.assemblyDirectory);
  const world = worldOf({
    ...options,
    assembly,
    faults: options.faultsPath === undefined ? [] : readFaults(options.faultsPath),
    ...(startMs === undefined ? {} : { startMs: startMs(assembly) }),
  });
  try {
    const timeline = new Timeline(world, listener);
    const regions = [...world.regions.keys()].join(' and ');
    timeline.phase('deploy', `deploying ${assembly.length - 1} stacks in ${regions}`);
    const estate = await bringUp(world, { ...options, assembly });
    timeline.phase('workload', 'the stacks are deployed; backups are made by the hour and copied');
    return await run({ assembly, world, estate, timeline });
  } finally {
    await world.scheduler.runToEnd(closeDataStoreOf(world));
  }
}
