import { CONTENT_TABLES_SQL, nameOf, WRITES_SQL } from '../shared/catalogue-sql';
import { CONTENT_LIMITS, type ContentLimits } from '../shared/content-limits';
import { contentSql, keySpanSql } from '../shared/content-sql';
import type { Rows } from '../shared/data-api';
import type { Manifest, RowRanges, TableContents, TableWrites } from '../shared/manifest';
import { judgeCount } from './decide';
import { bytesOf, chooseRanges, isHashed, rowsToHash } from './ranges';

export interface ContentQueries {
  readonly query: (sql: string) => Promise<Rows>;
  /** With the settings on which the text of a row depends. */
  readonly queryText: (sql: string) => Promise<Rows>;
  readonly isTimeLeft: () => boolean;
  /** @default CONTENT_LIMITS */
  readonly limits?: ContentLimits;
}

/** An estimate may be wrong by so much; a table that has still more rows is left out. */
const ESTIMATES_ERR_BY = 2;

/** Hashes what the tables hold, as far as time and money go; what is left out is not compared later. */
export async function recordContents(
  tables: Manifest['tables'],
  { query, queryText, isTimeLeft, limits = CONTENT_LIMITS }: ContentQueries,
): Promise<readonly TableContents[]> {
  const rowsOf = new Map(tables.flatMap((each) => (each.counted === 'unreadable' ? [] : [[each.name, each.rows]])));
  const contents: TableContents[] = [];
  const before = await readWrites(query);
  const left = { rows: limits.manifestRows, bytes: limits.manifestBytes };
  for (const [schema, name, columnsText, keyText, isNumber, bytes] of await query(CONTENT_TABLES_SQL)) {
    const table = nameOf(schema, name);
    const rows = rowsOf.get(table);
    const [columns, key] = [namesIn(columnsText), namesIn(keyText)];
    const numberKey = isNumber === true ? key[0] : undefined;
    if (rows === undefined || !isTimeLeft()) continue;
    const size = { rows, bytes: Number(bytes) };
    if (!isHashed(size, left, limits, numberKey !== undefined)) continue;
    const most = rowsToHash(size, limits);
    try {
      const span = numberKey === undefined ? undefined : (await query(keySpanSql(table, numberKey)))[0];
      const ranges: RowRanges =
        numberKey === undefined || typeof span?.[0] !== 'string' || typeof span[1] !== 'string'
          ? { by: 'hash', key: [...key] }
          : { by: 'key', column: numberKey, ...chooseRanges(rows, most, BigInt(span[0]), BigInt(span[1])) };
      const bound = Math.min(left.rows, ESTIMATES_ERR_BY * Math.max(most, 1000));
      const parts = (await queryText(contentSql(table, columns, ranges, bound + 1))).map(toPart);
      const hashed = parts.reduce((sum, [, count]) => sum + count, 0);
      left.rows -= hashed;
      left.bytes -= bytesOf(size, hashed);
      if (hashed <= bound) contents.push({ table, columns: [...columns], ranges, parts });
    } catch (error) {
      // Too slow, not to be read, or gone: it is not compared. row_security = off makes an error of a filtered table.
      if (judgeCount(error) === 'unknown') throw error;
    }
  }
  const after = await readWrites(query);
  return contents.map((each) => {
    const [from, to] = [before.get(each.table), after.get(each.table)];
    return from === undefined || to === undefined ? each : { ...each, writes: [from, to] };
  });
}

async function readWrites(query: ContentQueries['query']): Promise<ReadonlyMap<string, TableWrites>> {
  return new Map(
    (await query(WRITES_SQL)).map(([schema, name, since, inserted, updated, deleted]) => [
      nameOf(schema, name),
      { since: String(since), inserted: Number(inserted), updated: Number(updated), deleted: Number(deleted) },
    ]),
  );
}

function toPart([part, rows, hash]: Rows[number]): TableContents['parts'][number] {
  return [String(part), Number(rows), String(hash)];
}

function namesIn(text: unknown): readonly string[] {
  return typeof text === 'string' ? (JSON.parse(text) as readonly string[]) : [];
}
