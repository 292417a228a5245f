import * as z from 'zod';
import { outcomeOf, statusOf } from '../../simulator/services/states/execution-record';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';

export interface YearDrill {
  readonly startedAt: string;
  /** Of its report, or `skipped`; without a report, how the execution ended. */
  readonly verdict: string;
  /** Null when it did not prove the standby. */
  readonly rtoSeconds: number | null;
}

const Output = z.object({
  verdict: z.string(),
  rto: z.object({ achievedSeconds: z.number().nullable() }).optional(),
});

/** The drills that the schedule has started so far, the oldest first. */
export function drillsOf(world: World, estate: Estate): readonly YearDrill[] {
  const { states } = world.region(estate.standbyRegion);
  return states.executions(estate.RegionalFailoverArn).map((record) => {
    const output = Output.safeParse(JSON.parse(outcomeOf(record).output ?? 'null'));
    return {
      startedAt: new Date(record.startedAtMs).toISOString(),
      verdict: output.data?.verdict ?? statusOf(record),
      rtoSeconds: output.data?.rto?.achievedSeconds ?? null,
    };
  });
}
