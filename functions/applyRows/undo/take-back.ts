import { pagesOf } from '../../shared/pages-of';
import { counted } from '../../shared/words';
import { besides, readWritten } from '../apply/effects';
import { tableAt } from '../apply/run-batch';
import type { Transaction } from '../aws';
import { CHUNK, shareOf } from '../decide';
import type { PlanManifest, UndoRow } from '../objects';
import { allOrphansSql, orphansSql, referringSql } from '../sql/foreign-keys';
import { putBackSql, removedFrom, removeSql, scratchSql, typeOf, type WrittenTable } from '../sql/rows';
import { RepairRefused } from '../transaction';

/** An object of the undo, with its table: the plan's, or one that triggers have written. */
export interface UndoItem {
  readonly object: string;
  /** Place of the plan's table; below 0 of another one. */
  readonly place: number;
  readonly table: WrittenTable;
  readonly settable: readonly string[];
}

export interface TakenBack {
  readonly removed: number;
  readonly putBack: number;
  /** Rows that were written again since the repair, by table and key. */
  readonly kept: readonly string[];
}

interface Undoing {
  readonly manifest: PlanManifest;
  readonly transaction: Transaction;
  read(object: string): Promise<readonly UndoRow[]>;
}

/**
 * Takes back what objects of the undo name, up to the commit: a row that was inserted is removed, one that was overwritten gets
 * its text back, each only where it is what the repair wrote. What is as it was before the repair already counts as taken
 * back: a commit whose answer was lost is found so.
 */
export async function takeBack(work: Undoing, items: readonly UndoItem[]): Promise<TakenBack> {
  const { manifest, transaction } = work;
  const before = await readWritten(transaction);
  for (const { place, table } of uniquePlaces(items)) {
    await transaction.query(scratchSql(typeOf(place), table));
    await transaction.query(scratchSql(removedFrom(place), table));
  }
  if (!manifest.undoReplica) {
    if (manifest.deferred) await transaction.query('SET CONSTRAINTS ALL DEFERRED');
    await transaction.query('SET LOCAL search_path TO DEFAULT');
  }
  let [removed, putBack] = [0, 0];
  const kept: string[] = [];
  for (const item of items) {
    const rows = await work.read(item.object);
    for (const part of pagesOf(rows, ({ key, now, was }) => shareOf(...key, now, was), {
      weight: 1,
      items: CHUNK.rows,
    })) {
      const left = await takePart(transaction, item, part);
      const inserted = part.filter(({ was }) => was === undefined).length;
      const keptInserted = left.filter(({ was }) => was === undefined).length;
      removed += inserted - keptInserted;
      putBack += part.length - inserted - (left.length - keptInserted);
      kept.push(...left.map(({ key }) => `${item.table.table} (${key.join(', ')})`));
    }
  }
  if (manifest.undoReplica) await checkReferences(work, items);
  else await refuseEffects(transaction, before, items);
  return { removed, putBack, kept };
}

function uniquePlaces(items: readonly UndoItem[]): readonly UndoItem[] {
  return [...new Map(items.map((item) => [item.place, item])).values()];
}

/** Those that are left as they are, since they were written again. */
async function takePart(
  transaction: Transaction,
  item: UndoItem,
  rows: readonly UndoRow[],
): Promise<readonly UndoRow[]> {
  const { table, settable, place } = item;
  const inserted = rows.filter(({ was }) => was === undefined);
  const overwritten = rows.filter(({ was }) => was !== undefined);
  const left: UndoRow[] = [];
  if (inserted.length > 0) {
    const keys = JSON.stringify(inserted.map(({ key, now }) => [...key, now]));
    const found = await transaction.query(removeSql(table, removedFrom(place)), { keys });
    left.push(...found.flatMap(([at]) => inserted[Number(at) - 1] ?? []));
  }
  if (overwritten.length > 0) {
    const [was, now] = [overwritten.map((row) => row.was), overwritten.map((row) => row.now)];
    const parameters = { rows: JSON.stringify(was), now: JSON.stringify(now) };
    const found = await transaction.query(putBackSql(table, settable, typeOf(place)), parameters);
    if (found.some(([, what]) => what === 'altered')) {
      throw new RepairRefused(`a trigger alters rows of ${table.table} that are put back: disable it for the undo`);
    }
    left.push(...found.flatMap(([at]) => overwritten[Number(at) - 1] ?? []));
  }
  return left;
}

/** No row may be left that refers to one that was removed: PostgreSQL does not check it in a replica's session. */
async function checkReferences({ manifest, transaction }: Undoing, items: readonly UndoItem[]): Promise<void> {
  const places = uniquePlaces(items).flatMap(({ place }) => (place < 0 ? [] : [place]));
  for (const key of manifest.foreignKeys) {
    const sqls = places.flatMap((place) => {
      const { key: own, columns, settable } = tableAt(manifest, place);
      const isKnown = key.fromColumns.every((column) => columns.includes(column));
      const isOther = !key.toColumns.every((column) => own.includes(column)) && settable.length > 0;
      return [
        ...(key.toTables.includes(place) ? [isOther ? allOrphansSql(key) : referringSql(key, removedFrom(place))] : []),
        ...(key.fromTables.includes(place) && isKnown ? [orphansSql(key, typeOf(place))] : []),
      ];
    });
    for (const sql of new Set(sqls)) {
      const [[count, sample] = []] = await transaction.query(sql);
      if (Number(count) === 0) continue;
      throw new RepairRefused(
        `the undo would break the foreign key ${key.name}: ${counted(Number(count), 'reference')} of ${key.from} such as ${sample} would have no row in ${key.to}; rows written since the repair need what it brought back: remove those first, or keep the repair`,
      );
    }
  }
}

async function refuseEffects(
  transaction: Transaction,
  before: Awaited<ReturnType<typeof readWritten>>,
  items: readonly UndoItem[],
): Promise<void> {
  await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
  const own = new Set(items.map(({ table }) => table.table));
  const others = [...besides(before, await readWritten(transaction), new Map()).keys()].filter(
    (table) => !own.has(table),
  );
  if (others.length === 0) return;
  throw new RepairRefused(
    `triggers or cascades write ${others.join(', ')} when rows are taken back: disable them for the undo, or give the user of the secret SET ON PARAMETER session_replication_role`,
  );
}
