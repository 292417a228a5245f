import { LARGEST_ROW, quoteIdentifier, rowTextSql } from '../../shared/row-text';
import { fromSql, type ReadTable } from './table-sql';

/** No column of a table is called so. */
const PLACE = '"pilot-light place"';

export interface RowColumns {
  /** Of the live cluster: which transaction wrote it last. */
  readonly xmin: boolean;
  /** Where `track_commit_timestamp` is on: when that was committed, in milliseconds since the epoch. */
  readonly committedAt: boolean;
}

/** Rows by `:keys`, a JSON array of arrays of texts: place from 1, the row's text, null where it is too large, and what else is asked. */
export function rowsSql(table: ReadTable, { xmin, committedAt }: RowColumns): string {
  const typed = table.key.map(
    (column, index) => `(e.x->>${index})::${table.keyTypes[index]} AS ${quoteIdentifier(column)}`,
  );
  const matches = table.key.map((column) => `t.${quoteIdentifier(column)} = k.${quoteIdentifier(column)}`);
  const at = '(extract(epoch FROM pg_xact_commit_timestamp(t.xmin)) * 1000)::bigint::text';
  const row = rowTextSql('t', table.columns);
  return `SELECT k.${PLACE}::int, CASE WHEN octet_length(${row}) <= ${LARGEST_ROW} THEN ${row} END, ${xmin ? 't.xmin::text' : 'NULL::text'}, ${committedAt ? at : 'NULL::text'}
FROM (SELECT e.place AS ${PLACE}, ${typed.join(', ')} FROM json_array_elements(:keys::json) WITH ORDINALITY AS e(x, place)) k
  JOIN ${fromSql(table)} ON ${matches.join(' AND ')}
ORDER BY 1`;
}
