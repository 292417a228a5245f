import * as z from 'zod';
import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import type { ReportCheck } from '../stage/report-check';

const Trend = { previousSeconds: z.array(z.number()), seconds: z.number(), slopeSeconds: z.number().nullable() };

/** What a rehearsal of drills reads of the evidence of one. */
export const DrillEvidence = z.object({
  verdict: z.string(),
  requestedBy: z.string().nullable(),
  rto: z.object({ objectiveSeconds: z.number(), achievedSeconds: z.number().nullable() }),
  leftovers: z.array(z.string()),
  comparison: z.object({
    history: z.enum(['read', 'unread']),
    earlier: z.array(z.object({ execution: z.string(), rtoSeconds: z.number().nullable() })),
    rto: z.object(Trend).nullable(),
    steps: z.array(z.object({ name: z.string(), ...Trend })),
    warning: z.string().nullable(),
  }),
});
export type DrillEvidence = z.output<typeof DrillEvidence>;

/** One quarter's drill. */
export interface DrillSummary {
  /** When the schedule was due, and when the execution that it started began. */
  readonly dueAt: string;
  readonly startedAt: string | null;
  readonly execution: string | null;
  readonly verdict: string;
  readonly rtoSeconds: number | null;
  /** How many seconds a drill takes more than the one before, by its evidence; null before there are three. */
  readonly slopeSeconds: number | null;
  readonly warning: string | null;
  readonly steps: readonly { readonly name: string; readonly seconds: number; readonly slopeSeconds: number | null }[];
}

/** What a rehearsal of drills came to. `pilotlight rehearse quarterly-drill --json` prints it as it is. */
export interface DrillsReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed';
  readonly scenario: 'quarterly-drill';
  /** One a quarter, the oldest first. */
  readonly drills: readonly DrillSummary[];
  /** Recovery times of the drills that proved the standby, in seconds, the oldest first. */
  readonly rtoTrend: readonly number[];
  readonly recoveryTimeObjectiveSeconds: number | null;
  /** Clusters, instances, caches and stacks of ours in the standby region that are not named as left in the evidence. */
  readonly orphans: readonly string[];
  readonly checks: readonly ReportCheck[];
}
