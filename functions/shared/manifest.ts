import * as z from 'zod';
import { timestamp } from './fields';

/** Which rows belong together: by bits of a whole number that is the key, or by a hash. */
export const RowRanges = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('key'),
    column: z.string(),
    /** How many low bits of the key a range spans. */
    shift: z.int(),
    /** The least key that was hashed, of a table of which only the newest ranges were; null: all of it. */
    from: z.string().nullable(),
  }),
  z.object({ by: z.literal('hash'), key: z.array(z.string()) }),
]);
export type RowRanges = z.output<typeof RowRanges>;

/** How often rows of a table were written since a time. */
export const TableWrites = z.object({ since: z.string(), inserted: z.int(), updated: z.int(), deleted: z.int() });
export type TableWrites = z.output<typeof TableWrites>;

export const TableContents = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  ranges: RowRanges,
  /** Range, rows, and the sum of their hashes. */
  parts: z.array(z.tuple([z.string(), z.int(), z.string()])),
  /** Before and after it was hashed. */
  writes: z.tuple([TableWrites, TableWrites]).optional(),
});
export type TableContents = z.output<typeof TableContents>;

/** What the primary database held at one time: what a restored one is measured against. */
export const Manifest = z.object({
  version: z.literal(1),
  takenAt: timestamp,
  clusterArn: z.string(),
  database: z.string(),
  /** CDK's hash of the workload's code that was deployed there. */
  workloadBuild: z.string().optional(),
  /** Of the definitions of tables, columns, indexes and constraints. */
  schemaFingerprint: z.string(),
  tables: z.array(
    z.discriminatedUnion('counted', [
      z.object({
        /** `public.orders` */
        name: z.string(),
        rows: z.number(),
        /** `estimated`: PostgreSQL's own estimate, where counting would take too long. */
        counted: z.enum(['exact', 'estimated']),
      }),
      /** The reader role may not read it: nobody knows its rows. */
      z.object({ name: z.string(), counted: z.literal('unreadable') }),
    ]),
  ),
  /** Hashes of what the tables hold, by ranges of the key; a manifest that no validation was due after has none. */
  contents: z.array(TableContents).optional(),
  /** Extensions, roles, grants, collations and constraints that are not validated, a line each, as `CATALOGUE_SQL` has them. */
  catalogue: z.array(z.string()).optional(),
  heartbeat: z.object({ table: z.string(), column: z.string(), newest: timestamp.nullable() }).nullable(),
});
export type Manifest = z.output<typeof Manifest>;

/** One object an hour, found by the hour of what it is compared with. */
export function manifestKey(prefix: string, atMs: number): string {
  return `${prefix}${new Date(atMs).toISOString().slice(0, 13)}.json`;
}

/** A table and its column of newest times: lower case, digits and underscores, so that they need no quoting. */
export const HeartbeatColumn = z.strictObject({
  table: z
    .string('write schema and table, such as "public.heartbeats"')
    .regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/, 'write schema and table, such as "public.heartbeats"'),
  column: z
    .string('write the name of a column of type timestamptz, such as "recorded_at"')
    .regex(/^[a-z_][a-z0-9_]*$/, 'write the name of a column of type timestamptz, such as "recorded_at"'),
});
export type HeartbeatColumn = z.output<typeof HeartbeatColumn>;

/** A role that may read and do nothing else. */
export const readerRole = z
  .string('write the name of a role in lower-case letters, digits and underscores')
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'write the name of a role in lower-case letters, digits and underscores');
