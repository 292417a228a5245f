import { InvalidRequestError, InvariantViolationError } from '../../shared/errors';
import { fieldsOf, LARGEST_ROW } from '../../shared/row-text';
import { pagesOf } from '../../shared/pages-of';
import { oneLine } from '../../shared/words';
import type { Repair, Transaction } from '../aws';
import type { RowCounts, RowsRequest } from '../contract';
import { CHUNK, decideRow, NO_ROWS, type Operation, shareOf, type Since } from '../decide';
import { type Chunk, keysOf, linesOf, ListLine, type PlannedRow, type PlannedTable, sha256, toLines } from '../objects';
import { differingSql, foundSql, matchingSql } from '../sql/rows';
import { judgeSql } from '../transaction';

export interface CollectedTable {
  readonly counts: RowCounts;
  readonly chunks: readonly Chunk[];
}

export interface Collecting {
  readonly repair: Repair;
  readonly bucket: string;
  readonly recoveryId: string;
  readonly request: RowsRequest;
  readonly predicate: string | undefined;
  /** Most of one chunk: no more than of one transaction. */
  readonly rowsPerChunk: number;
  /** Read-only, on the one and the other cluster. */
  readonly live: Transaction;
  readonly restored: Transaction;
  /** Called with the rows of each chunk. */
  onChunk(place: number, operation: Operation, rows: readonly PlannedRow[]): Promise<void>;
}

/**
 * Reads a table's lists, keeps what the predicate holds for, checks what the live cluster has now, and writes the rows to
 * bring back as chunks of the plan: changed rows first, so that values that must be unique are free for deleted ones.
 */
export async function collectRows(
  work: Collecting,
  place: number,
  table: PlannedTable,
  objects: { readonly deleted?: readonly string[]; readonly changed?: readonly string[] },
): Promise<CollectedTable> {
  const chunks: Chunk[] = [];
  let counts = NO_ROWS;
  for (const [operation, keys] of [
    ['update', objects.changed ?? []],
    ['insert', objects.deleted ?? []],
  ] as const) {
    let waiting: PlannedRow[] = [];
    const flush = async (all: boolean) => {
      while (waiting.length > 0) {
        const rows = firstChunk(waiting, work.rowsPerChunk);
        if (!all && rows.length === waiting.length && rows.length < work.rowsPerChunk) return;
        waiting = waiting.slice(rows.length);
        chunks.push(await writeChunk(work, place, operation, rows));
      }
    };
    for (const key of keys) {
      const text = await work.repair.read(work.bucket, key);
      if (text === undefined)
        throw new InvalidRequestError(`the list ${key} is not there any more: compare again (mode inspect)`);
      for (const lines of pagesOf(linesOf(ListLine, text), shareOfLine, { weight: 1, items: CHUNK.rows })) {
        const judged = await judgeLines(work, table, operation, lines);
        counts = add(counts, judged.counts);
        waiting.push(...judged.rows);
        await flush(false);
      }
    }
    await flush(true);
  }
  return { counts, chunks };
}

function shareOfLine({ key, row, live }: ListLine): number {
  return shareOf(...key, row ?? '', live ?? '');
}

async function judgeLines(
  work: Collecting,
  table: PlannedTable,
  operation: Operation,
  all: readonly ListLine[],
): Promise<{ readonly counts: Partial<RowCounts>; readonly rows: readonly PlannedRow[] }> {
  const lines = await matching(work, table, all);
  // Neither transaction may be idle for three minutes (RDS Data API Reference, BeginTransaction).
  if (lines.length === 0) await work.live.query('SELECT 1');
  const movable = lines.flatMap((line) => {
    const isMovable = line.movable !== false && Buffer.byteLength(line.row ?? '') <= LARGEST_ROW;
    if (!isMovable || typeof line.row !== 'string') return [];
    if (operation === 'update' && typeof line.live !== 'string') return [];
    return [{ key: line.key, row: line.row, live: line.live ?? undefined, xmin: line.xmin ?? undefined }];
  });
  const since = await sinceOf(work.live, table, operation, movable, false);
  const counts = { insert: 0, update: 0, keptNewer: 0, refused: 0, notMovable: lines.length - movable.length };
  const rows = movable.filter((row, index) => {
    const verdict = decideRow(operation, row, since.get(index)?.since ?? 'same', work.request);
    if (verdict.kind === 'keep') counts.keptNewer += 1;
    else if (verdict.kind === 'refuse') counts.refused += 1;
    else counts[verdict.kind] += 1;
    return verdict.kind === 'insert' || verdict.kind === 'update';
  });
  return { counts, rows };
}

