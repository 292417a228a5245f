import * as z from 'zod';
import { HeartbeatColumn, readerRole } from '../../functions/shared/manifest';
import { DataCheck, NewestRows } from '../../functions/smokeTest/data/settings';
import { timeZone, whole } from './fields';

const TABLES = 'write a list of tables, such as ["public.jobs"]';

export const Validation = z.strictObject({
  /** When a backup is restored, checked and removed again: the first of each month at four. */
  schedule: z
    .string('write a cron expression of EventBridge Scheduler, such as "cron(0 4 1 * ? *)"')
    .default('cron(0 4 1 * ? *)'),
  timeZone: timeZone.default('UTC'),
  /** The role that the checks read as: part of the database, and so of its backups (workload/schema.sql). */
  readerRole: readerRole.default('pilot_light_reader'),
  /** The Data API itself gives up after 45. */
  statementTimeoutSeconds: whole(1, 40, 'seconds').default(30),
  /** A step that takes longer is reported as late. It goes on: only `recovery.deadlineHours` ends it. */
  restoreBudgetMinutes: whole(10, 720, 'minutes').default(240),
  checkBudgetMinutes: whole(1, 240, 'minutes').default(60),
  cleanUpBudgetMinutes: whole(10, 240, 'minutes').default(60),
  /** A manifest older than this, before the recovery point, says too little about it. */
  manifestMaximumAgeMinutes: whole(60, 1440, 'minutes').default(180),
  /** How far a table's rows may be from what the manifests before and after the recovery point say. */
  rowsWithinPercent: z
    .number('write a percentage from 0 to 100')
    .min(0, 'write a percentage from 0 to 100')
    .max(100, 'write a percentage from 0 to 100')
    .default(5),
  /** Tables that fill and empty too fast to be compared, such as "public.jobs". */
  ignoreRowsOf: z
    .array(z.string().regex(/^[^.]+\..+$/, 'write schema and table, such as "public.jobs"'), TABLES)
    .default([]),
  /**
   * When the manifest hashes contents as well: `scheduled`, from three hours before a validation of `schedule` until an hour
   * after it; `hourly`, so that a validation at any time can compare them, for a hundred times the money; `never`.
   */
  hashContents: z.enum(['scheduled', 'hourly', 'never'], 'write "scheduled", "hourly" or "never"').default('scheduled'),
  /** A table that is estimated to have more rows is not counted, neither in the primary nor when restored. */
  exactCountLimit: whole(0, 1_000_000_000, 'rows').default(1_000_000),
  /** The table and column whose newest time says how far the data goes; null where the workload has none. */
  heartbeat: HeartbeatColumn.extend({ maximumLagMinutes: whole(1, 1440, 'minutes').default(10) })
    .nullable()
    .prefault({ table: 'public.heartbeats', column: 'recorded_at' }),
  /** Whether amcheck looks at every index and table, where the extension is there. */
  integrity: z.boolean('write true or false').default(true),
  /** The team's own checks of the data; left out, those of the reference workload. */
  checks: z.array(DataCheck, 'write a list of checks, as functions/smokeTest/data/settings.ts defines them').optional(),
  /**
   * Up to three tables of whose newest row the report and the mail say what a person would recognise; left out, that of the
   * reference workload. What is shown leaves the database: no personal data.
   */
  newestRows: NewestRows.optional(),
});
