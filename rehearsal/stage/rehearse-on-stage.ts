import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { faultNames } from '../../simulator/create-world';
import { readFaults } from '../../simulator/kernel/read-faults';
import type { Estate } from './estate';
import type { RehearsalOptions } from './options';
import { regionsOf, type Stage, withStage } from './stage';
import { Timeline } from './timeline';
import type { TimelineListener } from './timeline-event';

/** What every rehearsal takes. */
export type StagedOptions = Pick<
  RehearsalOptions,
  'assemblyDirectory' | 'workload' | 'seed' | 'durations' | 'faultsPath' | 'runtimeSdk'
>;

export interface Staging {
  readonly options: StagedOptions;
  readonly listener: TimelineListener;
  /** Where virtual time begins, where that depends on what is deployed. @default VIRTUAL_START_MS */
  readonly startMs?: (assembly: readonly AssemblyStack[]) => number;
  /** What the timeline says when everything is deployed. */
  readonly describe?: (estate: Estate) => string;
}

/** Deploys the assembly, rehearses in it, and closes what was opened. */
export async function rehearseOnStage<Result>(
  { options, listener, startMs, describe = backupsAreMade }: Staging,
  run: (stage: Stage, timeline: Timeline) => Promise<Result>,
): Promise<Result> {
  const assembly = readAssembly(options.assemblyDirectory);
  const { seed, durations, faultsPath, workload, runtimeSdk } = options;
  const faults = faultsPath === undefined ? [] : readFaults(faultsPath, faultNames(regionsOf(assembly)));
  const staging = { assembly, seed, durations, faults, startMs: startMs?.(assembly), runtimeSdk };
  return await withStage(staging, async (stage) => {
    const timeline = new Timeline(stage.world, listener);
    const regions = [...stage.world.regions.keys()].join(' and ');
    timeline.phase('deploy', `deploying ${assembly.length - 1} stacks in ${regions}`);
    const estate = await stage.deploy(workload);
    timeline.phase('workload', `the stacks are deployed; ${describe(estate)}`);
    return await run(stage, timeline);
  });
}

function backupsAreMade(): string {
  return 'backups are made by the hour and copied';
}
