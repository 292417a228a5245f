import * as z from 'zod';

const counts = z.looseObject({ deleted: z.number(), changed: z.number(), added: z.number() });
const Comparison = z.looseObject({ summary: counts, tables: z.array(z.looseObject({ table: z.string() })).nullish() });

/** What a rehearsal reads of the evidence of a recovery from damaged data. */
export const CorruptionEvidence = z.object({
  verdict: z.enum(['PASSED', 'FAILED', 'REFUSED']),
  kind: z.literal('corruption-recovery'),
  recoveryId: z.string().nullable(),
  restored: z
    .looseObject({
      clusterIdentifier: z.string(),
      restoredTo: z.string().nullable(),
      clampedFrom: z.string().nullable(),
      recoveryPointArn: z.string().nullable(),
      isIsolated: z.boolean(),
    })
    .nullable(),
  /** Null where the moment was given. */
  search: z
    .looseObject({
      lastTrue: z.string().nullable(),
      firstFalse: z.string().nullable(),
      searchedUntil: z.string(),
      secondsBetween: z.number().nullable(),
      clusters: z.number(),
    })
    .nullable(),
  comparison: Comparison.nullable(),
  comparisonAfter: Comparison.nullable(),
  undo: z.object({ command: z.string().nullable() }).nullable(),
  kept: z.object({ clusterIdentifier: z.string(), until: z.string().nullable() }).nullable(),
  steps: z.array(
    z.object({
      name: z.string(),
      startedAt: z.string(),
      endedAt: z.string(),
      budgetSeconds: z.number().nullable(),
      status: z.string(),
    }),
  ),
  leftovers: z.array(z.string()),
  findings: z.array(z.object({ step: z.string(), error: z.string(), cause: z.string() })),
  nextActions: z.array(z.string()),
});
export type CorruptionEvidence = z.output<typeof CorruptionEvidence>;
