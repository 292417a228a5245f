import { pagesOf } from '../../shared/pages-of';
import { counted } from '../../shared/words';
import type { Transaction } from '../aws';
import { CHUNK, type Operation, shareOf } from '../decide';
import type { ForeignKey, PlannedRow, PlannedTable } from '../objects';
import { absentSql, takenSql } from '../sql/foreign-keys';
import { valuesOf } from './collect-rows';
import type { LiveFacts, LiveSequence } from './facts';

interface TakenValue {
  readonly place: number;
  readonly index: string;
  /** JSON of the key of the row that has it. */
  readonly byKey: string;
}

/** Reads every row of the plan once, and says in the end what is in its way beside the rows themselves. */
export class RowChecks {
  readonly #tables: readonly (PlannedTable | undefined)[];
  readonly #facts: LiveFacts;
  readonly #live: Transaction;
  /** By foreign key, the values that rows of the plan refer to, and that they bring, as JSON. */
  readonly #needed: readonly Set<string>[];
  readonly #brought: readonly Set<string>[];
  readonly #taken: TakenValue[] = [];
  /** By table, the keys of rows that are overwritten. */
  readonly #updated = new Map<number, Set<string>>();
  readonly #furthest = new Map<LiveSequence, bigint>();

  constructor(tables: readonly (PlannedTable | undefined)[], facts: LiveFacts, live: Transaction) {
    this.#tables = tables;
    this.#facts = facts;
    this.#live = live;
    this.#needed = facts.foreignKeys.map(() => new Set());
    this.#brought = facts.foreignKeys.map(() => new Set());
  }

  async read(place: number, operation: Operation, rows: readonly PlannedRow[]): Promise<void> {
    const table = this.#tables[place];
    const live = table === undefined ? undefined : this.#facts.tables.get(table.table);
    if (table === undefined || live === undefined) return;
    const values = rows.map(({ row }) => valuesOf(table, row));
    this.#facts.foreignKeys.forEach((key, index) => {
      if (key.fromTables.includes(place)) gather(this.#needed[index], key.fromColumns, values);
      if (key.toTables.includes(place)) gather(this.#brought[index], key.toColumns, values);
    });
    if (operation === 'update') {
      const updated = this.#updated.get(place) ?? new Set();
      this.#updated.set(place, updated);
      for (const { key } of rows) updated.add(JSON.stringify(key));
    }
    for (const sequence of live.sequences) this.#advance(sequence, values);
    for (const [index, columns] of live.unique) {
      const isKey = columns.length === table.key.length && columns.every((column) => table.key.includes(column));
      if (!isKey) await this.#findTaken(place, table, index, columns, rows, values);
    }
  }

  #advance(sequence: LiveSequence, values: readonly ReadonlyMap<string, string | null>[]): void {
    for (const value of values) {
      const text = value.get(sequence.column);
      if (text === null || text === undefined || !/^-?\d+$/.test(text)) continue;
      const number = BigInt(text);
      const known = this.#furthest.get(sequence);
      const isFurther = known === undefined || (sequence.increment > 0n ? number > known : number < known);
      if (isFurther) this.#furthest.set(sequence, number);
    }
  }

  async #findTaken(
    place: number,
    table: PlannedTable,
    index: string,
    columns: readonly string[],
    rows: readonly PlannedRow[],
    values: readonly ReadonlyMap<string, string | null>[],
  ): Promise<void> {
    const types = columns.map((column) => this.#facts.tables.get(table.table)?.columns.get(column)?.type ?? 'text');
    const asked = rows.flatMap(({ key }, row) => {
      const unique = columns.map((column) => values[row]?.get(column) ?? null);
      return unique.includes(null) ? [] : [[...key, ...unique]];
    });
    if (asked.length === 0) return;
    const found = await this.#live.query(takenSql(table, columns, types), { values: JSON.stringify(asked) });
    this.#taken.push(...found.map(([, byKey]) => ({ place, index, byKey: normal(String(byKey)) })));
  }

  /** Sequences of a table that are behind a value of the plan. */
  sequencesOf(table: string) {
    return (this.#facts.tables.get(table)?.sequences ?? []).flatMap((sequence) => {
      const to = this.#furthest.get(sequence);
      const isAhead =
        to !== undefined &&
        (sequence.last === null || (sequence.increment > 0n ? to > sequence.last : to < sequence.last));
      if (!isAhead) return [];
      const { sequence: name, column, last, maySet } = sequence;
      return [{ sequence: name, column, from: String(last ?? 'unused'), to: String(to), maySet }];
    });
  }

  /** Each with what to write instead. */
  async blockers(): Promise<readonly string[]> {
    return [...this.#uniqueBlockers(), ...(await this.#parentBlockers())];
  }

  #uniqueBlockers(): readonly string[] {
    const byIndex = new Map<string, string[]>();
    for (const { place, index, byKey } of this.#taken) {
      // It gets another value itself.
      if (this.#updated.get(place)?.has(byKey)) continue;
      const name = `${index} of ${this.#tables[place]?.table}`;
      byIndex.set(name, [...(byIndex.get(name) ?? []), byKey]);
    }
    return [...byIndex].map(
      ([name, keys]) =>
        `${counted(keys.length, 'value')} of the unique index ${name} ${keys.length === 1 ? 'is' : 'are'} taken by rows written since, such as ${keys.slice(0, 3).join(', ')}: change or remove those, or leave the older rows out by a predicate (where)`,
    );
  }

  async #parentBlockers(): Promise<readonly string[]> {
    const blockers: string[] = [];
    for (const [index, key] of this.#facts.foreignKeys.entries()) {
      const brought = this.#brought[index] ?? new Set();
      const missing = (await this.#absent(key, [...(this.#needed[index] ?? [])])).filter(
        (value) => !brought.has(value),
      );
      if (missing.length === 0) continue;
      const where =
        key.toTables.length === 0 ? `add "${key.to}" to tables` : `widen the predicate of ${key.to} (where)`;
      blockers.push(
        `rows of ${key.from} need ${counted(missing.length, 'row')} of ${key.to} (${key.fromColumns.join(', ')} ${missing.slice(0, 3).join(', ')}; ${key.name}), which ${missing.length === 1 ? 'is' : 'are'} not there and which the request does not bring: ${where}`,
      );
    }
    return blockers;
  }

  async #absent(key: ForeignKey, values: readonly string[]): Promise<readonly string[]> {
    const absent: string[] = [];
    for (const part of pagesOf(values, shareOf, { weight: 1, items: CHUNK.rows })) {
      const rows = await this.#live.query(absentSql(key), { values: `[${part.join(',')}]` });
      absent.push(...rows.map(([value]) => normal(String(value))));
    }
    // The plan's id follows from its words.
    return absent.toSorted();
  }
}

/** A reference with a NULL in it refers to nothing (PostgreSQL, CREATE TABLE, MATCH SIMPLE). */
function gather(
  into: Set<string> | undefined,
  columns: readonly string[],
  values: readonly ReadonlyMap<string, string | null>[],
): void {
  for (const value of values) {
    const texts = columns.map((column) => value.get(column) ?? null);
    if (!texts.includes(null)) into?.add(JSON.stringify(texts));
  }
}

/** PostgreSQL's JSON has spaces that JavaScript's has not. */
function normal(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
