import { readAssembly } from '../../assembly/read-assembly';
import { readDurations } from '../../simulator/kernel/durations';
import { Random } from '../../simulator/kernel/random';
import { defaultDarkAtMs } from '../failover/default-darkness';
import { type Conditions, conditionsOf } from '../stage/conditions';
import { firstDueMs } from '../stage/due';
import { VIRTUAL_START_MS } from '../stage/options';
import { rehearseOnStage, type StagedOptions } from '../stage/rehearse-on-stage';
import type { TimelineListener } from '../stage/timeline-event';
import { buildReport } from './build-report';
import { type Inheritance, inheritedAfter, type Quarter, runQuarter } from './quarter';
import type { DrillsReport } from './report';

export interface DrillsOptions extends StagedOptions {
  /** How many quarters. */
  readonly drills: number;
}

export interface DrillsResult {
  readonly report: DrillsReport;
  /** Of the last drill. */
  readonly evidence: string | undefined;
  readonly trace: string;
}

/** Ordinary life after which there is a copy to restore. */
const MARGIN_MS = 10 * 60_000;

/**
 * The drills of several quarters, in virtual time: the schedule of the templates starts each. Between them nothing is
 * simulated. Each quarter has regions of its own, which begin hours before its drill with what the one before has left
 * there: the records in the evidence bucket, and the date on which drills were turned on. Each draws its durations anew.
 */
export async function rehearseDrills(
  options: DrillsOptions,
  listener: TimelineListener = () => undefined,
): Promise<DrillsResult> {
  const assembly = readAssembly(options.assemblyDirectory);
  const leadMs = defaultDarkAtMs(readDurations(options.durations, new Random(options.seed))) + MARGIN_MS;
  const quarters: Quarter[] = [];
  const conditions: Conditions[] = [];
  const traces: string[] = [];
  let inherited: Inheritance = { turnedOnMs: VIRTUAL_START_MS, evidence: [] };
  let afterMs = VIRTUAL_START_MS;
  for (let count = 0; count < options.drills; count += 1) {
    const dueMs = firstDueMs('drill', assembly, afterMs);
    const seeded = { ...options, seed: options.seed + count };
    const quarter = await rehearseOnStage(
      { options: seeded, listener, startMs: () => dueMs - leadMs },
      async (stage, timeline) => {
        const seen = await runQuarter(stage, timeline, { dueMs, client: options.workload.client, inherited });
        conditions.push(conditionsOf(options, stage.world));
        traces.push(stage.world.trace.toJsonLines());
        return seen;
      },
    );
    quarters.push(quarter);
    inherited = inheritedAfter(inherited, quarter);
    afterMs = dueMs;
  }
  const report = buildReport(quarters, together(options, conditions));
  const last = quarters.at(-1)?.recorded;
  return { report, evidence: last?.from === 'bucket' ? last.text : undefined, trace: traces.join('') };
}

/** From the beginning of the first quarter's to the end of the last one's; the faults are in force in each. */
function together({ seed, durations }: DrillsOptions, each: readonly Conditions[]): Conditions {
  return {
    seed,
    durations,
    faults: each.flatMap(({ faults }) => faults),
    virtualTime: { from: each[0]?.virtualTime.from ?? '', to: each.at(-1)?.virtualTime.to ?? '' },
  };
}
