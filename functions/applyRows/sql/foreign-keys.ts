import { quoteIdentifier } from '../../shared/row-text';
import type { ForeignKey } from '../objects';
import { quoteTable, type WrittenTable } from './rows';

/*
 * Foreign keys, which PostgreSQL does not check while session_replication_role is replica (PostgreSQL, Client Connection
 * Defaults), by anti-joins. As PostgreSQL's own check does, they lock the rows that are referred to until the commit.
 */

const pairs = (columns: readonly string[], others: readonly string[], a: string, b: string) =>
  columns
    .map((column, index) => `${a}.${quoteIdentifier(column)} = ${b}.${quoteIdentifier(others[index] ?? '')}`)
    .join(' AND ');

const noNull = (columns: readonly string[], alias: string) =>
  columns.map((column) => `${alias}.${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');

const list = (columns: readonly string[], alias: string) =>
  columns.map((column) => `${alias}.${quoteIdentifier(column)}`).join(', ');

/** How many different values of what was written refer to no row, and one of them. */
export function orphansSql({ to, fromColumns, toColumns }: ForeignKey, scratch: string): string {
  return `WITH n AS MATERIALIZED (SELECT DISTINCT ${list(fromColumns, 'w')} FROM ${scratch} w WHERE ${noNull(fromColumns, 'w')}),
l AS MATERIALIZED (SELECT ${list(toColumns, 'p')} FROM ${quoteTable(to)} p JOIN n ON ${pairs(toColumns, fromColumns, 'p', 'n')} FOR KEY SHARE OF p)
SELECT count(*), min(ROW(${list(fromColumns, 'n')})::text) FROM n
WHERE NOT EXISTS (SELECT FROM l WHERE ${pairs(toColumns, fromColumns, 'l', 'n')})`;
}

/** How many rows refer to what was removed and is not there any more, and to what one of them refers. */
export function referringSql({ from, to, fromColumns, toColumns }: ForeignKey, removed: string): string {
  return `SELECT count(*), min(ROW(${list(fromColumns, 'c')})::text)
FROM ${quoteTable(from)} c JOIN ${removed} r ON ${pairs(fromColumns, toColumns, 'c', 'r')}
WHERE NOT EXISTS (SELECT FROM ${quoteTable(to)} p WHERE ${pairs(toColumns, fromColumns, 'p', 'c')})`;
}

/** The same of all rows: where a column that is referred to, and is no part of the key, was written. */
export function allOrphansSql({ from, to, fromColumns, toColumns }: ForeignKey): string {
  return `SELECT count(*), min(ROW(${list(fromColumns, 'c')})::text) FROM ${quoteTable(from)} c
WHERE ${noNull(fromColumns, 'c')} AND NOT EXISTS (SELECT FROM ${quoteTable(to)} p WHERE ${pairs(toColumns, fromColumns, 'p', 'c')})`;
}

/** `:values`, a JSON array of arrays of texts: those that no row has, as the database writes them, in one JSON array each. */
export function absentSql({ to, toColumns, toTypes }: ForeignKey): string {
  const typed = toColumns.map((column, index) => `(e.x->>${index})::${toTypes[index]} AS ${quoteIdentifier(column)}`);
  const written = toColumns.map((column) => `v.${quoteIdentifier(column)}::text`);
  return `SELECT json_build_array(${written.join(', ')})::text FROM (SELECT ${typed.join(', ')} FROM json_array_elements(:values::json) AS e(x)) v
WHERE NOT EXISTS (SELECT FROM ${quoteTable(to)} p WHERE ${pairs(toColumns, toColumns, 'p', 'v')})`;
}

/**
 * `:values`, a JSON array of arrays, the texts of the row's key and then of the columns of a unique index: which of them
 * another row has. Place from 1, and that row's key as a JSON array.
 */
export function takenSql(table: WrittenTable, columns: readonly string[], types: readonly string[]): string {
  const { key, keyTypes } = table;
  const cast = (type: string | undefined, index: number, name: string) => `(e.x->>${index})::${type} AS ${name}`;
  const typed = [
    ...key.map((_, index) => cast(keyTypes[index], index, `k${index}`)),
    ...columns.map((_, index) => cast(types[index], key.length + index, `u${index}`)),
  ];
  const matches = columns.map((column, index) => `t.${quoteIdentifier(column)} = v.u${index}`).join(' AND ');
  const isOther = key.map((column, index) => `t.${quoteIdentifier(column)} <> v.k${index}`).join(' OR ');
  const written = key.map((column) => `t.${quoteIdentifier(column)}::text`).join(', ');
  return `SELECT v.ord, json_build_array(${written})::text FROM (
  SELECT e.ord, ${typed.join(', ')} FROM json_array_elements(:values::json) WITH ORDINALITY AS e(x, ord)) v
JOIN ${quoteTable(table.table)} t ON ${matches} WHERE ${isOther} ORDER BY 1`;
}
