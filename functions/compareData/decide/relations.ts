import type { NotComparedReason } from '../contract';

export interface TableColumn {
  readonly name: string;
  readonly type: string;
}

/** Something that holds rows, as the catalogue of one side has it. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  /** pg_class.relkind: r(elation), p(artitioned), f(oreign), m(aterialized view). */
  readonly kind: string;
  readonly isUnlogged: boolean;
  readonly isOfExtension: boolean;
  /** Of a partition: `schema.table` of the partitioned tables above it. */
  readonly ancestors: readonly string[];
  /** Columns of each unique index that takes no NULL, the primary key first. */
  readonly keys: readonly (readonly string[])[];
  readonly columns: readonly TableColumn[];
  /** Rows, as PostgreSQL estimates them. */
  readonly estimate: number;
}

export type TablePlan =
  | {
      readonly kind: 'compare';
      readonly table: string;
      readonly restored: Relation;
      readonly live: Relation;
      readonly key: readonly string[];
    }
  | {
      readonly kind: 'leave';
      readonly table: string;
      readonly reason: NotComparedReason;
      readonly why: string;
      /** Undefined where it is missing. */
      readonly restored: Relation | undefined;
      readonly live: Relation | undefined;
    };

export function tableOf({ schema, name }: Pick<Relation, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}

/** What becomes of every table of either side, by name; the rows of a partitioned table are those of its partitions. */
export function planTables(restored: readonly Relation[], live: readonly Relation[]): readonly TablePlan[] {
  const before = new Map(restored.map((relation) => [tableOf(relation), relation]));
  const now = new Map(live.map((relation) => [tableOf(relation), relation]));
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((table) => (before.get(table) ?? now.get(table))?.kind !== 'p' || now.get(table)?.kind === 'r')
    .sort(byBytes)
    .map((table) => planTable(table, before.get(table), now.get(table)));
}

function planTable(table: string, restored: Relation | undefined, live: Relation | undefined): TablePlan {
  const leave = (reason: NotComparedReason, why: string): TablePlan => ({
    kind: 'leave',
    table,
    reason,
    why,
    restored,
    live,
  });
  const either = restored ?? live;
  if (either?.isOfExtension === true) return leave('extension', 'it belongs to an extension');
  if (either?.kind === 'f')
    return leave('foreign-table', 'its rows are elsewhere, and no backup of this cluster has them');
  if (either?.kind === 'm') return leave('materialized-view', 'refresh it: its rows are made of other tables’');
  if (live === undefined) {
    return leave(
      'missing-in-live',
      'it was dropped or renamed since: create the table first (CREATE TABLE), then compare again',
    );
  }
  if (restored === undefined) return leave('missing-in-restored', 'it was created or renamed since');
  if (restored.kind !== live.kind)
    return leave('kind-differs', 'one is partitioned, or of another kind, and the other is not');
  if (restored.isUnlogged || live.isUnlogged) {
    return leave('unlogged', 'an unlogged table comes back empty from every restore');
  }
  const differing = differingColumns(restored.columns, live.columns);
  if (differing.length > 0) return leave('columns-differ', differing.join('; '));
  const key = chooseKey(restored.keys, live.keys);
  if (key === undefined) return leave('no-key', noKey(restored.keys, live.keys));
  return { kind: 'compare', table, restored, live, key };
}

function noKey(restored: Relation['keys'], live: Relation['keys']): string {
  const keys = restored.length + live.length;
  const what = 'it has no primary key, and no unique index of columns that are NOT NULL';
  return keys === 0 ? what : `${what} that both clusters have`;
}

/** The best key of the restored table that is one of the live table, too: the order of its columns does not matter. */
export function chooseKey(restored: Relation['keys'], live: Relation['keys']): readonly string[] | undefined {
  const textOf = (key: readonly string[]) => JSON.stringify([...key].sort());
  const known = new Set(live.map(textOf));
  return restored.find((key) => key.length > 0 && known.has(textOf(key)));
}

/** Their order does not matter: dropped and added columns leave it as it may be. */
export function differingColumns(restored: readonly TableColumn[], live: readonly TableColumn[]): readonly string[] {
  const before = new Map(restored.map(({ name, type }) => [name, type]));
  const now = new Map(live.map(({ name, type }) => [name, type]));
  return [...new Set([...before.keys(), ...now.keys()])].sort(byBytes).flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    if (was === is) return [];
    if (is === undefined) return [`column ${name} (${was}) was dropped since`];
    return [was === undefined ? `column ${name} (${is}) was added since` : `column ${name} was ${was} and is ${is}`];
  });
}

export type ChosenTables =
  | { readonly kind: 'chosen'; readonly plans: readonly TablePlan[] }
  | { readonly kind: 'unknown'; readonly message: string };

/** Those that are asked for. A partitioned table stands for its partitions. */
export function chooseTables(
  plans: readonly TablePlan[],
  partitioned: readonly string[],
  tables: readonly string[] | null,
): ChosenTables {
  if (tables === null) return { kind: 'chosen', plans };
  const known = [...plans.map(({ table }) => table), ...partitioned];
  const unknown = tables.filter((table) => !known.includes(table));
  if (unknown.length > 0) {
    const message = unknown.map((table) => `there is no table "${table}" in either cluster${nearest(table, known)}`);
    return { kind: 'unknown', message: `tables: ${message.join('; ')}` };
  }
  const asked = new Set(tables);
  const isAsked = ({ table, restored, live }: TablePlan) =>
    [table, ...(restored?.ancestors ?? []), ...(live?.ancestors ?? [])].some((name) => asked.has(name));
  return { kind: 'chosen', plans: plans.filter(isAsked) };
}

function nearest(table: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, likeness: likenessOf(table.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => b.likeness - a.likeness || byBytes(a.name, b.name))
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  return near.length === 0 ? ': the database has no table' : `: write schema and table, such as ${near.join(', ')}`;
}

/** The share of pairs of letters that two names have in common (Sørensen and Dice). */
function likenessOf(a: string, b: string): number {
  const pairsOf = (text: string) => new Set(Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2)));
  const [inA, inB] = [pairsOf(a), pairsOf(b)];
  return (2 * [...inA].filter((pair) => inB.has(pair)).length) / Math.max(1, inA.size + inB.size);
}

/** As PostgreSQL's collation "C": by the bytes of UTF-8. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
