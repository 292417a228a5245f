import type { Observations } from './observations';
import type { ReportCheck } from './report';
import { type CommittedRow, missingRows, type TableRows } from './rows';

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

/** Rows that say when they were committed: those that are missing are exactly those that the backup cannot hold. */
function lostAfterRecoveryPoint(observed: Observations, table: string, before: TableRows): ReportCheck {
  const { restoredRows } = observed;
  const missing = missingRows(before, restoredRows?.get(table));
  const expected = committedAfterCut(observed, before);
  return {
    name: 'lost rows are those after the recovery point',
    passed: restoredRows !== undefined && sameRows(missing, expected),
    detail:
      restoredRows === undefined
        ? NOTHING_RESTORED
        : `${missing.length} of ${before.count} rows are missing; ${expected.length} were committed after its data was cut`,
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
          : `${counts.join(', ')}; they do not say when they were committed`,
  };
}

const NOTHING_RESTORED = 'no restored cluster to count in';

/** The rows of the primary that were committed after the data of the recovery point was cut, by their own timestamps. */
function committedAfterCut({ world, estate, evidence }: Observations, before: TableRows): readonly CommittedRow[] {
  const arn = evidence?.database?.recoveryPointArn;
  if (arn === undefined) return [];
  const { snapshots, clusters } = world.region(estate.standbyRegion).rds;
  // A replica takes what was committed at the very instant, too.
  const firstLostMs = snapshots.find(arn)?.cutAtMs ?? (clusters.find(arn)?.promotedWithMs ?? Number.NaN) + 1;
  return (before.committed ?? []).filter(({ committedAtMs }) => committedAtMs >= firstLostMs);
}

function sameRows(a: readonly CommittedRow[], b: readonly CommittedRow[]): boolean {
  return JSON.stringify(a.map(({ key }) => key)) === JSON.stringify(b.map(({ key }) => key));
}
