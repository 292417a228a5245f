import { InvariantViolationError } from '../../shared/errors';
import { settingsSql } from '../../shared/row-text';
import { counted } from '../../shared/words';
import type { Repair, Transaction } from '../aws';
import {
  type Batch,
  type Chunk,
  keysOf,
  linesOf,
  PlannedRow,
  type PlannedTable,
  type PlanManifest,
  scriptKeyOf,
  sha256,
  toLines,
  type TriggerRows,
  UndoRow,
} from '../objects';
import { scriptOf } from '../script';
import { allOrphansSql, orphansSql } from '../sql/foreign-keys';
import { insertSql, scratchSql, typeOf, updateSql } from '../sql/rows';
import { SET_FORWARD_SQL } from '../sql/session';
import { RepairRefused } from '../transaction';
import { checkChunk } from './check-chunk';
import { besides, readWritten, recordEffects } from './effects';

export interface BatchWork {
  readonly repair: Repair;
  readonly bucket: string;
  readonly manifest: PlanManifest;
  readonly transaction: Transaction;
}

/**
 * One transaction's chunks, up to its commit. How the undo holds: first every row is compared and locked, and every object of
 * the undo is written, with the text that is overwritten as this transaction has read it; only then is the first row written.
 * A row that a trigger has altered or kept out is put right in its object before the commit. A transaction that is not
 * committed leaves objects that nothing refers to, and the next attempt overwrites them.
 */
export async function runBatch(work: BatchWork, from: number, to: number): Promise<Batch> {
  const { manifest, transaction } = work;
  const chunks = manifest.chunks.slice(from, to);
  const places = [...new Set(chunks.map(({ table }) => table))];
  const before = await readWritten(transaction);
  for (const place of places) await transaction.query(scratchSql(typeOf(place), tableAt(manifest, place)));
  let keptNewer = 0;
  for (const [index, chunk] of chunks.entries()) keptNewer += await prepare(work, from + index, chunk);
  if (manifest.deferred) await transaction.query('SET CONSTRAINTS ALL DEFERRED');
  // Triggers find what they name where the database does.
  if (!manifest.replica) await transaction.query('SET LOCAL search_path TO DEFAULT');
  for (const place of places) {
    for (const { sequence, to: value } of tableAt(manifest, place).sequences) {
      await transaction.query(SET_FORWARD_SQL, { sequence, to: value });
    }
  }
  const own = new Map<string, [number, number, number]>();
  for (const [index, { table: place }] of chunks.entries()) {
    const { table } = tableAt(manifest, place);
    const [inserted, updated] = await write(work, from + index, place);
    const [hadInserted, hadUpdated] = own.get(table) ?? [0, 0, 0];
    own.set(table, [hadInserted + inserted, hadUpdated + updated, 0]);
  }
  if (manifest.replica) await checkForeignKeys(work, places, own);
  // What is deferred happens now, and not behind the record of it.
  else await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
  const triggerRows = await recordTriggers(work, to - 1, before, own);
  const sum = (index: 0 | 1) => [...own.values()].reduce((total, counts) => total + counts[index], 0);
  return {
    from,
    to,
    inserted: sum(0),
    updated: sum(1),
    keptNewer,
    byTriggers: triggerRows.reduce((total, { rows }) => total + rows, 0),
    triggerRows: triggerRows.map(({ written }) => written),
  };
}

export function tableAt(manifest: PlanManifest, place: number): PlannedTable {
  const table = manifest.tables[place];
  if (table === undefined) throw new InvariantViolationError(`the plan has no table ${place}`);
  return table;
}

async function readChunk({ repair, bucket }: BatchWork, chunk: Chunk): Promise<readonly PlannedRow[]> {
  const text = await repair.read(bucket, chunk.key);
  if (text === undefined || sha256(text) !== chunk.sha256) {
    throw new RepairRefused(
      `the object ${chunk.key} of the plan is ${text === undefined ? 'gone' : 'another one'}: plan again`,
    );
  }
  return linesOf(PlannedRow, text);
}

/** Locks a chunk's rows and writes their undo. How many are kept, since they are newer. */
async function prepare(work: BatchWork, index: number, chunk: Chunk): Promise<number> {
  const table = tableAt(work.manifest, chunk.table);
  const rows = await readChunk(work, chunk);
  const checked = await checkChunk(work.transaction, table, chunk, rows, work.manifest.request);
  await writeUndo(work, index, table, [...checked.inserts, ...checked.updates]);
  return checked.keptNewer;
}

