import { rowTextSql } from '../../shared/row-text';
import { base64Sql, hashSql, hashSumSql } from '../../shared/row-hash-sql';
import { fromSql, keyTextSql, type ReadTable, type Slice, sliceSql } from './table-sql';

/** Bytes of a group: bucket, number of rows, sum of their hashes. */
const GROUP_BYTES = 16;
/** Of one record: 32 KB, 44 KB as text. The Data API returns none above 64 KB (Aurora User Guide, Data API limitations). */
const GROUPS_A_RECORD = 2048;

/** A bucket of rows by the hash of their keys. */
export interface Group {
  readonly rows: number;
  readonly hash: bigint;
}

/** Buckets by `bits` of the key's hash. With `within`, only those whose lowest `bits` of it are among `:buckets`. */
export interface Grouping {
  readonly bits: number;
  readonly within: number | undefined;
}

/** The bucket, from 0, of the row with this key's text. */
export function bucketSql(keyText: string, bits: number): string {
  return bits === 0 ? '0' : `(${hashSql(keyText)} & ${2 ** bits - 1})::int`;
}

/** `:buckets`, a JSON array of numbers. */
export const AMONG_BUCKETS = '(SELECT value::int FROM json_array_elements_text(:buckets::json))';

/**
 * Records of groups as base64, and the bytes of the keys in them. The OFFSET keeps the texts from being made several times, and
 * PostgreSQL from expecting a group for each row, which it would sort on disk instead of hashing them. As a text it is a
 * constant from the beginning: behind any other, no table is read in parallel (src/backend/optimizer, `limit_needed`).
 */
export function groupsSql(table: ReadTable, { bits, within }: Grouping, slice: Slice): string {
  const key = keyTextSql(table);
  const among = within === undefined ? '' : ` AND ${bucketSql(key, within)} IN ${AMONG_BUCKETS}`;
  return `WITH r AS (
  SELECT ${key} AS key, ${rowTextSql('t', table.columns)} AS row
  FROM ${fromSql(table)} WHERE ${sliceSql(slice)}${among} OFFSET '0'
),
g AS MATERIALIZED (
  SELECT ${bucketSql('r.key', bits)} AS b, count(*)::int AS n, ${hashSumSql(hashSql('r.row'))} AS s, sum(octet_length(r.key)) AS k
  FROM r GROUP BY 1
)
SELECT ${base64Sql("string_agg(int4send(b) || int4send(n) || int8send(s), ''::bytea ORDER BY b)")}, sum(k)::bigint
FROM (SELECT g.*, (row_number() OVER (ORDER BY b) - 1) / ${GROUPS_A_RECORD} AS record FROM g) numbered
GROUP BY record ORDER BY record`;
}

/** Adds the groups of a record to those that are known, modulo 2^64. */
export function addGroups(groups: Map<number, Group>, record: string): void {
  const bytes = Buffer.from(record, 'base64');
  for (let at = 0; at < bytes.length; at += GROUP_BYTES) {
    const bucket = bytes.readInt32BE(at);
    const known = groups.get(bucket);
    groups.set(bucket, {
      rows: (known?.rows ?? 0) + bytes.readInt32BE(at + 4),
      hash: BigInt.asIntN(64, (known?.hash ?? 0n) + bytes.readBigInt64BE(at + 8)),
    });
  }
}
