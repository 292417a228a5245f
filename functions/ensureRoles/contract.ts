import * as z from 'zod';
import type { ErrorName } from '../shared/errors';

/** The schedule's own event, or a person's: nothing in it is needed. */
export const Input = z.looseObject({});
export type Input = z.output<typeof Input>;

export const Output = z.object({
  roles: z.array(
    z.object({
      role: z.string(),
      /** `unchanged`: it logs in with its secret. */
      did: z.enum(['created', 'changed', 'unchanged']),
    }),
  ),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  CLUSTER_ARN: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  /** Names of secrets: of the master user, who makes the others, of the application and of the checks. */
  MASTER_SECRET_NAME: z.string().min(1),
  APPLICATION_SECRET_NAME: z.string().min(1),
  READER_SECRET_NAME: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
