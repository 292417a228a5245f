import * as z from 'zod';

const Objective = z.object({
  objectiveSeconds: z.number(),
  achievedSeconds: z.number().nullable(),
  met: z.boolean().nullable(),
});

/** The record that the state machine writes: every field that a reader may rely on. */
export const Evidence = z.object({
  execution: z.string(),
  verdict: z.enum(['passed', 'failed']),
  mode: z.unknown(),
  requestedBy: z.unknown(),
  reason: z.unknown(),
  input: z.unknown(),
  failoverId: z.string().nullable(),
  continued: z.boolean(),
  recoveredBy: z.string().nullable(),
  recoveryPoint: z
    .object({
      recoveryPointArn: z.string(),
      /** Null of a replica whose lag is not known. */
      ageSeconds: z.number().nullable(),
      chosenBecause: z.string(),
      freshness: z.string(),
    })
    .nullable(),
  acceptance: z.string().nullable(),
  database: z
    .object({
      clusterIdentifier: z.string(),
      recoveryPointArn: z.string(),
      rejected: z.array(z.object({ recoveryPointArn: z.string(), reason: z.string() })),
      abandoned: z.array(z.string()),
    })
    .nullable(),
  rto: Objective,
  rpo: Objective,
  steps: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      budgetSeconds: z.number(),
      status: z.enum(['succeeded', 'failed']),
    }),
  ),
  checks: z.array(z.object({ suite: z.string(), name: z.string(), passed: z.boolean(), detail: z.string() })),
  traffic: z.enum(['primary', 'standby', 'unknown']),
  leftovers: z.array(z.string()),
  failure: z.object({ step: z.string(), error: z.string(), cause: z.string() }).nullable(),
  nextActions: z.array(z.string()),
});
export type Evidence = z.output<typeof Evidence>;
