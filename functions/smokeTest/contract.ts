import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { executionArn, jsonText, timestamp, wholeNumberText } from '../shared/fields';
import { HTTP_CHECK } from '../shared/http-check';
import { DataCursor, DataSettings } from './data/settings';

/**
 * The suites of a failover. `frontend`: the replica. `standby`: the standby region directly, before traffic moves.
 * `public`: the public name, after.
 */
export const Suite = z.enum(['frontend', 'standby', 'public'], {
  error: "write 'frontend', 'standby' or 'public'",
});
export type Suite = z.output<typeof Suite>;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const common = { name: z.string().min(1), suite: Suite };

const SmokeHttpCheck = z.strictObject({ ...common, ...HTTP_CHECK });

const SqlCheck = z.strictObject({
  ...common,
  kind: z.literal('sql'),
  database: z.string().min(1),
  sql: z.string().min(1),
  /** What the first column of the first row must be; `rowsAtLeast` counts the rows. */
  expect: z
    .strictObject({
      equals: scalar.optional(),
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
      rowsAtLeast: z.int().optional(),
    })
    .refine((expect) => Object.values(expect).some((value) => value !== undefined), {
      error: 'write what is expected: equals, atLeast, atMost or rowsAtLeast',
    }),
});

const ObjectCheck = z.strictObject({
  ...common,
  kind: z.literal('object'),
  bucket: z.string().min(1),
  key: z.string().min(1),
  bytesAtLeast: z.int().default(1),
});

export const Check = z.discriminatedUnion('kind', [SmokeHttpCheck, SqlCheck, ObjectCheck], {
  error: 'write "http", "sql" or "object"',
});
export type Check = z.output<typeof Check>;

export const Input = z.discriminatedUnion('suite', [
  z.strictObject({
    suite: Suite,
    executionArn,
    /** The restored database; needed where the suite has SQL checks. */
    clusterArn: z.string().nullish(),
    secretArn: z.string().nullish(),
  }),
  /** What a validation asks a restored database. It proves nothing about the standby, and leaves no proof. */
  z.strictObject({
    suite: z.literal('data'),
    executionArn,
    clusterArn: z.string().min(1),
    /** The master user's, who takes the role of the checks: amcheck is no reader's. */
    secretArn: z.string().min(1),
    recoveryPointCreatedAt: timestamp,
    /** Where the last call stopped. */
    cursor: DataCursor.nullish(),
  }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.object({
  /** Every check of this call. */
  passed: z.boolean(),
  suite: z.enum([...Suite.options, 'data']),
  region: z.string(),
  startedAt: timestamp,
  finishedAt: timestamp,
  checks: z.array(
    z.object({
      name: z.string(),
      suite: z.enum([...Suite.options, 'data']),
      kind: z.enum(['http', 'sql', 'object', 'data']),
      passed: z.boolean(),
      attempts: z.int(),
      durationMs: z.int(),
      /** What was found, or what was expected instead. */
      detail: z.string(),
      /** Of one that failed: nothing answered, or asked for a slower pace, so that it may pass by itself. */
      mayPass: z.boolean(),
      /** Of a data check that passed: what a person would recognise in the restored data. */
      sentence: z.string().optional(),
    }),
  ),
  /** Call again with it: there are more data checks than one call has time for. */
  cursor: DataCursor.nullable(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  LOCK_TABLE_NAME: z.string().min(1),
  /** JSON array of checks. */
  CHECKS: jsonText(z.array(Check)),
  /** JSON: what a validation asks a restored database. */
  DATA_CHECKS: jsonText(DataSettings),
  /** How long one attempt of one check may take. */
  CHECK_TIMEOUT_SECONDS: wholeNumberText,
  /** How long all checks may take together, with repeats while something is starting up. */
  DEADLINE_SECONDS: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
