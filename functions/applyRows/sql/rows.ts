import { quoteIdentifier, rowTextSql } from '../../shared/row-text';

/**
 * Statements on the rows of one table. Rows travel as text in one JSON parameter. The text has the columns in the order of the
 * comparison, which need not be the table's own: a temporary table of these columns is its type, and holds what was written.
 */
export interface WrittenTable {
  /** `schema.table` */
  readonly table: string;
  readonly key: readonly string[];
  readonly keyTypes: readonly string[];
  readonly columns: readonly string[];
  /** Of a partition, the partitioned table in which its key is unique. */
  readonly uniqueWithin?: string | null;
}

/** No column of a table is called so. */
const ORD = '"pilot-light ord"';
const TEXT = '"pilot-light text"';

export function quoteTable(table: string): string {
  const dot = table.indexOf('.');
  return `${quoteIdentifier(table.slice(0, dot))}.${quoteIdentifier(table.slice(dot + 1))}`;
}

/** Rows of tables that inherit from it are not its own: they are compared, and brought back, by themselves. */
const only = (table: string) => `ONLY ${quoteTable(table)}`;

const list = (columns: readonly string[], alias?: string) =>
  columns.map((column) => `${alias === undefined ? '' : `${alias}.`}${quoteIdentifier(column)}`).join(', ');

const sameKey = (key: readonly string[], a: string, b: string) =>
  key.map((column) => `${a}.${quoteIdentifier(column)} = ${b}.${quoteIdentifier(column)}`).join(' AND ');

/** `:keys`: a JSON array of arrays, the texts of the key, and of the row where one is behind them. */
function keysSql({ key, keyTypes }: WrittenTable): string {
  const typed = key.map((column, index) => `(e.x->>${index})::${keyTypes[index]} AS ${quoteIdentifier(column)}`);
  return `SELECT e.ord AS ${ORD}, ${typed.join(', ')}, e.x->>${key.length} AS ${TEXT}
  FROM json_array_elements(:keys::json) WITH ORDINALITY AS e(x, ord)`;
}

/** Which of `:keys` are there, in another partition, too: place from 1, and the length of the row's text. */
export function foundSql(table: WrittenTable, lock: boolean): string {
  const { uniqueWithin = null } = table;
  const from = uniqueWithin === null ? only(table.table) : quoteTable(uniqueWithin);
  return `SELECT k.${ORD}, octet_length(${rowTextSql('t', table.columns)})
FROM (${keysSql(table)}) k JOIN ${from} t ON ${sameKey(table.key, 't', 'k')}${lock ? '\nFOR UPDATE OF t' : ''}`;
}

/** Which of `:keys` have another text than the one behind them: place from 1, and the length; null where there is no row. */
export function differingSql(table: WrittenTable, lock: boolean): string {
  return `WITH k AS MATERIALIZED (${keysSql(table)}),
l AS MATERIALIZED (SELECT k.${ORD}, ${rowTextSql('t', table.columns)} AS now
  FROM k JOIN ${only(table.table)} t ON ${sameKey(table.key, 't', 'k')}${lock ? ' FOR UPDATE OF t' : ''})
SELECT k.${ORD}, octet_length(l.now) FROM k LEFT JOIN l ON l.${ORD} = k.${ORD}
WHERE l.now IS DISTINCT FROM k.${TEXT} ORDER BY 1`;
}

/** The texts of the rows of `:keys`: place from 1, and text. */
export function textsSql(table: WrittenTable): string {
  return `SELECT k.${ORD}, ${rowTextSql('t', table.columns)}
FROM (${keysSql(table)}) k JOIN ${only(table.table)} t ON ${sameKey(table.key, 't', 'k')}`;
}

/** Which of `:keys` a predicate holds for: places from 1. */
export function matchingSql(table: WrittenTable, predicate: string): string {
  return `SELECT k.${ORD} FROM (${keysSql(table)}) k WHERE (${list(table.key, 'k')}) IN (
SELECT ${list(table.key)} FROM ${only(table.table)} WHERE (
${predicate}
))`;
}

export const typeOf = (place: number) => `pg_temp.${quoteIdentifier(`pilot-light rows ${place}`)}`;
export const removedFrom = (place: number) => `pg_temp.${quoteIdentifier(`pilot-light removed ${place}`)}`;

/** Temporary tables of a table's columns, which end with the transaction. */
export function scratchSql(name: string, { table, columns }: Pick<WrittenTable, 'table' | 'columns'>): string {
  return `CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS SELECT ${list(columns)} FROM ${quoteTable(table)} WITH NO DATA`;
}

/** `:rows` as typed rows. */
const typedRows = (type: string) => `d AS MATERIALIZED (
  SELECT e.ord AS ${ORD}, e.x, e.x::${type} AS r FROM json_array_elements_text(:rows::json) WITH ORDINALITY AS e(x, ord))`;

