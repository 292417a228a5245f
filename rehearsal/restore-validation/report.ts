import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import * as z from 'zod';
import type { OrchestrationPrice } from '../stage/orchestration-price';
import type { ReportStep } from '../stage/report-step';
import type { ReportCheck } from '../stage/report-check';

/** What a rehearsal reads of the evidence of a validation. */
export const ValidationEvidence = z.object({
  verdict: z.enum(['PASSED', 'FAILED', 'REFUSED']),
  requestedBy: z.string(),
  recoveryPoint: z.object({ recoveryPointArn: z.string() }).nullable(),
  restored: z.object({ clusterIdentifier: z.string(), recoveryPointArn: z.string() }).nullable(),
  rejected: z.array(z.object({ recoveryPointArn: z.string(), reason: z.string() })),
  age: z.object({ objectiveSeconds: z.number(), achievedSeconds: z.number().nullable() }),
  restoreSeconds: z.number().nullable(),
  checks: z.array(z.object({ name: z.string(), passed: z.boolean(), detail: z.string() })),
  steps: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      budgetSeconds: z.number().nullable(),
      status: z.string(),
    }),
  ),
  swept: z.array(z.string()),
  leftovers: z.array(z.string()),
  findings: z.array(z.object({ step: z.string(), error: z.string(), cause: z.string() })),
  nextActions: z.array(z.string()),
});
export type ValidationEvidence = z.output<typeof ValidationEvidence>;

/** What one rehearsal of a validation came to. `pilotlight rehearse restore-validation --json` prints it as it is. */
export interface ValidationReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed' | 'refused';
  readonly scenario: 'restore-validation';
  /** When the schedule was due, and when the execution that it started began. */
  readonly dueAt: string;
  readonly startedAt: string | null;
  readonly execution: {
    readonly name: string;
    readonly status: string;
    readonly error: string | null;
    readonly cause: string | null;
  } | null;
  readonly recoveryPointArn: string | null;
  readonly recoveryPointAgeSeconds: number | null;
  readonly recoveryPointObjectiveSeconds: number | null;
  readonly restoreSeconds: number | null;
  /** The checks of the data, as the validation recorded them. */
  readonly dataChecks: ValidationEvidence['checks'];
  readonly findings: ValidationEvidence['findings'];
  readonly price: OrchestrationPrice | null;
  /** Clusters, instances, caches and stacks of ours in the standby region that are not named as left in the evidence. */
  readonly orphans: readonly string[];
  /** Checks of the rehearsal itself: everything that must hold for the verdict `passed`. */
  readonly checks: readonly ReportCheck[];
  readonly steps: readonly ReportStep[];
  readonly notifications: readonly { readonly at: string; readonly subject: string }[];
}
