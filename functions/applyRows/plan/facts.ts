import * as z from 'zod';
import type { Rows } from '../../shared/data-api';
import type { Transaction } from '../aws';
import type { ForeignKey } from '../objects';
import { COLUMNS_SQL, FOREIGN_KEYS_SQL, SEQUENCES_SQL, TABLES_SQL, TRIGGERS_SQL, UNIQUE_SQL } from '../sql/catalogue';

export interface LiveColumn {
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  readonly isGenerated: boolean;
  /** Nothing but PostgreSQL writes it, unless an insert overrides that. */
  readonly isAlwaysIdentity: boolean;
}

export interface LiveSequence {
  readonly column: string;
  readonly sequence: string;
  readonly last: bigint | null;
  readonly increment: bigint;
  readonly maySet: boolean;
}

export interface LiveTable {
  readonly columns: ReadonlyMap<string, LiveColumn>;
  readonly hasRules: boolean;
  readonly mayWrite: boolean;
  readonly isPartitioned: boolean;
  /** Of a partition: the uppermost table, and the columns of its unique indexes. */
  readonly root: { readonly table: string; readonly unique: readonly (readonly string[])[] } | undefined;
  /** Of plain columns, by index. */
  readonly unique: ReadonlyMap<string, readonly string[]>;
  readonly triggers: readonly { readonly name: string; readonly enabled: string }[];
  readonly sequences: readonly LiveSequence[];
}

export interface LiveFacts {
  /** Those that are there. */
  readonly tables: ReadonlyMap<string, LiveTable>;
  readonly foreignKeys: readonly ForeignKey[];
}

/** What the live database says of tables. Places of foreign keys are those of `names`. */
export async function readFacts(transaction: Transaction, names: readonly string[]): Promise<LiveFacts> {
  const given = { names: JSON.stringify(names) };
  const ask = (sql: string) => transaction.query(sql, given);
  const columns = columnsBy(await ask(COLUMNS_SQL));
  const unique = await ask(UNIQUE_SQL);
  const triggers = await ask(TRIGGERS_SQL);
  const sequences = await ask(SEQUENCES_SQL);
  const tables = (await ask(TABLES_SQL)).map(
    ([name, hasRules, mayWrite, isPartitioned, root, rootUnique]): [string, LiveTable] => [
      String(name),
      {
        columns: columns.get(String(name)) ?? new Map(),
        hasRules: hasRules === true,
        mayWrite: mayWrite === true,
        isPartitioned: isPartitioned === true,
        root:
          typeof root === 'string'
            ? { table: root, unique: z.array(z.array(z.string())).parse(JSON.parse(String(rootUnique))) }
            : undefined,
        unique: new Map(
          of(unique, name).flatMap(([index, list]) => (list === null ? [] : [[String(index), texts(list)]])),
        ),
        triggers: of(triggers, name).map(([trigger, enabled]) => ({ name: String(trigger), enabled: String(enabled) })),
        sequences: of(sequences, name).map(([column, sequence, last, increment, maySet]) => ({
          column: String(column),
          sequence: String(sequence),
          last: last === null || last === undefined ? null : BigInt(last),
          increment: BigInt(increment ?? 1),
          maySet: maySet === true,
        })),
      },
    ],
  );
  return {
    tables: new Map(tables),
    foreignKeys: (await ask(FOREIGN_KEYS_SQL)).map((row) => toForeignKey(row, names)),
  };
}

/** Column and type by table, for a cluster that is only compared with. */
export async function readColumns(transaction: Transaction, names: readonly string[]) {
  return columnsBy(await transaction.query(COLUMNS_SQL, { names: JSON.stringify(names) }));
}

function columnsBy(rows: Rows): ReadonlyMap<string, ReadonlyMap<string, LiveColumn>> {
  const found = new Map<string, Map<string, LiveColumn>>();
  for (const [table, name, type, notNull, hasDefault, generated, identity] of rows) {
    const columns = found.get(String(table)) ?? new Map<string, LiveColumn>();
    found.set(String(table), columns);
    columns.set(String(name), {
      type: String(type),
      notNull: notNull === true,
      hasDefault: hasDefault === true,
      isGenerated: String(generated) !== '',
      isAlwaysIdentity: identity === 'a',
    });
  }
  return found;
}

/** The rest of the rows that begin with a table's name. */
function of(rows: Rows, name: unknown): Rows {
  return rows.filter(([table]) => table === name).map((row) => row.slice(1));
}

function toForeignKey(row: Rows[number], names: readonly string[]): ForeignKey {
  const [name, from, to, fromColumns, toColumns, toTypes, deferrable, fromTables, toTables] = row;
  const places = (list: unknown) => texts(list).map((table) => names.indexOf(table));
  return {
    name: String(name),
    from: String(from),
    to: String(to),
    fromColumns: texts(fromColumns),
    toColumns: texts(toColumns),
    toTypes: texts(toTypes),
    deferrable: deferrable === true,
    fromTables: places(fromTables),
    toTables: places(toTables),
  };
}

function texts(list: unknown): string[] {
  return z.array(z.string()).parse(JSON.parse(String(list)));
}
