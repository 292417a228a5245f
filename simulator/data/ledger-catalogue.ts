import { createHash } from 'node:crypto';
import { AMCHECK_SQL, FINGERPRINT_SQL, TABLES_SQL } from '../../functions/shared/catalogue-sql';
import { SqlError } from './data-store';
import type { Ledger } from './ledger';
import { answer } from './ledger-result';
import { type LedgerStatement, singleSpaced } from './ledger-statement';

/**
 * What the recorded manifest and the checks of a validation ask the catalogue, known by the very texts that they send:
 * when one of them changes, this asks for the new text.
 */
export const CATALOGUE_STATEMENTS: readonly LedgerStatement[] = [
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
      const own = fingerprint(ledger);
      return answer([['md5', 'text']], [[ledger.fingerprints.get(own) ?? own]]);
    },
  },
  // No extension is here: a validation says that it has not looked.
  { pattern: exactly(AMCHECK_SQL), run: () => answer([['nspname', 'text']], []) },
  {
    pattern: /^select set_config\((?<settings>.*)\)$/i,
    run(ledger, { settings = '' }) {
      const role = /'role','(\w+)'/.exec(settings)?.[1];
      if (role !== undefined && !ledger.roles.has(role)) throw new SqlError(`role "${role}" does not exist`, '22023');
      return answer([['set_config', 'text']], [['']]);
    },
  },
];

function exactly(sql: string): RegExp {
  return new RegExp(`^${singleSpaced(sql).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}

function fingerprint(ledger: Ledger): string {
  const lines = ledger.tables.map(({ name, columns, key }) => JSON.stringify({ name, columns, key }));
  return createHash('md5').update(lines.join('\n')).digest('hex');
}
