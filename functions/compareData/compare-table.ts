import { counted } from '../shared/words';
import type { IndexedTable, NotCompared } from './contract';
import { readingOf } from './decide/fan-out';
import type { Relation, TablePlan } from './decide/relations';
import { findDifferences, type TableSide } from './find-differences';
import { listRows } from './list-rows';
import type { ListStore } from './row-lists';
import { type BothSides, both, type ReadSnapshot } from './snapshots';
import { countRowsSql, DEFINITION_SQL, relationText } from './sql/catalogue';
import { addGroups, type Group, groupsSql } from './sql/groups';
import { type ReadTable, WHOLE } from './sql/table-sql';

export interface TableWork {
  readonly snapshots: BothSides<ReadSnapshot>;
  readonly store: ListStore;
  /** How often this table was begun in vain. */
  readonly attempts: number;
  readonly goOn: () => void;
  /** Called as soon as the rows are counted. */
  readonly counted: (rows: BothSides<number>) => void;
}

/** Compares the rows of a table that both sides have, by key. */
export async function compareTable(
  work: TableWork,
  { table, restored, live, key }: Extract<TablePlan, { kind: 'compare' }>,
): Promise<IndexedTable> {
  const columns = restored.columns.map(({ name }) => name);
  const sideOf = (snapshot: ReadSnapshot, { schema, name, columns: own }: Relation): TableSide => {
    const typeOf = (column: string) => own.find((each) => each.name === column)?.type ?? 'text';
    return { snapshot, table: { schema, name, key, keyTypes: key.map(typeOf), columns } };
  };
  const sides = { restored: sideOf(work.snapshots.restored, restored), live: sideOf(work.snapshots.live, live) };
  const { slices, sizes } = readingOf(work.attempts);
  const estimatedRows = Math.max(restored.estimate, live.estimate);
  const found = await findDifferences({ sides, estimatedRows, slices, sizes, goOn: work.goOn }, work.counted);
  const listed = await listRows({ table, sides, sizes, store: work.store, goOn: work.goOn }, found);
  const { notMovable } = listed;
  const tooLarge = `${counted(notMovable, 'row')} cannot be brought back: more than the Data API carries (48 KB)`;
  return {
    table,
    key: [...key],
    columns,
    partitionOf: [...new Set([...restored.ancestors, ...live.ancestors])],
    rowsRestored: found.rowsRestored,
    rowsLive: found.rowsLive,
    deleted: found.deleted.length,
    changed: found.changed.length,
    added: found.added.length,
    ...listed,
    notes: [...listed.notes, ...(notMovable === 0 || listed.notes.length > 0 ? [] : [tooLarge])],
  };
}

/** What can be said of a table whose rows are not set against each other. */
export async function leaveTable(
  { snapshots, goOn }: TableWork,
  { table, reason, why, restored, live }: Extract<TablePlan, { kind: 'leave' }>,
): Promise<NotCompared> {
  const details = [why];
  if (restored?.kind === 'r' || live?.kind === 'r') {
    goOn();
    const canDigest = reason === 'no-key' && restored !== undefined && live !== undefined;
    const rows = canDigest
      ? await bothDigests(snapshots, restored, live)
      : await both(countRows(snapshots.restored, restored), countRows(snapshots.live, live));
    details.push(sayRows(rows));
  }
  if (reason === 'missing-in-live' && restored !== undefined) {
    const relation = relationText(restored.schema, restored.name);
    details.push(`its columns were: ${await snapshots.restored.value(DEFINITION_SQL, { relation })}`);
  }
  return { table, reason, detail: details.join('; ') };
}

async function countRows(snapshot: ReadSnapshot, relation: Relation | undefined): Promise<number | undefined> {
  if (relation?.kind !== 'r') return undefined;
  return Number(await snapshot.value(countRowsSql(relation.schema, relation.name)));
}

/** Without a key, it can still be said whether all rows together are the same. */
async function bothDigests(snapshots: BothSides<ReadSnapshot>, restored: Relation, live: Relation): Promise<string> {
  const columns = restored.columns.map(({ name }) => name);
  const digest = async (snapshot: ReadSnapshot, { schema, name }: Relation): Promise<Group> => {
    const table: ReadTable = { schema, name, key: [], keyTypes: [], columns };
    const groups = new Map<number, Group>();
    for (const [record] of await snapshot.query(groupsSql(table, { bits: 0, within: undefined }, WHOLE))) {
      if (typeof record === 'string') addGroups(groups, record);
    }
    return groups.get(0) ?? { rows: 0, hash: 0n };
  };
  const [before, now] = await both(digest(snapshots.restored, restored), digest(snapshots.live, live));
  const isSame = before.rows === now.rows && before.hash === now.hash;
  return `${sayRows([before.rows, now.rows])}; ${isSame ? 'all together they are the same' : 'they are not the same'}`;
}

export function sayRows(rows: readonly [number | undefined, number | undefined] | string): string {
  if (typeof rows === 'string') return rows;
  const [restored, live] = rows;
  const said = [
    ...(restored === undefined ? [] : [`${counted(restored, 'row')} in the restored cluster`]),
    ...(live === undefined ? [] : [`${counted(live, 'row')} in the live one`]),
  ];
  return said.join(', ');
}
