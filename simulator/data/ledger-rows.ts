import { SqlError } from './data-store';
import {
  columnIndex,
  type Ledger,
  type LedgerColumn,
  type LedgerRow,
  type LedgerTable,
  largest,
  rowsOf,
} from './ledger';
import { answer, changed, nothing } from './ledger-result';
import type { LedgerStatement, LedgerValues } from './ledger-statement';

/** Tables, their rows, and the few questions that the workload and the checks of a validation ask about them. */
export const DATA_STATEMENTS: readonly LedgerStatement[] = [
  {
    pattern: /^create table if not exists (?<name>\w+)\((?<body>.*)\)$/i,
    isChange: true,
    run: (ledger, { name = '', body = '' }) => nothing(() => createTable(ledger, name, body)),
  },
  {
    pattern: /^drop table (?:"?public"?\.)?"?(?<name>\w+)"?$/i,
    isChange: true,
    run: (ledger, { name = '' }) => nothing(() => ledger.drop(name)),
  },
  {
    pattern:
      /^insert into (?<name>\w+)\((?<columns>[^)]*)\)values\((?<values>.*?)\)(?:on conflict\([^)]*\)do nothing)?$/i,
    isChange: true,
    run: (ledger, groups, values) => insert(ledger, groups, values),
  },
  {
    pattern: /^select count\(\*\)from (?:"?public"?\.)?"?(?<name>\w+)"?$/i,
    run: (ledger, { name = '' }) => answer([['count', 'int8']], [[String(ledger.table(name).length)]]),
  },
  {
    pattern:
      /^select count\(\*\)from (?<name>\w+) where (?<left>\w+) (?<operator>[<>]) (?<right>\w+)(?: - interval '(?<minutes>\d+) minutes?')?$/i,
    run: (ledger, groups) => answer([['count', 'int8']], [[String(countWhere(ledger, groups))]]),
  },
  {
    // The newest time of a column, in milliseconds since the epoch.
    pattern:
      /^select cast\(floor\(extract\(epoch from max\("(?<column>\w+)"\)\)\* 1000\)as bigint\)from "public"\."(?<name>\w+)"$/i,
    run: (ledger, { name = '', column = '' }) =>
      answer([['floor', 'int8']], [[newest(ledger.table(name), column)?.toString() ?? null]]),
  },
];

function createTable(ledger: Ledger, name: string, body: string): void {
  const key = /primary key\(([^)]*)\)/i.exec(body)?.[1]?.split(',') ?? [];
  // What is in brackets is no column.
  const parts = body.replaceAll(/\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '').split(',');
  const columns = parts.flatMap((part): LedgerColumn[] => {
    const [column = '', type = ''] = part.trim().split(' ');
    return /^(primary|unique|check|foreign|constraint)$/i.test(column) ? [] : [{ name: column, type: shortType(type) }];
  });
  ledger.create(name, columns, key);
}

function shortType(type: string): string {
  return { bigint: 'int8', integer: 'int4' }[type] ?? type;
}

function insert(ledger: Ledger, groups: Readonly<Record<string, string | undefined>>, values: LedgerValues) {
  const table = ledger.table(groups['name'] ?? '');
  const columns = groups['columns']?.split(',') ?? [];
  const positions = groups['values']?.split(',') ?? [];
  const given = new Map(columns.map((column, index) => [column.trim(), valueAt(positions[index] ?? '', values)]));
  const row: LedgerRow = table.columns.map(({ name, type }) => {
    const value = given.get(name) ?? null;
    return type === 'timestamptz' && value !== null ? new Date(value).toISOString() : value;
  });
  return changed(ledger.append(table.name, row) ? 1 : 0);
}

/** `$3`, `$3::bigint` or `cast($3 as timestamptz)`. */
function valueAt(expression: string, values: LedgerValues): string | null {
  const position = /^(?:cast\()?\$(\d+)/i.exec(expression.trim())?.[1];
  if (position === undefined) throw new SqlError(`the row ledger inserts parameters only, not ${expression}`, '0A000');
  const value = values[Number(position) - 1] ?? null;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

function countWhere(ledger: Ledger, groups: Readonly<Record<string, string | undefined>>): number {
  const table = ledger.table(groups['name'] ?? '');
  const [left, right] = [groups['left'], groups['right']].map((column) => columnIndex(table, column ?? ''));
  const backMs = Number(groups['minutes'] ?? 0) * 60_000;
  let count = 0;
  for (const row of rowsOf(table)) {
    const [a, b] = [row[left ?? 0], row[right ?? 0]].map((value) => Date.parse(value ?? ''));
    if (a === undefined || b === undefined) continue;
    if (groups['operator'] === '<' ? a < b - backMs : a > b - backMs) count += 1;
  }
  return count;
}

/** Times are in ISO 8601, so that their order is that of their texts. */
function newest(table: LedgerTable, column: string): number | undefined {
  const latest = largest(table, columnIndex(table, column));
  return latest === null ? undefined : Date.parse(latest);
}
