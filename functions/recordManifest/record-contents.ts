import { CONTENT_TABLES_SQL, nameOf } from '../shared/catalogue-sql';
import { contentSql, keySpanSql } from '../shared/content-sql';
import type { Rows } from '../shared/data-api';
import type { Manifest, RowRanges, TableContents } from '../shared/manifest';
import { judgeCount } from './decide';
import { chooseRanges, isHashed, ROWS_OF_MANIFEST } from './ranges';

export interface ContentQueries {
  readonly query: (sql: string) => Promise<Rows>;
  /** With the settings on which the text of a row depends. */
  readonly queryText: (sql: string) => Promise<Rows>;
  readonly isTimeLeft: () => boolean;
}

/** Hashes what the tables hold, as far as time and money go; what is left out is not compared later. */
export async function recordContents(
  tables: Manifest['tables'],
  { query, queryText, isTimeLeft }: ContentQueries,
): Promise<readonly TableContents[]> {
  const rowsOf = new Map(tables.flatMap((each) => (each.counted === 'unreadable' ? [] : [[each.name, each.rows]])));
  const contents: TableContents[] = [];
  let rowsLeft = ROWS_OF_MANIFEST;
  for (const [schema, name, columnsText, keyText, isNumber] of await query(CONTENT_TABLES_SQL)) {
    const table = nameOf(schema, name);
    const rows = rowsOf.get(table);
    const [columns, key] = [namesIn(columnsText), namesIn(keyText)];
    const numberKey = isNumber === true ? key[0] : undefined;
    if (rows === undefined || !isTimeLeft() || !isHashed(rows, rowsLeft, numberKey !== undefined)) continue;
    try {
      const span = numberKey === undefined ? undefined : (await query(keySpanSql(table, numberKey)))[0];
      const ranges: RowRanges =
        numberKey === undefined || typeof span?.[0] !== 'string' || typeof span[1] !== 'string'
          ? { by: 'hash', key: [...key] }
          : { by: 'key', column: numberKey, ...chooseRanges(rows, BigInt(span[0]), BigInt(span[1])) };
      const parts = (await queryText(contentSql(table, columns, ranges))).map(toPart);
      rowsLeft -= parts.reduce((sum, [, count]) => sum + count, 0);
      contents.push({ table, columns: [...columns], ranges, parts });
    } catch (error) {
      // Too slow, not to be read, or gone: it is not compared. row_security = off makes an error of a filtered table.
      if (judgeCount(error) === 'unknown') throw error;
    }
  }
  return contents;
}

function toPart([part, rows, hash]: Rows[number]): TableContents['parts'][number] {
  return [String(part), Number(rows), String(hash)];
}

function namesIn(text: unknown): readonly string[] {
  return typeof text === 'string' ? (JSON.parse(text) as readonly string[]) : [];
}
