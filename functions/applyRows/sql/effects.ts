import { quoteIdentifier, rowTextSql } from '../../shared/row-text';
import { quoteTable, type WrittenTable } from './rows';

/*
 * The rows of a table that this transaction has inserted: their xmin is its number (PostgreSQL, System Columns). They are
 * numbered in a temporary table, from which they are read in parts.
 */

const EFFECTS = 'pg_temp."pilot-light effects"';

export function writtenHereSql({ table, key, columns }: WrittenTable): string {
  const keys = key.map((column) => `t.${quoteIdentifier(column)}::text`).join(', ');
  return `CREATE TEMPORARY TABLE ${EFFECTS} ON COMMIT DROP AS
SELECT row_number() OVER () AS n, json_build_array(${keys})::text AS keys, ${rowTextSql('t', columns)} AS now,
  octet_length(${rowTextSql('t', columns)}) + 0 AS bytes
FROM ${quoteTable(table)} t WHERE t.xmin = pg_current_xact_id()::xid`;
}

export function writtenHereTextsSql(): string {
  return `SELECT keys, now FROM ${EFFECTS} WHERE n BETWEEN :from AND :to ORDER BY n`;
}

export function dropSql(): string {
  return `DROP TABLE ${EFFECTS}`;
}
