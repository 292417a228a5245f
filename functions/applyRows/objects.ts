import { createHash } from 'node:crypto';
import * as z from 'zod';
import { RowsRequest } from './contract';

/** Objects of the evidence bucket: the lists that a comparison has written, the plan, and the undo. */

const texts = z.array(z.string());
const count = z.int().nonnegative();

/** What a comparison says of a table. */
export const ComparedTable = z.object({
  table: z.string(),
  key: texts.nullable(),
  /** In the order of the rows' text. */
  columns: texts,
  /** The partitioned tables above it. */
  partitionOf: texts.default([]),
  objects: z.object({ deleted: texts.default([]), changed: texts.default([]) }).partial(),
});
export type ComparedTable = z.output<typeof ComparedTable>;

export const ComparisonIndex = z.object({
  tables: z.array(ComparedTable),
  notCompared: z.array(z.object({ table: z.string(), reason: z.string(), detail: z.string().default('') })).default([]),
});
export type ComparisonIndex = z.output<typeof ComparisonIndex>;

export const ListLine = z.object({
  key: texts,
  row: z.string().nullish(),
  live: z.string().nullish(),
  xmin: z.string().nullish(),
  movable: z.boolean().nullish(),
});
export type ListLine = z.output<typeof ListLine>;

/** A table of the plan, as the live cluster has it. */
export const PlannedTable = z.object({
  table: z.string(),
  key: texts,
  keyTypes: texts,
  /** In the order of the rows' text. */
  columns: texts,
  /** Without generated columns. */
  writable: texts,
  /** Of a partition, the partitioned table in which its key is unique. */
  uniqueWithin: z.string().nullable().default(null),
  /** Without the key, generated columns, and identities that PostgreSQL alone may write. */
  settable: texts,
  sequences: z.array(z.object({ sequence: z.string(), column: z.string(), from: z.string(), to: z.string() })),
});
export type PlannedTable = z.output<typeof PlannedTable>;

/** A foreign key of which the repair writes the referencing or the referenced side. */
export const ForeignKey = z.object({
  name: z.string(),
  /** The table that refers, and the one referred to. */
  from: z.string(),
  to: z.string(),
  fromColumns: texts,
  toColumns: texts,
  toTypes: texts,
  deferrable: z.boolean(),
  /** Places of the plan's tables that are the one or the other; a partition is what its root is. */
  fromTables: z.array(count),
  toTables: z.array(count),
});
export type ForeignKey = z.output<typeof ForeignKey>;

export const Chunk = z.object({
  /** Place of its table. */
  table: count,
  operation: z.enum(['insert', 'update']),
  key: z.string(),
  sha256: z.string(),
  rows: count,
});
export type Chunk = z.output<typeof Chunk>;

/** What is applied, and how: its hash is the plan's id. */
export const PlanManifest = z.object({
  recoveryId: z.string(),
  request: RowsRequest,
  /** Whether triggers do not fire, and foreign keys are checked by the repair itself. */
  replica: z.boolean(),
  /** Whether that holds for the undo: what triggers did is undone by name, and they are not to do more. */
  undoReplica: z.boolean(),
  /** Foreign keys are checked at the end of the transaction, which must be one. */
  deferred: z.boolean(),
  oneTransaction: z.boolean(),
  tables: z.array(PlannedTable),
  foreignKeys: z.array(ForeignKey),
  chunks: z.array(Chunk),
  keptNewer: count,
  blockers: texts,
});
export type PlanManifest = z.output<typeof PlanManifest>;

/** A row of a plan's chunk. */
export const PlannedRow = z.object({
  key: texts,
  row: z.string(),
  live: z.string().optional(),
  xmin: z.string().optional(),
});
export type PlannedRow = z.output<typeof PlannedRow>;

/** A row that was written: what it is now, and was before. A row that was inserted was nothing. */
export const UndoRow = z.object({ key: texts, now: z.string(), was: z.string().optional() });
export type UndoRow = z.output<typeof UndoRow>;

/** Rows that triggers have inserted into a table that the plan does not have. */
export const TriggerRows = z.object({
  table: z.string(),
  key: texts,
  keyTypes: texts,
  columns: texts,
  object: z.string(),
});
export type TriggerRows = z.output<typeof TriggerRows>;

/** What a committed batch has done: in the marker's row, and in the end in an object. */
export const Batch = z.object({
  from: count,
  to: count,
  inserted: count,
  updated: count,
  keptNewer: count,
  byTriggers: count,
  triggerRows: z.array(TriggerRows),
});
export type Batch = z.output<typeof Batch>;

export const Begun = z.object({ planId: z.string() });
export const Done = z.object({ planId: z.string(), batches: z.array(Batch) });

export function keysOf(recoveryId: string) {
  const root = `corruption/${recoveryId}`;
  const place = (chunk: number, table: string) =>
    `${String(chunk + 1).padStart(6, '0')}-${table.replaceAll(/[^\w.-]/g, '_')}`;
  return {
    index: (prefix: string | null) => `${(prefix ?? `${root}/before`).replace(/\/$/, '')}/index.json`,
    plan: (planId: string) => `${root}/plan/${planId}.json`,
    /** By what is in it: a second plan leaves the first as it is. */
    chunk: (digest: string) => `${root}/plan/${digest.slice(0, 16)}.jsonl`,
    begun: `${root}/apply/begun.json`,
    done: `${root}/apply/done.json`,
    undoBegun: `${root}/undo/begun.json`,
    /** What the undo takes back: found once. */
    undoBatches: `${root}/undo/batches.json`,
    undoPrefix: `${root}/undo/`,
    undo: (chunk: number, table: string) => `${root}/undo/${place(chunk, table)}.jsonl`,
    undoByTriggers: (chunk: number, table: string) => `${root}/undo/${place(chunk, table)}-by-triggers.jsonl`,
  };
}

/** The readable script beside an object of the undo. */
export function scriptKeyOf(undoKey: string): string {
  return undoKey.replace(/\.jsonl$/, '.sql');
}

export function linesOf<Line>(schema: z.ZodType<Line>, text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

export function toLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
