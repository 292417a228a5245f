import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn } from '../shared/fields';

export const Input = z.discriminatedUnion('action', [
  /** Takes an event: opens an incident, or adds to the one that another execution follows. */
  z.strictObject({
    action: z.literal('receive'),
    executionArn,
    /** As EventBridge delivered it. Nothing of it is taken for granted. */
    event: z.unknown(),
  }),
  /** How things are now, and what is to be notified. */
  z.strictObject({ action: z.literal('assess'), executionArn, notified: z.array(z.string()).default([]) }),
  z.strictObject({ action: z.literal('close'), executionArn }),
]);
export type Input = z.output<typeof Input>;

/** One failover, or the alarm that may be a lost zone, as the lock table holds it. */
export const ZoneIncident = z.object({
  /** The execution that follows it. Every other one only adds its event. */
  owner: z.string(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  events: z.array(z.object({ id: z.string(), eventId: z.string(), at: z.string() })),
});
export type ZoneIncident = z.output<typeof ZoneIncident>;

const Notice = z.strictObject({
  kind: z.enum(['failover', 'no-reader', 'not-promoted', 'answers-again']),
  subject: z.string().max(100),
  message: z.string(),
});
export type ZoneNotice = z.output<typeof Notice>;

export const Output = z.strictObject({
  /** `recorded`: another execution follows it, or it is none of ours. `following`: ask again. `over`: close. */
  phase: z.enum(['recorded', 'following', 'over']),
  detail: z.string(),
  nextPollSeconds: z.int(),
  notice: Notice.nullable(),
  evidence: z.record(z.string(), z.unknown()),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  PRIMARY_REGION: z.string().min(1),
  CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** With which the function logs in, to see whether the writer answers. */
  SECRET_ID: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  /** The alarm on the workload's server errors: its metric is what clients saw. A workload of another team may have none. */
  ERRORS_ALARM_NAME: z.string().min(1),
  EVIDENCE_BUCKET_NAME: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
