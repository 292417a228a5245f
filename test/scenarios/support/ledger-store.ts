import { catalogueStatements } from '../../../rehearsal/year/catalogue-statements';
import { columnIndex, type Ledger, rowsOf } from '../../../simulator/data/ledger';
import { answer } from '../../../simulator/data/ledger-result';
import type { LedgerStatement } from '../../../simulator/data/ledger-statement';
import { LedgerStore } from '../../../simulator/data/ledger-store';

/** What the workload's API and the counting of rows ask beside what a validation does. */
const STATEMENTS: readonly LedgerStatement[] = [
  ...catalogueStatements(),
  {
    // rehearsal/stage/rows.ts: every row, with a key that is its own, and when it was written.
    pattern:
      /^select md5\(t::text\)as key,floor\(extract\(epoch from t\.(?<column>\w+)\)\* 1000\)::text as at_ms from (?:public\.)?(?<name>\w+) t /,
    run: (ledger, { name = '', column = '' }) => writtenRows(ledger, name, column),
  },
];

/** Rows in memory. What it is asked beside these is an error that quotes the statement. */
export function ledgerStore(): LedgerStore {
  return new LedgerStore({ statements: STATEMENTS });
}

function writtenRows(ledger: Ledger, name: string, column: string) {
  const table = ledger.table(name);
  const index = columnIndex(table, column);
  return answer(
    [
      ['key', 'text'],
      ['at_ms', 'text'],
    ],
    [...rowsOf(table)].map((row) => [JSON.stringify(row), String(Date.parse(row[index] ?? ''))]),
  );
}
