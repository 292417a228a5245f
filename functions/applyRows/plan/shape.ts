import type { ForeignKey, PlannedTable } from '../objects';
import { orderTables, type TableOrder } from '../decide';
import type { LiveColumn, LiveFacts, LiveTable } from './facts';
import type { SelectedTable } from './select-tables';

/** How the tables are written, and why they cannot be. */
export interface Shape extends TableOrder {
  /** By place; undefined where a blocker says why. */
  readonly tables: readonly (PlannedTable | undefined)[];
  readonly blockers: readonly string[];
  readonly notes: readonly string[];
}

export function shapeOf(
  selected: readonly SelectedTable[],
  facts: LiveFacts,
  restored: ReadonlyMap<string, ReadonlyMap<string, LiveColumn>>,
  replica: boolean,
): Shape {
  const blockers: string[] = [];
  const notes: string[] = [];
  const tables = selected.map((each) => {
    const live = facts.tables.get(each.table);
    const flaws =
      live === undefined
        ? [`${each.table} is not in the live cluster any more: create it again, or leave it out of tables`]
        : flawsOf(each, live, restored.get(each.table), replica);
    blockers.push(...flaws);
    if (live === undefined || flaws.length > 0) return undefined;
    const more = [...live.columns].filter(([name]) => !each.columns.includes(name)).map(([name]) => name);
    if (more.length > 0)
      notes.push(`${each.table} has columns that the restored cluster had not: ${more.join(', ')} take their defaults`);
    return plannedOf(each, live);
  });
  return { tables, blockers, notes, ...orderTables(selected.length, referencesOf(facts.foreignKeys)) };
}

function referencesOf(keys: readonly ForeignKey[]) {
  return keys.flatMap(({ name, from, deferrable, fromTables, toTables }) =>
    fromTables.flatMap((place) => toTables.map((to) => ({ name: `${name} of ${from}`, from: place, to, deferrable }))),
  );
}

function flawsOf(
  { table, columns, key }: SelectedTable,
  live: LiveTable,
  restored: ReadonlyMap<string, LiveColumn> | undefined,
  replica: boolean,
): readonly string[] {
  const again = 'compare again (mode inspect), or leave the table out';
  const gone = columns.filter((column) => !live.columns.has(column));
  if (gone.length > 0) return [`${table} has no column ${gone.join(', ')} in the live cluster any more: ${again}`];
  const other = columns.filter((column) => {
    const before = restored?.get(column);
    return before !== undefined && before.type !== live.columns.get(column)?.type;
  });
  const changed = other.map(
    (column) =>
      `${table}.${column} was ${restored?.get(column)?.type} in the restored cluster and is ${live.columns.get(column)?.type} now: its rows do not fit any more; change the type back, or leave the table out`,
  );
  const needed = [...live.columns]
    .filter(
      ([name, { notNull, hasDefault, isGenerated }]) =>
        !columns.includes(name) && notNull && !hasDefault && !isGenerated,
    )
    .map(
      ([name]) =>
        `${table}.${name} was added since, takes no NULL and has no default, so no row can be inserted: give it a default`,
    );
  return [
    ...changed,
    ...needed,
    ...(live.mayWrite
      ? []
      : [
          `the user of the secret may not read and write ${table}: GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} to it`,
        ]),
    ...(live.hasRules && !replica
      ? [`${table} has rules, which rewrite what is inserted: drop them for the repair`]
      : []),
    ...(live.isPartitioned ? [`${table} is partitioned: name its partitions`] : []),
    ...(key.every((column) => columns.includes(column))
      ? []
      : [`the key of ${table} is not among its columns: ${again}`]),
  ];
}

function plannedOf({ table, key, columns }: SelectedTable, live: LiveTable): PlannedTable {
  const columnOf = (name: string) => live.columns.get(name);
  const writable = columns.filter((column) => columnOf(column)?.isGenerated === false);
  return {
    table,
    key: [...key],
    keyTypes: key.map((column) => columnOf(column)?.type ?? 'text'),
    columns: [...columns],
    writable,
    uniqueWithin: isKeyOf(live.root, key) ? live.root.table : null,
    settable: writable.filter((column) => !key.includes(column) && columnOf(column)?.isAlwaysIdentity === false),
    sequences: [],
  };
}

/** Whether the key of a partition is one of all partitions: a row with it may be in another one. */
function isKeyOf(root: LiveTable['root'], key: readonly string[]): root is NonNullable<LiveTable['root']> {
  const isKey = (columns: readonly string[]) =>
    columns.length === key.length && columns.every((column) => key.includes(column));
  return root?.unique.some(isKey) === true;
}
