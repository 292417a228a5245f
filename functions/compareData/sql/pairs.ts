import { rowTextSql } from '../../shared/row-text';
import { base64Sql, hashSql } from '../../shared/row-hash-sql';
import { AMONG_BUCKETS, bucketSql } from './groups';
import { fromSql, keyTextSql, type ReadTable, type Slice, sliceSql } from './table-sql';

/** Characters of hash and length before each key: 12 bytes as base64. */
export const PAIR_HEAD = 16;
/** Of one record, beside the last line: a key that has an index is below 3 KB (PostgreSQL, B-tree), and a record may have 64. */
const RECORD_CHARACTERS = 32_000;

export interface Pair {
  /** Of the row, with its length. */
  readonly hash: string;
  /** Bytes of the row's text. */
  readonly bytes: number;
}

/** The rows of `:buckets`: records of lines, each the row's hash, the length of its text and its key. */
export function pairsSql(table: ReadTable, bits: number, slice: Slice): string {
  const row = rowTextSql('t', table.columns);
  const head = base64Sql(`int8send(${hashSql('r.row')}) || int4send(octet_length(r.row))`);
  const key = `replace(replace(r.key, E'\\\\', E'\\\\\\\\'), E'\\n', E'\\\\n')`;
  return `WITH r AS MATERIALIZED (
  SELECT ${keyTextSql(table)} AS key, ${row} AS row
  FROM ${fromSql(table)}
  WHERE ${sliceSql(slice)} AND ${bucketSql(keyTextSql(table), bits)} IN ${AMONG_BUCKETS}
),
l AS (SELECT ${head} || ${key} AS line FROM r),
n AS (SELECT line, sum(octet_length(line) + 1) OVER (ROWS UNBOUNDED PRECEDING) / ${RECORD_CHARACTERS} AS record FROM l)
SELECT string_agg(line, E'\\n') FROM n GROUP BY record`;
}

/** Adds the lines of a record, by key. */
export function addPairs(pairs: Map<string, Pair>, record: string): void {
  for (const line of record.split('\n')) {
    const head = Buffer.from(line.slice(0, PAIR_HEAD), 'base64');
    pairs.set(unescapeKey(line.slice(PAIR_HEAD)), { hash: line.slice(0, PAIR_HEAD), bytes: head.readInt32BE(8) });
  }
}

function unescapeKey(text: string): string {
  return text.includes('\\')
    ? text.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    : text;
}
