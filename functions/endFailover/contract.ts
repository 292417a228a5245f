import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, failoverId } from '../shared/fields';

export const Input = z.discriminatedUnion('action', [
  /** An execution of the failover has ended, as EventBridge says: what it held is free. */
  z.strictObject({ action: z.literal('executionEnded'), executionArn }),
  /** An operator gives an unfinished failover or drill up, so that the next one begins anew. It is named, lest it be another. */
  z.strictObject({
    action: z.literal('end'),
    failoverId,
    requestedBy: z.string().min(1, 'write who ends it'),
    reason: z.string().min(1, 'write why it is ended'),
  }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.object({
  /** `released`: its execution holds the lock no longer. `ended`: nothing continues it. `unchanged`: there was nothing to do. */
  state: z.enum(['released', 'ended', 'unchanged']),
  failoverId: z.string().nullable(),
  /** What the lock says now; null where there is none. */
  lockStatus: z.string().nullable(),
  detail: z.string(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  LOCK_TABLE_NAME: z.string().min(1),
  /** For the command that moves traffic back first. */
  UPDATE_ROUTE53_NAME: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'FencedOutError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
