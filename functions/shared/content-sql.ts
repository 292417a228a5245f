import { quoteName } from './catalogue-sql';
import type { RowRanges } from './manifest';
import { hashSql, hashSumSql } from './row-hash-sql';
import { quoteIdentifier, rowTextSql } from './row-text';

/** A power of two: ranges of a table are at most as many, so that a manifest stays small. */
export const RANGES_OF_TABLE = 64;

/** Least and largest key. */
export function keySpanSql(table: string, column: string): string {
  const key = quoteIdentifier(column);
  return `select cast(min(${key}) as text), cast(max(${key}) as text) from ${quoteName(table)}`;
}

/**
 * Of each range: which it is, how many rows it has, and the sum of their hashes.
 * @param most rows that are read; left out: all of them
 */
export function contentSql(table: string, columns: readonly string[], ranges: RowRanges, most?: number): string {
  const hash = hashSql(rowTextSql('t', columns));
  const range =
    ranges.by === 'key'
      ? `cast(t.${quoteIdentifier(ranges.column)} as bigint) >> ${ranges.shift}`
      : `${ranges.key.length === 0 ? hash : hashSql(rowTextSql('t', ranges.key))} & ${RANGES_OF_TABLE - 1}`;
  const newest =
    ranges.by === 'key' && ranges.from !== null ? ` where t.${quoteIdentifier(ranges.column)} >= ${ranges.from}` : '';
  return `select cast(part as text), count(*), cast(${hashSumSql('hash')} as text)
  from (select ${range} as part, ${hash} as hash from ${quoteName(table)} t${newest}${most === undefined ? '' : ` limit ${most}`}) rows group by part order by part`;
}
