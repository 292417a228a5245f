import { countSql, nameOf, TABLES_SQL } from '../../functions/shared/catalogue-sql';
import type { HeartbeatColumn } from '../../functions/shared/manifest';
import type { ClusterData } from '../../simulator/data/data-store';
import type { Region } from '../../simulator/world';

/** What a cluster holds at one moment, by table: `public.orders`. */
export type ClusterRows = ReadonlyMap<string, TableRows>;

export interface TableRows {
  readonly count: number;
  /** The rows themselves, where they say when they were written. */
  readonly written: readonly WrittenRow[] | undefined;
}

export interface WrittenRow {
  /** The same for the same row in every cluster. */
  readonly key: string;
  readonly atMs: number;
}

/**
 * The rows of every table of the workload, by SQL from the cluster's own PostgreSQL: also of one whose region is dark.
 * An old primary that follows the new one by now has what it had.
 * @param heartbeat the table whose rows say when they were written, if the workload has one
 */
export async function readRows(
  region: Region,
  clusterIdentifier: string,
  heartbeat: HeartbeatColumn | null,
): Promise<ClusterRows> {
  const cluster = region.rds.cluster(clusterIdentifier);
  const data = cluster.data ?? cluster.formerData;
  if (data === undefined) throw new Error(`The cluster ${clusterIdentifier} in ${region.name} has no data yet.`);
  const rows = new Map<string, TableRows>();
  for (const table of await tablesIn(data)) {
    const written = table === heartbeat?.table ? await readWritten(data, heartbeat) : undefined;
    rows.set(table, { count: written?.length ?? (await count(data, table)), written });
  }
  return rows;
}

export function totalOf(rows: ClusterRows): number {
  return [...rows.values()].reduce((sum, { count: rowsOfTable }) => sum + rowsOfTable, 0);
}

/** How many of the rows are not in `restored`. */
export function lostRows(rows: ClusterRows, restored: ClusterRows): number {
  return [...rows].reduce((sum, [table, before]) => sum + lostOfTable(before, restored.get(table)), 0);
}

/** Those of a table that are not in `restored`, where rows can be told apart. */
export function missingRows(before: TableRows, restored: TableRows | undefined): readonly WrittenRow[] {
  const there = new Set(restored?.written?.map(({ key }) => key));
  return (before.written ?? []).filter(({ key }) => !there.has(key));
}

function lostOfTable(before: TableRows, restored: TableRows | undefined): number {
  if (before.written !== undefined) return missingRows(before, restored).length;
  return Math.max(0, before.count - (restored?.count ?? 0));
}

async function tablesIn(data: ClusterData): Promise<readonly string[]> {
  return (await data.query(TABLES_SQL)).map(({ nspname, relname }) => nameOf(nspname, relname));
}

async function count(data: ClusterData, table: string): Promise<number> {
  const [row] = await data.query(countSql(table));
  return Number(row?.['count']);
}

async function readWritten(data: ClusterData, { table, column }: HeartbeatColumn): Promise<readonly WrittenRow[]> {
  // A row is what it says: a restored table need not hold its rows in the same order or place.
  const rows = await data.query(
    `select md5(t::text) as key, floor(extract(epoch from t.${column}) * 1000)::text as at_ms
     from ${table} t
     order by t.${column}, key`,
  );
  return rows.map((row) => ({ key: String(row['key']), atMs: Number(row['at_ms']) }));
}
