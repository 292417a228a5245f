import type { StatementResult } from './data-store';
import { SqlError } from './data-store';
import type { Ledger } from './ledger';
import { DATA_STATEMENTS } from './ledger-rows';
import { answer, nothing } from './ledger-result';
import { type LedgerStatement, type LedgerValues, singleSpaced } from './ledger-statement';

/** What is sent beside tables and roles: nothing here has an owner, a right, an index or an extension. */
const WITHOUT_EFFECT = /^(create index|create extension|grant|alter default privileges|alter role \S+ set) /i;

const DEFINITIONS: readonly LedgerStatement[] = [
  {
    pattern: /^(?<verb>create|alter) role "?(?<name>\w+)"? (?!set )(?:.*password '(?<password>[^']*)')?/i,
    isChange: true,
    run(ledger, { verb = '', name = '', password }) {
      const isThere = ledger.roles.has(name);
      const isCreated = verb.toLowerCase() === 'create';
      if (isCreated && isThere) throw new SqlError(`role "${name}" already exists`, '42710');
      if (!isCreated && !isThere) throw new SqlError(`role "${name}" does not exist`, '42704');
      return nothing(() => ledger.roles.set(name, password));
    },
  },
  {
    pattern: /^create database "?(?<name>\w+)"? /i,
    isChange: true,
    run: (ledger, { name = '' }) => nothing(() => ledger.databases.add(name)),
  },
  { pattern: WITHOUT_EFFECT, isChange: true, run: () => nothing() },
];

/** Whether somebody may log in. */
const ONE: LedgerStatement = { pattern: /^select 1$/i, run: () => answer([['?column?', 'int4']], [['1']]) };

const ROLE: LedgerStatement = {
  pattern: /^select 1 from pg_catalog\.pg_roles where rolname = \$1\S*$/i,
  run: (ledger, _, [name]) => answer([['?column?', 'int4']], ledger.roles.has(String(name)) ? [['1']] : []),
};

const SETTINGS: LedgerStatement = {
  pattern: /^select set_config\((?<settings>.*)\)$/i,
  run(ledger, { settings = '' }) {
    const role = /'role','(\w+)'/.exec(settings)?.[1];
    if (role !== undefined && !ledger.roles.has(role)) throw new SqlError(`role "${role}" does not exist`, '22023');
    return answer([['set_config', 'text']], [['']]);
  },
};

/** The statements that every ledger understands. */
export const LEDGER_STATEMENTS: readonly LedgerStatement[] = [...DEFINITIONS, ...DATA_STATEMENTS, ONE, ROLE, SETTINGS];

/** Runs one of the statements that are known; any other is an error that says so. */
export function runLedgerSql(
  ledger: Ledger,
  statements: readonly LedgerStatement[],
  { sql, values, isReadOnly }: { readonly sql: string; readonly values: LedgerValues; readonly isReadOnly: boolean },
): StatementResult {
  const text = singleSpaced(sql);
  for (const { pattern, isChange = false, run } of statements) {
    const match = pattern.exec(text);
    if (match === null) continue;
    if (isChange && isReadOnly) {
      throw new SqlError('cannot change the row ledger in a transaction: it takes nothing back', '25006');
    }
    return run(ledger, match.groups ?? {}, values);
  }
  throw new SqlError(`the row ledger does not know this statement (simulator/data/ledger-sql.ts): ${text}`, '0A000');
}
