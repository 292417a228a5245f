import { createHash } from 'node:crypto';
import {
  AMCHECK_SQL,
  CATALOGUE_SQL,
  CONTENT_TABLES_SQL,
  FINGERPRINT_SQL,
  SEQUENCES_SQL,
  TABLES_SQL,
} from '../../functions/shared/catalogue-sql';
import type { Ledger } from '../../simulator/data/ledger';
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
    ...[CONTENT_TABLES_SQL, SEQUENCES_SQL].map((sql) => ({
      pattern: exactly(sql),
      run: () =>
        answer(
          Array.from({ length: 5 }, (_, index): [string, string] => [`column${index + 1}`, 'text']),
          [],
        ),
    })),
    { pattern: exactly(CATALOGUE_SQL), run: () => answer([['line', 'text']], []) },
    // No extension is here: a validation says that it has not looked.
    { pattern: exactly(AMCHECK_SQL), run: () => answer([['nspname', 'text']], []) },
  ];
}

function fingerprintOf(ledger: Ledger): string {
  const lines = ledger.tables.map(({ name, columns, key }) => JSON.stringify({ name, columns, key }));
  return createHash('md5').update(lines.join('\n')).digest('hex');
}