const ofRow = (columns: readonly string[]) => columns.map((column) => `(d.r).${quoteIdentifier(column)}`).join(', ');

/**
 * Inserts `:rows`. Answers those that are not there as they were given: place from 1, and their text; null where a trigger
 * let none in.
 */
export function insertSql(table: WrittenTable, writable: readonly string[], scratch: string): string {
  const { columns, key } = table;
  return `WITH ${typedRows(scratch)},
w AS (INSERT INTO ${quoteTable(table.table)} AS t (${list(writable)}) OVERRIDING SYSTEM VALUE
  SELECT ${ofRow(writable)} FROM d ORDER BY d.${ORD} RETURNING ${list(columns, 't')}),
n AS (INSERT INTO ${scratch} SELECT ${list(columns)} FROM w)
SELECT d.${ORD}, CASE WHEN w.${quoteIdentifier(key[0] ?? '')} IS NOT NULL THEN ${rowTextSql('w', columns)} END
FROM d LEFT JOIN w ON ${key.map((column) => `w.${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`).join(' AND ')}
WHERE ${rowTextSql('w', columns)} IS DISTINCT FROM d.x`;
}

/** Overwrites the rows of the same keys by `:rows`, and answers as `insertSql` does. */
export function updateSql(table: WrittenTable, settable: readonly string[], scratch: string): string {
  return `WITH ${typedRows(scratch)},
w AS (${updateOf(table, settable, '')})${noted(table, scratch)}
SELECT d.${ORD}, CASE WHEN w.${ORD} IS NOT NULL THEN ${rowTextSql('w', table.columns)} END
FROM d LEFT JOIN w ON w.${ORD} = d.${ORD} WHERE ${rowTextSql('w', table.columns)} IS DISTINCT FROM d.x`;
}

function updateOf({ table, key, columns }: WrittenTable, settable: readonly string[], condition: string): string {
  const sets = settable.map((column) => `${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`).join(', ');
  const matches = key.map((column) => `t.${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`).join(' AND ');
  return `UPDATE ${only(table)} AS t SET ${sets} FROM d WHERE ${matches}${condition}
  RETURNING d.${ORD}, ${list(columns, 't')}`;
}

const noted = ({ columns }: WrittenTable, scratch: string) => `,
n AS (INSERT INTO ${scratch} SELECT ${list(columns)} FROM w)`;

/**
 * Removes the rows of `:keys` that still have the text behind the key. Answers the others that are there: places from 1. A row
 * that is gone is as it was before the repair.
 */
export function removeSql(table: WrittenTable, scratch: string): string {
  const { columns, key } = table;
  return `WITH d AS MATERIALIZED (${keysSql(table)}),
w AS (DELETE FROM ${only(table.table)} AS t USING d
  WHERE ${sameKey(key, 't', 'd')} AND ${rowTextSql('t', columns)} = d.${TEXT} RETURNING d.${ORD}, ${list(columns, 't')})${noted(table, scratch)}
SELECT d.${ORD} FROM d JOIN ${only(table.table)} t ON ${sameKey(key, 't', 'd')}
WHERE NOT EXISTS (SELECT FROM w WHERE w.${ORD} = d.${ORD})`;
}

/**
 * Puts `:rows` back where the row of the same key still has the text of `:now` at the same place. Answers those that do not
 * have it, nor are as they were already (`kept`), and those that a trigger has altered (`altered`): place from 1, and which.
 */
export function putBackSql(table: WrittenTable, settable: readonly string[], scratch: string): string {
  const { columns, key } = table;
  const typed = `d AS MATERIALIZED (
  SELECT e.ord AS ${ORD}, e.x, e.x::${scratch} AS r, n.x AS now FROM json_array_elements_text(:rows::json) WITH ORDINALITY AS e(x, ord)
  JOIN json_array_elements_text(:now::json) WITH ORDINALITY AS n(x, ord) ON n.ord = e.ord)`;
  return `WITH ${typed},
w AS (${updateOf(table, settable, ` AND ${rowTextSql('t', columns)} = d.now`)})${noted(table, scratch)}
SELECT d.${ORD}, CASE WHEN w.${ORD} IS NULL THEN 'kept' ELSE 'altered' END
FROM d LEFT JOIN w ON w.${ORD} = d.${ORD}
  LEFT JOIN ${only(table.table)} t ON ${key.map((column) => `t.${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`).join(' AND ')}
WHERE CASE WHEN w.${ORD} IS NULL THEN ${rowTextSql('t', columns)} IS DISTINCT FROM d.x
  ELSE ${rowTextSql('w', columns)} IS DISTINCT FROM d.x END`;
}
