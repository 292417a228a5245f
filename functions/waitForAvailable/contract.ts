import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { WaitFor } from '../shared/fields';

export const Input = z.strictObject({
  waitFor: WaitFor,
  /** How long to wait in all, counted from `waitFor.since`. */
  deadlineSeconds: z.int().positive('write the seconds after which to give up'),
});
export type Input = z.output<typeof Input>;

export const Output = z.object({
  state: z.enum(['ready', 'waiting', 'failed', 'deadline']),
  /** When to look again; 0 unless waiting. */
  nextPollSeconds: z.int(),
  /** One sentence: what is there now, or why it failed. */
  detail: z.string(),
  waitedSeconds: z.int(),
  /** Percent, where AWS tells. */
  progress: z.number().nullable(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  /** The name that users resolve. */
  PUBLIC_NAME: z.string().min(1),
  /** The names that the public name leads to. */
  PRIMARY_TARGET: z.string().min(1),
  STANDBY_TARGET: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
