import { quoteIdentifier, quoteLiteral, ROW_TEXT_SETTINGS, rowTextSql } from '../shared/row-text';
import type { UndoRow } from './objects';
import { quoteTable, scratchSql, type WrittenTable } from './sql/rows';

const ROWS_A_STATEMENT = 500;
const SCRATCH = 'pg_temp."pilot-light rows"';

export interface ScriptPart {
  readonly recoveryId: string;
  readonly name: string;
  readonly table: WrittenTable;
  readonly settable: readonly string[];
  readonly replica: boolean;
  readonly rows: readonly UndoRow[];
}

/**
 * The undo of one object as a script for psql: what a person reads before the repair, and runs where the function cannot. As
 * the function does, it leaves rows alone that were written again since. As large as its rows and their quotes.
 */
export function scriptOf({ recoveryId, name, table, settable, replica, rows }: ScriptPart): string {
  const inserted = rows.filter(({ was }) => was === undefined);
  const overwritten = rows.filter(({ was }) => was !== undefined);
  const settings = { ...ROW_TEXT_SETTINGS, ...(replica ? { session_replication_role: 'replica' } : {}) };
  return [
    `-- Recovery ${recoveryId}, ${name}: takes back ${inserted.length} inserted and ${overwritten.length} overwritten rows of ${table.table}.`,
    '-- Run the scripts with psql, from the one with the highest number to the one with the lowest.',
    'BEGIN;',
    ...Object.entries(settings).map(([setting, value]) => `SET LOCAL ${setting} = ${quoteLiteral(value)};`),
    ...(overwritten.length > 0 ? [`${scratchSql(SCRATCH, table)};`] : []),
    ...statements(inserted, (part) => removal(table, part)),
    ...statements(overwritten, (part) => putBack(table, settable, part)),
    'COMMIT;',
    '',
  ].join('\n');
}

function statements(rows: readonly UndoRow[], toSql: (part: readonly UndoRow[]) => string): readonly string[] {
  const parts = Array.from({ length: Math.ceil(rows.length / ROWS_A_STATEMENT) }, (_, index) =>
    rows.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT),
  );
  return parts.map(toSql);
}

function removal({ table, key, keyTypes, columns }: WrittenTable, rows: readonly UndoRow[]): string {
  const values = rows.map((row) => `(${[...row.key, row.now].map(quoteLiteral).join(', ')})`);
  const names = [...key.map((_, index) => `k${index}`), 'now'];
  const matches = key.map((column, index) => `t.${quoteIdentifier(column)} = d.k${index}::${keyTypes[index]}`);
  return `DELETE FROM ONLY ${quoteTable(table)} AS t USING (VALUES\n${values.join(',\n')}\n) AS d (${names.join(', ')})
WHERE ${matches.join(' AND ')} AND ${rowTextSql('t', columns)} = d.now;`;
}

function putBack({ table, key, columns }: WrittenTable, settable: readonly string[], rows: readonly UndoRow[]): string {
  const values = rows.map(({ was = '', now }) => `(${quoteLiteral(was)}, ${quoteLiteral(now)})`);
  const sets = settable.map((column) => `${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`);
  const matches = key.map((column) => `t.${quoteIdentifier(column)} = (d.r).${quoteIdentifier(column)}`);
  return `UPDATE ONLY ${quoteTable(table)} AS t SET ${sets.join(', ')}
FROM (SELECT v.was::${SCRATCH} AS r, v.now FROM (VALUES\n${values.join(',\n')}\n) AS v (was, now)) AS d
WHERE ${matches.join(' AND ')} AND ${rowTextSql('t', columns)} = d.now;`;
}
