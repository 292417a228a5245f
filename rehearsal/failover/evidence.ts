import * as z from 'zod';

/** What a rehearsal reads of the evidence that the state machine recorded. */
const Objective = z.object({ objectiveSeconds: z.number(), achievedSeconds: z.number().nullable() });

export const Evidence = z.object({
  mode: z.string().nullable(),
  verdict: z.string(),
  rto: Objective,
  rpo: Objective,
  /** How a recovery point older than the objective was accepted. */
  acceptance: z.string().nullable(),
  /** Which region the switch says that traffic goes to. */
  traffic: z.enum(['primary', 'standby', 'unknown']),
  /** What was built and is still there, although it does not serve. */
  leftovers: z.array(z.string()),
  failure: z.object({ step: z.string(), error: z.string(), cause: z.string() }).nullable(),
  /** What a person does next, with the commands. */
  nextActions: z.array(z.string()),
  /** What was restored: not always what was chosen first. */
  database: z.object({ clusterIdentifier: z.string(), recoveryPointArn: z.string() }).nullable(),
  recoveryPoint: z.object({ recoveryPointArn: z.string(), ageSeconds: z.number().nullable() }).nullable(),
  /** Which way it went: a backup that was restored, or a global database that was failed over. */
  recoveredBy: z.string().nullable(),
  /** How far behind the replica was, and when that was last known. */
  replication: z.object({ detail: z.string() }).nullable(),
  checks: z.array(z.object({ suite: z.string(), name: z.string(), passed: z.boolean(), durationMs: z.number() })),
  steps: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      budgetSeconds: z.number().nullable(),
      status: z.string(),
    }),
  ),
});

export type Evidence = z.infer<typeof Evidence>;
