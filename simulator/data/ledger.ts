import { SqlError } from './data-store';

/** One row, in the order of its table's columns, each value as PostgreSQL would print it; times in ISO 8601. */
export type LedgerRow = readonly (string | null)[];

export interface LedgerColumn {
  readonly name: string;
  /** PostgreSQL's short name of the type: `int8`, `text`, `timestamptz`. */
  readonly type: string;
}

export interface LedgerTable {
  readonly name: string;
  readonly columns: readonly LedgerColumn[];
  /** Columns of the primary key; empty without one. */
  readonly key: readonly string[];
  /** Only the first `length` rows of the store are this table's: others have gone on from the same beginning. */
  readonly store: RowStore;
  readonly length: number;
}

interface RowStore {
  readonly rows: LedgerRow[];
  /** Where the row of each primary key is. */
  readonly places: Map<string, number>;
  /** By column: the largest value of the rows so far, for as many rows as were ever asked about. */
  readonly maxima: Map<number, (string | null)[]>;
}

/** The tables of one cluster or snapshot. Cutting it copies no row. */
export class Ledger {
  /** The password of each, or PostgreSQL's verifier of it; undefined for one that cannot log in. */
  readonly roles: Map<string, string | undefined>;
  readonly databases: Set<string>;
  readonly #tables: Map<string, LedgerTable>;

  constructor(from?: Ledger) {
    this.roles = new Map(from?.roles);
    this.databases = new Set(from?.databases);
    this.#tables = new Map(from === undefined ? [] : from.#tables);
  }

  cut(): Ledger {
    return new Ledger(this);
  }

  /** By name. */
  get tables(): readonly LedgerTable[] {
    return [...this.#tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  table(name: string): LedgerTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new SqlError(`relation "${name}" does not exist`, '42P01');
    return table;
  }

  /** A table that is there already stays as it is. */
  create(name: string, columns: readonly LedgerColumn[], key: readonly string[]): void {
    if (this.#tables.has(name)) return;
    this.#tables.set(name, {
      name,
      columns,
      key,
      store: { rows: [], places: new Map(), maxima: new Map() },
      length: 0,
    });
  }

  /** Adds a row; false if there is one with its primary key. */
  append(name: string, row: LedgerRow): boolean {
    const table = this.table(name);
    const key = keyOf(table, row);
    const place = key === undefined ? undefined : table.store.places.get(key);
    if (place !== undefined && place < table.length) return false;
    const store = ownStore(table);
    if (key !== undefined) store.places.set(key, store.rows.length);
    store.rows.push(row);
    this.#tables.set(name, { ...table, store, length: table.length + 1 });
    return true;
  }

  drop(name: string): void {
    this.table(name);
    this.#tables.delete(name);
  }
}

/** Where the rows of a column are in a row. */
export function columnIndex({ name, columns }: LedgerTable, column: string): number {
  const index = columns.findIndex((each) => each.name === column);
  if (index < 0) throw new SqlError(`column "${column}" of relation "${name}" does not exist`, '42703');
  return index;
}

export function* rowsOf({ store, length }: LedgerTable): Iterable<LedgerRow> {
  for (let index = 0; index < length; index += 1) {
    const row = store.rows[index];
    if (row !== undefined) yield row;
  }
}

/** The largest text in a column; null when there is none. Each row is looked at once, however often this is asked. */
export function largest({ store, length }: LedgerTable, index: number): string | null {
  const maxima = store.maxima.get(index) ?? [];
  store.maxima.set(index, maxima);
  while (maxima.length < length) {
    const value = store.rows[maxima.length]?.[index] ?? null;
    const before = maxima.at(-1) ?? null;
    maxima.push(before === null || (value !== null && value > before) ? value : before);
  }
  return maxima[length - 1] ?? null;
}

/** A store that nobody else has added rows to. */
function ownStore(table: LedgerTable): RowStore {
  if (table.store.rows.length === table.length) return table.store;
  const rows = table.store.rows.slice(0, table.length);
  const places = new Map([...table.store.places].filter(([, place]) => place < table.length));
  return { rows, places, maxima: new Map() };
}

function keyOf(table: LedgerTable, row: LedgerRow): string | undefined {
  if (table.key.length === 0) return undefined;
  return JSON.stringify(table.key.map((column) => row[columnIndex(table, column)]));
}
