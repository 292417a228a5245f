import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { failoverId, WaitFor } from '../shared/fields';

export const Input = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('remove'),
    failoverId,
    /** The cluster that is in use: everything else of this failover is removed. */
    keepClusterIdentifier: z.string().nullish(),
  }),
  /** Removes what validations have restored, this one and earlier ones. One that may not be removed does not stop the others. */
  z.strictObject({ action: z.literal('sweep'), mode: z.literal('validation') }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.object({
  /** `working`: wait for `waitFor`, or, where that is null, call again after `nextPollSeconds`. */
  phase: z.enum(['working', 'gone', 'refused']),
  detail: z.string(),
  /** What is still there. */
  remaining: z.array(z.string()),
  /** One plain sentence for each of them: what it waits for, or why it stays. */
  leftovers: z.array(z.string()),
  /** Why each of those that may not be removed stays; a sweep is `refused` when nothing else is left. */
  refused: z.array(z.string()),
  waitFor: WaitFor.nullable(),
  nextPollSeconds: z.int(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  CLUSTER_ARN_PARAMETER: z.string().min(1),
  SECRET_ARN_PARAMETER: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

/** What the workload's parameters hold while there is no database in the region. */
export const NOT_RESTORED = 'not-restored';

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