async function writeUndo(work: BatchWork, index: number, table: PlannedTable, rows: readonly UndoRow[]): Promise<void> {
  const { repair, bucket, manifest } = work;
  const key = keysOf(manifest.recoveryId).undo(index, table.table);
  const name = `part ${index + 1} of ${manifest.chunks.length}`;
  const { recoveryId, replica } = manifest;
  await repair.write(bucket, key, toLines(rows));
  await repair.write(
    bucket,
    scriptKeyOf(key),
    scriptOf({ recoveryId, name, table, settable: table.settable, replica, rows }),
  );
}

/** Writes what the undo of a chunk names. How many rows were inserted, and how many overwritten. */
async function write(work: BatchWork, index: number, place: number): Promise<readonly [number, number]> {
  const table = tableAt(work.manifest, place);
  const key = keysOf(work.manifest.recoveryId).undo(index, table.table);
  const text = await work.repair.read(work.bucket, key);
  if (text === undefined) throw new InvariantViolationError(`the undo ${key} is gone that was written a moment ago`);
  const rows = linesOf(UndoRow, text);
  const inserts = rows.filter(({ was }) => was === undefined);
  const updates = rows.filter(({ was }) => was !== undefined);
  const scratch = typeOf(place);
  const inserted = await send(work, insertSql(table, table.writable, scratch), inserts);
  const updated = updates.length === 0 ? [] : await send(work, updateSql(table, table.settable, scratch), updates);
  if (inserted !== inserts || updated !== updates) await writeUndo(work, index, table, [...inserted, ...updated]);
  return [inserted.length, updated.length];
}

/** The rows as they are now: the same list where all are as they were given. */
async function send({ transaction }: BatchWork, sql: string, rows: readonly UndoRow[]): Promise<readonly UndoRow[]> {
  if (rows.length === 0) return rows;
  const others = await transaction.query(sql, { rows: JSON.stringify(rows.map(({ now }) => now)) });
  if (others.length === 0) return rows;
  const altered = new Map(others.map(([place, text]) => [Number(place) - 1, text]));
  return rows.flatMap((row, index) => {
    const text = altered.get(index);
    if (text === undefined) return [row];
    return text === null ? [] : [{ ...row, now: String(text) }];
  });
}

/** Where PostgreSQL does not check them: rows that refer to none would be left. */
async function checkForeignKeys(
  { manifest, transaction }: BatchWork,
  places: readonly number[],
  own: ReadonlyMap<string, readonly [number, number, number]>,
): Promise<void> {
  for (const key of manifest.foreignKeys) {
    const columnsOf = (place: number) => tableAt(manifest, place).columns;
    const referring = places.filter(
      (place) => key.fromTables.includes(place) && key.fromColumns.every((column) => columnsOf(place).includes(column)),
    );
    const sqls = referring.map((place) => orphansSql(key, typeOf(place)));
    const overwritten = places.some((place) => {
      const { table, key: own_ } = tableAt(manifest, place);
      const isOther = !key.toColumns.every((column) => own_.includes(column));
      return key.toTables.includes(place) && isOther && (own.get(table)?.[1] ?? 0) > 0;
    });
    for (const sql of overwritten ? [...sqls, allOrphansSql(key)] : sqls) {
      const [[count, sample] = []] = await transaction.query(sql);
      if (Number(count) === 0) continue;
      throw new RepairRefused(
        `the foreign key ${key.name} of ${key.from} would be broken: ${counted(Number(count), 'value')} such as ${sample} ${count === 1 ? 'is' : 'are'} not in ${key.to}: ${key.toTables.length === 0 ? `add "${key.to}" to tables` : 'plan again'}`,
      );
    }
  }
}

async function recordTriggers(
  work: BatchWork,
  index: number,
  before: Awaited<ReturnType<typeof readWritten>>,
  own: ReadonlyMap<string, readonly [number, number, number]>,
): Promise<readonly { readonly written: TriggerRows; readonly rows: number }[]> {
  const { repair, bucket, manifest, transaction } = work;
  await transaction.query(settingsSql({ search_path: 'pg_catalog' }));
  const found = besides(before, await readWritten(transaction), own);
  const effects = await recordEffects(transaction, found, new Set(own.keys()));
  return await Promise.all(
    effects.map(async ({ rows, ...written }) => {
      const { recoveryId, replica } = manifest;
      const object = keysOf(recoveryId).undoByTriggers(index, written.table);
      await repair.write(bucket, object, toLines(rows));
      const part = { recoveryId, name: 'rows that triggers inserted', table: written, settable: [], replica, rows };
      await repair.write(bucket, scriptKeyOf(object), scriptOf(part));
      return { written: { ...written, object }, rows: rows.length };
    }),
  );
}
