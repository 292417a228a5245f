import * as z from 'zod';
import { Hashing } from '../shared/content-limits';
import type { ErrorName } from '../shared/errors';
import { jsonText, timestamp, wholeNumberText } from '../shared/fields';
import { HeartbeatColumn, readerRole } from '../shared/manifest';

/** Counts the manifests that were recorded. */
export const METRIC = 'ManifestRecorded';

/** The schedule's own event: nothing in it is needed. */
export const Input = z.looseObject({});
export type Input = z.output<typeof Input>;

export const Output = z.object({
  key: z.string(),
  takenAt: timestamp,
  tables: z.int(),
  /** Those of which the rows were not counted. */
  estimated: z.int(),
  /** Those that the role may not read. */
  unreadable: z.int(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  CLUSTER_ARN: z.string().min(1),
  SECRET_ARN: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  READER_ROLE: readerRole,
  STATEMENT_TIMEOUT_SECONDS: wholeNumberText,
  /** A table that is estimated to have more rows is not counted: the primary has other things to do. */
  EXACT_COUNT_LIMIT: wholeNumberText,
  /** JSON; `null` where the workload has none. */
  HEARTBEAT: jsonText(HeartbeatColumn.nullable()),
  /** JSON: when contents are hashed as well. */
  HASHING: jsonText(Hashing),
  /** CDK's hash of the workload's code: what this region runs. */
  WORKLOAD_BUILD: z.string().min(1).optional(),
  /** The bucket that is replicated to the standby region. */
  BUCKET_NAME: z.string().min(1),
  KEY_PREFIX: z.string().min(1),
});
export type Environment = z.output<typeof Environment>;

export const Errors = ['TransientDependencyError', 'InvariantViolationError'] as const satisfies readonly ErrorName[];
