import { createHash } from 'node:crypto';
import {
  AMCHECK_SQL,
  CATALOGUE_SQL,
  CONTENT_TABLES_SQL,
  FINGERPRINT_SQL,
  SEQUENCES_SQL,
  TABLES_SQL,
  WRITES_SQL,
} from '../../functions/shared/catalogue-sql';
import { columnIndex, type Ledger, type LedgerRow, rowsOf } from '../../simulator/data/ledger';
import { answer } from '../../simulator/data/ledger-result';
import { exactly, type LedgerStatement } from '../../simulator/data/ledger-statement';

/**
 * What the recorded manifest and the checks of a validation ask the catalogue, known by the very texts that they send:
 * when one of them changes, this asks for the new text.
 * @param fingerprints PostgreSQL's fingerprints of schemas by the ledger's own, for runs that use both
 */
export function catalogueStatements(fingerprints: ReadonlyMap<string, string> = new Map()): readonly LedgerStatement[] {
  return [
    {
      pattern: exactly(TABLES_SQL),
      run: (ledger) =>
        answer(
          [
            ['nspname', 'text'],
            ['relname', 'text'],
            ['reltuples', 'int8'],
          ],
          ledger.tables.map(({ name, length }) => ['public', name, String(length)]),
        ),
    },
    {
      pattern: exactly(FINGERPRINT_SQL),
      run: (ledger) => {
        const own = fingerprintOf(ledger);
        return answer([['md5', 'text']], [[fingerprints.get(own) ?? own]]);
      },
    },
    // Nothing is hashed here, and there are no grants and no sequences.
    ...[CONTENT_TABLES_SQL, SEQUENCES_SQL, WRITES_SQL].map((sql) => ({
      pattern: exactly(sql),
      run: () =>
        answer(
          Array.from({ length: 6 }, (_, index): [string, string] => [`column${index + 1}`, 'text']),
          [],
        ),
    })),
    {
      // functions/shared/newest-row-sql.ts
      pattern:
        /^select a\.attname,format_type\(.* where n\.nspname = 'public' and c\.relname = '(?<name>\w+)' and c\.relkind in/,
      run: (ledger, { name = '' }) =>
        answer(
          [
            ['attname', 'name'],
            ['format_type', 'text'],
          ],
          columnsOf(ledger, name).map((column) => [column.name, TYPE_NAMES[column.type] ?? column.type]),
        ),
    },
    {
      pattern:
        /^select (?<shown>(?:left\(cast\("\w+" as text\),\d+\),)*)cast\(floor\(extract\(epoch from "(?<by>\w+)"\)\* 1000\)as bigint\)from "public"\."(?<name>\w+)" where isfinite\("\k<by>"\)order by .* limit 1$/,
      run: newestRow,
    },
    { pattern: exactly(CATALOGUE_SQL), run: () => answer([['line', 'text']], []) },
    // No extension is here: a validation says that it has not looked.
    { pattern: exactly(AMCHECK_SQL), run: () => answer([['nspname', 'text']], []) },
  ];
}

/** As `format_type` has them. */
const TYPE_NAMES: Readonly<Record<string, string>> = { int8: 'bigint', timestamptz: 'timestamp with time zone' };

function columnsOf(ledger: Ledger, name: string) {
  return ledger.tables.find((table) => table.name === name)?.columns ?? [];
}

function newestRow(ledger: Ledger, { shown = '', by = '', name = '' }: Readonly<Record<string, string | undefined>>) {
  const table = ledger.table(name);
  const at = columnIndex(table, by);
  const columns = Array.from(shown.matchAll(/"(\w+)"/g), ([, column = '']) => columnIndex(table, column));
  const cellsOf = (row: LedgerRow) => columns.map((column) => row[column] ?? null);
  let newest: LedgerRow | undefined;
  for (const row of rowsOf(table)) {
    const isNewer = newest === undefined || (row[at] ?? '') > (newest[at] ?? '');
    const isSame = newest !== undefined && row[at] === newest[at];
    if (isNewer || (isSame && cellsOf(row).join('\n') < cellsOf(newest ?? row).join('\n'))) newest = row;
  }
  return answer(
    [...columns.map((): [string, string] => ['left', 'text']), ['floor', 'int8']],
    newest === undefined ? [] : [[...cellsOf(newest), String(Date.parse(newest[at] ?? ''))]],
  );
}

function fingerprintOf(ledger: Ledger): string {
  const lines = ledger.tables.map(({ name, columns, key }) => JSON.stringify({ name, columns, key }));
  return createHash('md5').update(lines.join('\n')).digest('hex');
}
