import * as z from 'zod';
import { HeartbeatColumn, readerRole } from '../../shared/manifest';

const minutes = z.number('write a number of minutes').positive('write a number of minutes above 0');

/** One check of the team's own: one statement, and what the first column of its first row must be. */
export const DataCheck = z.strictObject({
  name: z.string().min(1, 'write what the check is called in the record'),
  sql: z.string().min(1, 'write one SQL statement'),
  expect: z
    .strictObject({
      equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
      atLeast: z.number().optional(),
      /** Compared with the rows that the manifest gives for a table. */
      withinPercentOfManifest: z
        .strictObject({
          table: z.string().min(1, 'write schema and table, such as "public.orders"'),
          percent: z.number().min(0, 'write 0 or more').max(100, 'write 100 or less'),
        })
        .optional(),
      /** A time, at most this much older than the recovery point. */
      newerThanMinutesBeforeRecoveryPoint: minutes.optional(),
    })
    .refine((expect) => Object.values(expect).some((value) => value !== undefined), {
      error: 'write what is expected: equals, atLeast, withinPercentOfManifest or newerThanMinutesBeforeRecoveryPoint',
    }),
});
export type DataCheck = z.output<typeof DataCheck>;

const column = z
  .string('write the name of a column')
  .min(1, 'write the name of a column')
  .max(63, 'write the name of a column: PostgreSQL knows none of more than 63 characters');

/** A table whose newest row a person would recognise, and of that row only what may be read in a mail. */
export const NewestRow = z.strictObject({
  table: z
    .string('write schema and table, such as "public.orders"')
    .regex(/^[^.]+\..+$/, 'write schema and table, such as "public.orders"'),
  /**
   * What a row of it is called in the sentence, such as `order`.
   * @default `row of TABLE`
   */
  name: z
    .string('write what a row is called, such as "order"')
    .min(1, 'write what a row is called, such as "order", or leave it out')
    .max(40, 'write 40 characters or fewer, such as "order"')
    .optional(),
  /** The newest row has the largest value in it; of a time it is said how much older than the recovery point it is. */
  orderBy: column,
  show: z
    .array(column, 'write a list of columns, such as ["id", "status"]')
    .min(1, 'write at least one column that may be read in a mail, such as ["id"]')
    .max(5, 'write five columns or fewer'),
});
export type NewestRow = z.output<typeof NewestRow>;

/** A mail is read on a phone. */
export const NewestRows = z
  .array(NewestRow, 'write a list of {table, orderBy, show}')
  .max(3, 'write three tables or fewer: each is a sentence in the mail');

/** What a restored database is asked, and how. */
export const DataSettings = z.strictObject({
  database: z.string().min(1),
  role: readerRole,
  /** The Data API gives up after 45 seconds (RDS Data API, ExecuteStatement). */
  statementTimeoutSeconds: z.int().min(1).max(40),
  manifest: z.strictObject({
    bucket: z.string().min(1),
    prefix: z.string().min(1),
    /** An older one says too little about the recovery point. */
    maximumAgeMinutes: minutes,
    rowsWithinPercent: z.number().min(0).max(100),
    /** Tables that fill and empty too fast to be compared, such as queues. */
    ignoreRowsOf: z.array(z.string().min(1)),
  }),
  heartbeat: HeartbeatColumn.extend({ maximumLagMinutes: minutes }).nullable(),
  /** Whether amcheck looks at every index and table, where the extension is there. */
  integrity: z.boolean(),
  checks: z.array(DataCheck),
  newestRows: NewestRows,
});
export type DataSettings = z.output<typeof DataSettings>;

/** Where the next call goes on: a large database takes more than one. */
export const DataCursor = z.object({
  check: z.int().nonnegative(),
  /** How many tables or indexes the check has looked at. */
  item: z.int().nonnegative(),
  problems: z.array(z.string()),
});
export type DataCursor = z.output<typeof DataCursor>;
