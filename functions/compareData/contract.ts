import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { failoverId, timestamp, wholeNumberText } from '../shared/fields';

const count = z.int().nonnegative();
const names = z.array(z.string());
const Reachable = z.strictObject({ clusterArn: z.string().min(1), secretArn: z.string().min(1) });

/** Where the next call goes on. */
export const CompareCursor = z.strictObject({
  /** When the first call began: what belongs to this comparison carries it. */
  startedAt: timestamp,
  /** The last table that is done, or null. */
  after: z.string().nullable(),
  /** How often the next table was begun in vain. */
  attempts: count,
  dataApiCalls: count,
  bytes: count,
});
export type CompareCursor = z.output<typeof CompareCursor>;

export const Input = z.strictObject({
  /** What names one recovery, as a failover's id names a failover. */
  recoveryId: failoverId,
  /** Before the repair, or after it. */
  label: z.enum(['before', 'after'], { error: "write 'before' or 'after'" }),
  restored: Reachable,
  live: Reachable,
  database: z.string().min(1),
  /** Null: all. A partitioned table means its partitions. */
  tables: z
    .array(z.string().regex(/^[^.]+\../, 'write schema and table, such as "public.orders"'))
    .min(1, 'write at least one table, or null for all')
    .nullish()
    .default(null),
  cursor: CompareCursor.nullish().default(null),
});
export type Input = z.output<typeof Input>;

/** Why the rows of a table say nothing, or cannot be set against each other. */
export const NotComparedReason = z.enum([
  'no-key',
  'unlogged',
  'columns-differ',
  'missing-in-live',
  'missing-in-restored',
  'kind-differs',
  'foreign-table',
  'materialized-view',
  'extension',
  'large-objects',
  'row-security',
  'no-permission',
  'unreadable',
  'locked',
  'too-large',
  'changed-meanwhile',
]);
export type NotComparedReason = z.output<typeof NotComparedReason>;

export const NotCompared = z.object({
  table: z.string(),
  reason: NotComparedReason,
  /** With the number of rows on both sides, where it can be had. */
  detail: z.string(),
});
export type NotCompared = z.output<typeof NotCompared>;

/** A transaction that wrote rows of the live cluster last. */
export const Writer = z.object({ transaction: z.string(), rows: count, committedAt: timestamp.nullable() });

const compared = {
  table: z.string(),
  key: names.nullable(),
  rowsRestored: count,
  rowsLive: count,
  /** Keys that the restored cluster has and the live one has not; the other way round; in both, with other contents. */
  deleted: count,
  added: count,
  changed: count,
  /** Of the changed rows as they are in the live cluster: most rows first, at most 5. */
  writers: z.array(Writer).max(5),
  samples: z.object({ deleted: names.max(3), changed: names.max(3), added: names.max(3) }),
  /** Deleted and changed rows that the Data API cannot carry: they are compared, and not brought back. */
  notMovable: count,
  notes: names,
};

/** A table in the index of the comparison. */
export const IndexedTable = z.object({
  ...compared,
  /** In the order of the rows' text. */
  columns: names,
  /** The partitioned tables above it. */
  partitionOf: names.default([]),
  objects: z.object({ deleted: names, changed: names, added: names }),
});
export type IndexedTable = z.output<typeof IndexedTable>;

/** `corruption/RECOVERYID/LABEL/index.json`: every table, not bounded. */
export const ComparisonResult = z.object({
  recoveryId: failoverId,
  label: z.string(),
  at: timestamp,
  restoredClusterArn: z.string(),
  liveClusterArn: z.string(),
  database: z.string(),
  tables: z.array(IndexedTable),
  notCompared: z.array(NotCompared),
});
export type ComparisonResult = z.output<typeof ComparisonResult>;

export const Output = z.object({
  phase: z.enum(['working', 'done']),
  detail: z.string(),
  nextPollSeconds: count,
  cursor: CompareCursor.nullable(),
  /** While it works: of what is done so far, `dataApiCalls` and `bytes` only. */
  summary: z.object({
    deleted: count,
    changed: count,
    added: count,
    tablesCompared: count,
    tablesNotCompared: count,
    dataApiCalls: count,
    /** Of the answers of the Data API. */
    bytes: count,
  }),
  /** Those with a difference or a note, most differences first, at most 50. Empty until all is done. */
  tables: z.array(z.object({ ...compared, listPrefix: z.string().nullable() })).max(50),
  /** How many more there are, in the index. */
  tablesLeftOut: count,
  /** At most 50; `notComparedLeftOut` more are in the index. */
  notCompared: z.array(NotCompared).max(50),
  notComparedLeftOut: count,
  /** Key of the object with everything; null until all is done. */
  indexObject: z.string().nullable(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  /** Where the clusters are; the function runs in the standby region. */
  PRIMARY_REGION: z.string().min(1),
  EVIDENCE_BUCKET_NAME: z.string().min(1),
  /** After this a call begins nothing new; the function's own timeout is later by what a statement may take. */
  DEADLINE_SECONDS: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
