import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { failoverId, wholeNumberText } from '../shared/fields';

/** What names one recovery, as a failover's id names a failover. */
const recoveryId = failoverId;

const tableName = z.string().regex(/^[^.\s]+\.[^.]+$/, 'write schema and table, such as "public.orders"');

const Reachable = z.strictObject({ clusterArn: z.string().min(1), secretArn: z.string().min(1) });

const count = z.int().nonnegative();

/** Which rows are brought back, and how. */
export const RowsRequest = z.strictObject({
  /** Null: every table of the comparison. */
  tables: z.array(tableName).min(1, 'write at least one table, or null for all').nullish().default(null),
  /** By table, a predicate on the row as it was: SQL of the restored cluster, evaluated there, and read-only. */
  where: z.record(tableName, z.string().min(1, 'write a predicate, such as "region = 7"')).nullish().default(null),
  /** `corruption/…/LABEL` of another comparison. Null: the one of this recovery, before the repair. */
  listFrom: z
    .string()
    .regex(
      /^corruption\/[^/]+\/[^/]+\/?$/,
      'write the prefix of a comparison, such as "corruption/20260105-012500/before"',
    )
    .nullish()
    .default(null),
  /** Transactions that did the damage (xmin): what they wrote last was not changed again since. */
  transactions: z.array(z.string().regex(/^\d+$/, 'write a transaction as digits')).nullish().default(null),
  /** What becomes of a row that was changed again since, or made again under the same key. */
  changedSince: z
    .enum(['keepNewer', 'takeOlder', 'refuse'], { error: "write 'keepNewer', 'takeOlder' or 'refuse'" })
    .default('keepNewer'),
  /** `skip` needs the right to set session_replication_role; without it a table with triggers is refused by name. */
  triggers: z.enum(['fire', 'skip'], { error: "write 'fire' or 'skip'" }).default('skip'),
});
export type RowsRequest = z.output<typeof RowsRequest>;

const planId = z.string().regex(/^[0-9a-f]{16}$/, 'write the planId that plan has answered');

/** Of a transaction that is in the way, as it was seen: it is ended where it has not moved by the time of a later call. */
export const Blocked = z.object({ pid: z.int(), since: z.string(), seenAt: z.string() });
export type Blocked = z.output<typeof Blocked>;

/** What the workflow hands back. Only a hint: what was committed is read from the database. */
export const RepairProgress = z.object({
  blocked: Blocked.nullable(),
  /** How many chunks a transaction takes at most: fewer after one did not end within a call. */
  chunksPerTransaction: z.int().positive().nullable(),
  /** Of `undo`: how many chunks are done. */
  undone: count,
  removed: count,
  putBack: count,
  keptNewer: count,
  kept: z.array(z.string()).max(20),
});
export type RepairProgress = z.output<typeof RepairProgress>;

const common = { recoveryId, live: Reachable, database: z.string().min(1) };

export const Input = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('plan'), ...common, request: RowsRequest, restored: Reachable }),
    z.strictObject({
      action: z.literal('apply'),
      ...common,
      request: RowsRequest,
      restored: Reachable.nullish(),
      planId,
      progress: RepairProgress.nullish(),
    }),
    z.strictObject({ action: z.literal('undo'), ...common, progress: RepairProgress.nullish() }),
  ],
  { error: "write 'plan', 'apply' or 'undo'" },
);
export type Input = z.output<typeof Input>;

/** Counts of rows, of a table or of all. */
const counts = {
  insert: count,
  update: count,
  /** Changed again since, and so left as they are. */
  keptNewer: count,
  /** Changed again since, where the request refuses to decide: the plan has a blocker. */
  refused: count,
  /** Larger than the Data API carries. */
  notMovable: count,
};
const Counts = z.object(counts);
export type RowCounts = z.output<typeof Counts>;

const working = {
  /** `refused`: the database or the request does not allow it, and `detail` says why; the transaction was rolled back. */
  phase: z.enum(['working', 'done', 'refused']),
  detail: z.string(),
  nextPollSeconds: count,
  progress: RepairProgress.nullable(),
};

export const PlanOutput = z.object({
  action: z.literal('plan'),
  phase: z.literal('done'),
  detail: z.string(),
  planId,
  counts: Counts,
  /** In the order in which they are written: parents before children. At most 100; of more, the rest is in the plan's object. */
  tables: z.array(z.object({ table: z.string(), ...counts })),
  triggers: z.array(z.object({ table: z.string(), name: z.string(), fires: z.boolean() })),
  /** Sequences that are set forward. An undo leaves them. */
  sequences: z.array(z.object({ sequence: z.string(), column: z.string(), from: z.string(), to: z.string() })),
  transactions: count,
  /** Why it cannot be applied, each with what to write instead. */
  blockers: z.array(z.string()),
  notes: z.array(z.string()),
  /** Key of the object with the whole plan. */
  planObject: z.string(),
});

export const ApplyOutput = z.object({
  action: z.literal('apply'),
  ...working,
  inserted: count,
  updated: count,
  keptNewer: count,
  /** Rows that triggers have inserted elsewhere: the undo removes them. */
  byTriggers: count,
  transactions: count,
  /** Keys of the readable scripts. At most 50; all are below `undoPrefix`. */
  undoObjects: z.array(z.string()),
  undoPrefix: z.string(),
  undoCommand: z.string(),
});

export const UndoOutput = z.object({
  action: z.literal('undo'),
  ...working,
  removed: count,
  putBack: count,
  /** Written again since the repair, and so left as they are. */
  keptNewer: count,
  /** At most 20 of them. */
  kept: z.array(z.string()),
});

export const Output = z.discriminatedUnion('action', [PlanOutput, ApplyOutput, UndoOutput]);
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  /** Where the clusters are; the function runs in the standby region. */
  PRIMARY_REGION: z.string().min(1),
  EVIDENCE_BUCKET_NAME: z.string().min(1),
  FUNCTION_NAME: z.string().min(1),
  /** After this a call begins no new transaction; the function's own timeout is later by what one statement may take. */
  DEADLINE_SECONDS: wholeNumberText,
  /** Most rows of one transaction. */
  ROWS_PER_TRANSACTION: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