/** Those that the request's predicate holds for in the restored cluster. */
async function matching(
  work: Collecting,
  table: PlannedTable,
  lines: readonly ListLine[],
): Promise<readonly ListLine[]> {
  const { predicate } = work;
  if (predicate === undefined) {
    await work.restored.query('SELECT 1');
    return lines;
  }
  try {
    const keys = JSON.stringify(lines.map(({ key }) => key));
    const found = new Set(
      (await work.restored.query(matchingSql(table, predicate), { keys })).map(([place]) => Number(place)),
    );
    return lines.filter((_, index) => found.has(index + 1));
  } catch (error) {
    const trouble = judgeSql(error);
    if (trouble === undefined) throw error;
    throw new InvalidRequestError(`where of ${table.table}: ${oneLine(trouble.detail)}`, { cause: error });
  }
}

/** The rows that are not as the comparison saw them, by their places from 0; with the length of their text now. */
export async function sinceOf(
  live: Transaction,
  table: PlannedTable,
  operation: Operation,
  rows: readonly PlannedRow[],
  lock: boolean,
): Promise<ReadonlyMap<number, { readonly since: Since; readonly bytes: number }>> {
  if (rows.length === 0) return new Map();
  const keys = rows.map(({ key, live: was }) => (operation === 'update' ? [...key, was] : key));
  const sql = operation === 'update' ? differingSql(table, lock) : foundSql(table, lock);
  const found = await live.query(sql, { keys: JSON.stringify(keys) });
  return new Map(
    found.map(([place, bytes]) => [
      Number(place) - 1,
      { since: bytes === null ? 'deleted' : 'written', bytes: Number(bytes ?? 0) },
    ]),
  );
}

async function writeChunk(
  work: Collecting,
  place: number,
  operation: Operation,
  rows: readonly PlannedRow[],
): Promise<Chunk> {
  const text = toLines(rows);
  const digest = sha256(text);
  const key = keysOf(work.recoveryId).chunk(digest);
  await work.repair.write(work.bucket, key, text);
  await work.onChunk(place, operation, rows);
  return { table: place, operation, key, sha256: digest, rows: rows.length };
}

function firstChunk(rows: readonly PlannedRow[], most: number): PlannedRow[] {
  let share = 0;
  let count = 0;
  while (count < rows.length && count < most) {
    const next = rows[count];
    share += shareOf(next?.row, next?.live);
    if (count > 0 && share > 1) break;
    count += 1;
  }
  return rows.slice(0, count);
}

/** The texts of a row's columns, by their names. */
export function valuesOf(table: PlannedTable, row: string): ReadonlyMap<string, string | null> {
  const fields = fieldsOf(row);
  if (fields.length !== table.columns.length) {
    throw new InvariantViolationError(
      `a row of ${table.table} has ${fields.length} values for ${table.columns.length} columns`,
    );
  }
  return new Map(table.columns.map((column, index) => [column, fields[index] ?? null]));
}

export function partsOf<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let from = 0; from < items.length; from += most) parts.push(items.slice(from, from + most));
  return parts;
}

function add(counts: RowCounts, more: Partial<RowCounts>): RowCounts {
  return {
    insert: counts.insert + (more.insert ?? 0),
    update: counts.update + (more.update ?? 0),
    keptNewer: counts.keptNewer + (more.keptNewer ?? 0),
    refused: counts.refused + (more.refused ?? 0),
    notMovable: counts.notMovable + (more.notMovable ?? 0),
  };
}
