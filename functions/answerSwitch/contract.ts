import * as z from 'zod';
import type { ErrorName } from '../shared/errors';

/** A request of an HTTP API. Nothing in it counts: there is one question. */
export const Input = z.looseObject({});
export type Input = z.output<typeof Input>;

export const Output = z.object({
  statusCode: z.union([z.literal(200), z.literal(404)]),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({ LOCK_TABLE_NAME: z.string().min(1) });
export type Environment = z.output<typeof Environment>;

/** What the health checkers search the answer for: an error page that happens to be a 200 says something else. */
export const STANDBY_SERVES = 'pilot-light: standby serves';
export const PRIMARY_SERVES = 'pilot-light: primary serves';

export const Errors = ['TransientDependencyError', 'InvariantViolationError'] as const satisfies readonly ErrorName[];
