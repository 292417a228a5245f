import * as z from 'zod';
import type { Surroundings } from '../../shared/create-handler';
import type { Reports } from '../aws';
import { instant } from '../common/lenient';
import { attempt, type Read } from '../common/read';
import { type Environment, EXECUTIONS_PREFIX } from '../contract';
import type { EarlierDrill, RunningFacts } from './facts';

/** With how many drills a drill is compared. */
export const MOST_DRILLS = 8;
/** Between eight drills there are failovers, and drills that somebody started by hand: so many objects are read at most. */
const MOST_OBJECTS = 32;
const AT_A_TIME = 8;

const DrillEvidence = z.object({
  mode: z.literal('drill'),
  workload: z.string(),
  execution: z.string(),
  startedAt: instant,
  verdict: z.string(),
  rto: z.object({ achievedSeconds: z.number().nullable() }),
  steps: z.array(z.object({ name: z.string(), startedAt: instant, endedAt: instant, status: z.string() })),
});

/**
 * The last drills of this workload before this execution, the oldest first. A report is never late for its history: each
 * object is asked for once, and what is not read within seconds is reported as not read.
 */
export async function readEarlierDrills(
  reports: Reports,
  { execution, record }: RunningFacts,
  surroundings: Surroundings<Environment>,
): Promise<Read<readonly EarlierDrill[]>> {
  if (record.request?.mode !== 'drill') return { kind: 'read', value: [] };
  const { EVIDENCE_BUCKET_NAME: bucket, WORKLOAD_NAME: workload } = surroundings.environment;
  return await attempt(surroundings, async () => {
    const keys = await reports.newestKeys(bucket, EXECUTIONS_PREFIX, MOST_OBJECTS);
    const drills: EarlierDrill[] = [];
    for (let read = 0; read < keys.length && drills.length < MOST_DRILLS; read += AT_A_TIME) {
      const texts = await Promise.all(keys.slice(read, read + AT_A_TIME).map((key) => reports.object(bucket, key)));
      const found = texts.flatMap((text) => drillOf(text, workload) ?? []);
      drills.push(...found.filter(({ startedAt }) => Date.parse(startedAt) < Date.parse(execution.startTime)));
    }
    return drills.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt)).slice(-MOST_DRILLS);
  });
}

/** Undefined for what is no drill of this workload. */
function drillOf(text: string | undefined, workload: string): EarlierDrill | undefined {
  const parsed = DrillEvidence.safeParse(jsonOf(text));
  if (!parsed.success || parsed.data.workload !== workload) return undefined;
  const { execution, startedAt, verdict, rto, steps } = parsed.data;
  return {
    execution,
    startedAt,
    verdict,
    rtoSeconds: rto.achievedSeconds,
    steps: steps
      .filter(({ status }) => status === 'succeeded')
      .map((step) => ({ name: step.name, seconds: secondsOf(step) })),
  };
}

/** As whole seconds. */
export function secondsOf({ startedAt, endedAt }: { readonly startedAt: string; readonly endedAt: string }): number {
  return Math.max(0, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000));
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
