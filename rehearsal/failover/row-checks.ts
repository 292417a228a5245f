import type { Observations } from './observations';
import type { ReportCheck } from '../stage/report-check';
import { missingRows, type TableRows } from '../stage/rows';

/** What is claimed of the rows that are missing: no more than the workload's tables can show. */
export function rowChecks(observed: Observations): readonly ReportCheck[] {
  const { primaryRows, options } = observed;
  const heartbeatTable = options.workload.heartbeat?.table;
  const timed = heartbeatTable === undefined ? undefined : primaryRows.get(heartbeatTable);
  const others = [...primaryRows].filter(([table]) => table !== heartbeatTable);
  return [
    ...(timed === undefined ? [] : [lostAfterRecoveryPoint(observed, heartbeatTable ?? '', timed)]),
    ...(timed !== undefined && others.length === 0 ? [] : [everyTable(observed, others)]),
  ];
}

/**
 * Rows that say when they were written: missing are those of after the cut and no others. A row takes a moment from
 * there to its commit: one that was on its way when the data was cut may be in the backup or not.
 */
function lostAfterRecoveryPoint(observed: Observations, table: string, before: TableRows): ReportCheck {
  const name = 'lost rows are those after the recovery point';
  const { restoredRows } = observed;
  if (restoredRows === undefined) return { name, passed: false, detail: NOTHING_RESTORED };
  if (observed.evidence === undefined) return { name, passed: null, detail: NO_RECORD };
  const missing = missingRows(before, restoredRows.get(table));
  const cutAtMs = cutOf(observed);
  const writtenAfter = new Set((before.written ?? []).filter(({ atMs }) => atMs >= cutAtMs));
  const onTheirWay = missing.filter((row) => !writtenAfter.has(row));
  const earliestMs = earliestOnItsWay(observed, cutAtMs);
  return {
    name,
    passed:
      missing.length - onTheirWay.length === writtenAfter.size && onTheirWay.every(({ atMs }) => atMs >= earliestMs),
    detail:
      `${missing.length} of ${before.count} rows are missing; ${writtenAfter.size} were written after its data was cut` +
      (onTheirWay.length === 0 ? '' : `, ${onTheirWay.length} before and not committed by then`),
  };
}

/** Rows that do not say it are counted, and that is all that can be said of them. */
function everyTable({ restoredRows }: Observations, tables: readonly (readonly [string, TableRows])[]): ReportCheck {
  const counts = tables.map(
    ([table, { count }]) => `${table}: ${restoredRows?.get(table)?.count ?? 'no'} of ${count} rows`,
  );
  return {
    name: 'every table is there',
    passed: tables.length > 0 && tables.every(([table]) => restoredRows?.has(table) === true),
    detail:
      restoredRows === undefined
        ? NOTHING_RESTORED
        : tables.length === 0
          ? 'the primary has no table: a database without any proves nothing'
          : `${counts.join(', ')}; they do not say when they were written`,
  };
}

const NO_RECORD = 'no record says which recovery point was restored';
const NOTHING_RESTORED = 'no restored cluster to count in';

/** From when on a row is missing in what was restored; never, where nothing says it. */
function cutOf({ world, estate, evidence }: Observations): number {
  const arn = evidence?.database?.recoveryPointArn ?? '';
  const { snapshots, clusters } = world.region(estate.standbyRegion).rds;
  // A replica takes what was committed at the very instant, too.
  return snapshots.find(arn)?.cutAtMs ?? (clusters.find(arn)?.promotedWithMs ?? Number.NaN) + 1;
}

/** When the first of those requests began that were answered after the cut. */
function earliestOnItsWay({ clients }: Observations, cutAtMs: number): number {
  const begun = clients.requests
    .filter(({ startedAtMs, endedAtMs }) => startedAtMs <= cutAtMs && endedAtMs >= cutAtMs)
    .map(({ startedAtMs }) => startedAtMs);
  return Math.min(cutAtMs, ...begun);
}
