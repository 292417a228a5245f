import { pagesOf } from '../../shared/pages-of';
import { LARGEST_ROW } from '../../shared/row-text';
import type { Transaction } from '../aws';
import type { RowsRequest } from '../contract';
import { CHUNK, decideRow } from '../decide';
import type { Chunk, PlannedRow, PlannedTable, UndoRow } from '../objects';
import { sinceOf } from '../plan/collect-rows';
import { textsSql } from '../sql/rows';
import { RepairRefused } from '../transaction';

/** What the transaction does with the rows of a chunk, and how it is undone. */
export interface CheckedChunk {
  readonly inserts: readonly UndoRow[];
  readonly updates: readonly UndoRow[];
  readonly keptNewer: number;
}

/**
 * Compares the rows of a chunk with what the live cluster has now, and locks those that are there until the commit: what is
 * overwritten is exactly what was read here, so the undo has it.
 */
export async function checkChunk(
  transaction: Transaction,
  table: PlannedTable,
  { operation }: Pick<Chunk, 'operation'>,
  rows: readonly PlannedRow[],
  request: RowsRequest,
): Promise<CheckedChunk> {
  const since = await sinceOf(transaction, table, operation, rows, true);
  const inserts: UndoRow[] = [];
  const updates: UndoRow[] = [];
  const newer: { readonly row: PlannedRow; readonly bytes: number }[] = [];
  let keptNewer = 0;
  for (const [index, row] of rows.entries()) {
    const found = since.get(index);
    const { kind } = decideRow(operation, row, found?.since ?? 'same', request);
    if (kind === 'refuse') {
      throw new RepairRefused(
        `${table.table} (${row.key.join(', ')}) was written after the plan, which the request refuses: plan again, with changedSince "keepNewer" to leave such rows or "takeOlder" to overwrite them`,
      );
    }
    if (kind === 'insert') inserts.push({ key: [...row.key], now: row.row });
    else if (kind === 'keep') keptNewer += 1;
    else if (found === undefined) updates.push({ key: [...row.key], now: row.row, was: row.live ?? '' });
    // Too large to be read, and so to be undone.
    else if (found.bytes > LARGEST_ROW) keptNewer += 1;
    else newer.push({ row, bytes: found.bytes });
  }
  for (const part of pagesOf(newer, ({ bytes }) => bytes, { weight: CHUNK.bytes, items: CHUNK.rows })) {
    const found = await readNewer(
      transaction,
      table,
      part.map(({ row }) => row),
    );
    updates.push(...found);
    // It is in another partition, where the older row has no place.
    keptNewer += part.length - found.length;
  }
  return { inserts, updates, keptNewer };
}

/** The undo of a row that is overwritten though it was written again has its newest text. */
async function readNewer(
  transaction: Transaction,
  table: PlannedTable,
  rows: readonly PlannedRow[],
): Promise<readonly UndoRow[]> {
  const keys = JSON.stringify(rows.map(({ key }) => key));
  const found = await transaction.query(textsSql(table), { keys });
  const texts = new Map(found.map(([place, text]) => [Number(place) - 1, String(text)]));
  return rows.flatMap(({ key, row }, index) => {
    const was = texts.get(index);
    return was === undefined ? [] : [{ key: [...key], now: row, was }];
  });
}
