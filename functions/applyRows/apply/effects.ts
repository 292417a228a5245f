import { LARGEST_ROW } from '../../shared/row-text';
import type { Transaction } from '../aws';
import { CHUNK } from '../decide';
import { type TriggerRows, type UndoRow } from '../objects';
import { partsOf } from '../plan/collect-rows';
import { PRIMARY_KEYS_SQL } from '../sql/catalogue';
import { dropSql, writtenHereSql, writtenHereTextsSql } from '../sql/effects';
import { WRITTEN_SQL } from '../sql/session';
import { RepairRefused } from '../transaction';

/** Rows inserted, updated and deleted, by table. */
export type WrittenRows = ReadonlyMap<string, readonly [number, number, number]>;

export async function readWritten(transaction: Transaction): Promise<WrittenRows> {
  const rows = await transaction.query(WRITTEN_SQL);
  return new Map(rows.map(([table, ...counts]) => [String(table), triple(counts.map(Number))]));
}

/** What was written beside what the repair itself wrote: by triggers, by cascades of foreign keys, by rules. */
export function besides(before: WrittenRows, after: WrittenRows, own: WrittenRows): WrittenRows {
  const all = [...after].map(([table, counts]): [string, readonly [number, number, number]] => [
    table,
    triple(counts.map((count, index) => count - (before.get(table)?.[index] ?? 0) - (own.get(table)?.[index] ?? 0))),
  ]);
  return new Map(all.filter(([, counts]) => counts.some((count) => count !== 0)));
}

export interface Effect extends Omit<TriggerRows, 'object'> {
  readonly rows: readonly UndoRow[];
}

/** Most rows that triggers may have inserted into a table in one transaction. */
const MOST_ROWS = 20_000;

/**
 * The rows that triggers have inserted into other tables, so that the undo can remove them. A trigger that has overwritten or
 * deleted rows has left nothing by which they could be put back: the repair steps back then, and names the table.
 */
export async function recordEffects(
  transaction: Transaction,
  found: WrittenRows,
  own: ReadonlySet<string>,
): Promise<readonly Effect[]> {
  const effects: Effect[] = [];
  for (const [table, [inserted, updated, deleted]] of found) {
    if (updated !== 0 || deleted !== 0 || own.has(table)) throw refusal(table, [inserted, updated, deleted]);
    effects.push(await recordInserted(transaction, table, inserted));
  }
  return effects;
}

function refusal(table: string, [inserted, updated, deleted]: readonly [number, number, number]): RepairRefused {
  return new RepairRefused(
    `a trigger or a cascade has written ${table} (${inserted} rows inserted, ${updated} overwritten, ${deleted} deleted), which an undo could not take back: write triggers "skip"`,
  );
}

async function recordInserted(transaction: Transaction, table: string, inserted: number): Promise<Effect> {
  const [facts] = await transaction.query(PRIMARY_KEYS_SQL, { names: JSON.stringify([table]) });
  if (facts === undefined || inserted > MOST_ROWS) throw refusal(table, [inserted, 0, 0]);
  const [columns = [], key = [], keyTypes = []] = facts.slice(1).map((list): string[] => JSON.parse(String(list)));
  const written = { table, key, keyTypes, columns };
  await transaction.query(writtenHereSql(written));
  const sizes = await transaction.query('SELECT n, bytes FROM pg_temp."pilot-light effects" ORDER BY n');
  // Rows of a subtransaction have another number.
  if (sizes.length !== inserted || sizes.some(([, bytes]) => Number(bytes) > LARGEST_ROW)) {
    throw refusal(table, [inserted, 0, 0]);
  }
  const rows: UndoRow[] = [];
  const most = Math.max(1, Math.floor(CHUNK.bytes / Math.max(1, ...sizes.map(([, bytes]) => Number(bytes)))));
  for (const part of partsOf(sizes, Math.min(most, CHUNK.rows))) {
    const [from, to] = [Number(part[0]?.[0]), Number(part.at(-1)?.[0])];
    const texts = await transaction.query(writtenHereTextsSql(), { from, to });
    rows.push(...texts.map(([keyTexts, now]) => ({ key: JSON.parse(String(keyTexts)), now: String(now) })));
  }
  await transaction.query(dropSql());
  return { ...written, rows };
}

function triple(counts: readonly number[]): readonly [number, number, number] {
  return [counts[0] ?? 0, counts[1] ?? 0, counts[2] ?? 0];
}
