import type { Cell, Parameters } from '../shared/data-api';
import {
  type Differences,
  differencesOf,
  differingBuckets,
  finerGrouping,
  firstGrouping,
  type PageSizes,
  pagesOfBuckets,
  rowsIn,
} from './decide/fan-out';
import { type BothSides, both, type ReadSnapshot } from './snapshots';
import { BLOCKS_SQL, relationText } from './sql/catalogue';
import { addGroups, type Group, type Grouping, groupsSql } from './sql/groups';
import { addPairs, type Pair, pairsSql } from './sql/pairs';
import { type ReadTable, type Slice, WHOLE } from './sql/table-sql';

/** How one side of a table is read. */
export interface TableSide {
  readonly snapshot: ReadSnapshot;
  readonly table: ReadTable;
}

export interface TableReading {
  readonly sides: BothSides<TableSide>;
  readonly estimatedRows: number;
  readonly slices: number;
  readonly sizes: PageSizes;
  /** Called before each statement; throws when there is no time left. */
  readonly goOn: () => void;
}

export interface FoundDifferences extends Differences {
  readonly rowsRestored: number;
  readonly rowsLive: number;
}

interface Grouped {
  readonly groups: ReadonlyMap<number, Group>;
  readonly rows: number;
  readonly keyBytes: number;
}

interface SlicedSide extends TableSide {
  readonly slices: readonly Slice[];
}

/**
 * Which rows of a table differ: hashed groups of all its rows, finer groups of those that differ where they are large, and then
 * the pairs of key and hash of the groups that differ. How many differ makes no difference to how often the table is read.
 */
export async function findDifferences(
  reading: TableReading,
  counted: (rows: BothSides<number>) => void,
): Promise<FoundDifferences> {
  const sides = await cut(reading);
  let grouping = firstGrouping(reading.estimatedRows);
  let [restored, live] = await group(reading, sides, grouping, []);
  const rows = { rowsRestored: restored.rows, rowsLive: live.rows };
  counted({ restored: restored.rows, live: live.rows });
  let buckets = differingBuckets(restored.groups, live.groups);
  for (;;) {
    const differing = buckets.reduce((sum, bucket) => sum + rowsIn(bucket, restored.groups, live.groups), 0);
    const finer = finerGrouping(grouping, buckets.length, differing);
    if (finer === undefined) break;
    grouping = finer;
    [restored, live] = await group(reading, sides, grouping, buckets);
    buckets = differingBuckets(restored.groups, live.groups);
  }
  const keyBytes = Math.max(restored.keyBytes, live.keyBytes);
  const rowsOf = (bucket: number) => rowsIn(bucket, restored.groups, live.groups);
  const found = await listPairs(reading, sides, grouping, pagesOfBuckets(buckets, rowsOf, keyBytes, reading.sizes));
  return { ...found, ...rows };
}

/** Each side by its own blocks, and both in as many parts: neither waits long for the other. */
async function cut({ sides: { restored, live }, slices }: TableReading): Promise<BothSides<SlicedSide>> {
  if (slices === 1) return { restored: { ...restored, slices: [WHOLE] }, live: { ...live, slices: [WHOLE] } };
  const cutSide = async (side: TableSide) => {
    const relation = relationText(side.table.schema, side.table.name);
    const blocks = Number(await side.snapshot.value(BLOCKS_SQL, { relation }));
    return { ...side, slices: slicesOf(blocks, slices) };
  };
  const [a, b] = await both(cutSide(restored), cutSide(live));
  return { restored: a, live: b };
}

export function slicesOf(blocks: number, slices: number): readonly Slice[] {
  const boundary = (index: number) => Math.floor((blocks * index) / slices);
  return Array.from({ length: slices }, (_, index) => ({
    fromBlock: boundary(index),
    toBlock: index === slices - 1 ? undefined : boundary(index + 1),
  }));
}

async function group(
  reading: TableReading,
  sides: BothSides<SlicedSide>,
  grouping: Grouping,
  buckets: readonly number[],
): Promise<[Grouped, Grouped]> {
  const groups = { restored: new Map<number, Group>(), live: new Map<number, Group>() };
  const keyBytes = { restored: 0, live: 0 };
  await inSlices(reading, sides, async ({ snapshot, table }, slice, side) => {
    const parameters: Parameters = grouping.within === undefined ? {} : { buckets: JSON.stringify(buckets) };
    for (const [record, bytes] of await snapshot.query(groupsSql(table, grouping, slice), parameters)) {
      addGroups(groups[side], textOf(record));
      keyBytes[side] += Number(bytes ?? 0);
    }
  });
  return [summed(groups.restored, keyBytes.restored), summed(groups.live, keyBytes.live)];
}

function summed(groups: ReadonlyMap<number, Group>, keyBytes: number): Grouped {
  const rows = [...groups.values()].reduce((sum, each) => sum + each.rows, 0);
  return { groups, rows, keyBytes: keyBytes / Math.max(1, rows) };
}

async function listPairs(
  reading: TableReading,
  sides: BothSides<SlicedSide>,
  { bits }: Grouping,
  pages: readonly (readonly number[])[],
): Promise<Differences> {
  const all: Differences[] = [];
  for (const page of pages) {
    const pairs = { restored: new Map<string, Pair>(), live: new Map<string, Pair>() };
    await inSlices(reading, sides, async ({ snapshot, table }, slice, side) => {
      const records = await snapshot.query(pairsSql(table, bits, slice), { buckets: JSON.stringify(page) });
      for (const [record] of records) addPairs(pairs[side], textOf(record));
    });
    all.push(differencesOf(pairs.restored, pairs.live));
  }
  return {
    deleted: all.flatMap(({ deleted }) => deleted),
    changed: all.flatMap(({ changed }) => changed),
    added: all.flatMap(({ added }) => added),
  };
}

/** A part of one side and the same part of the other at the same time, part by part. */
async function inSlices(
  { goOn }: TableReading,
  { restored, live }: BothSides<SlicedSide>,
  read: (side: TableSide, slice: Slice, which: keyof BothSides<unknown>) => Promise<void>,
): Promise<void> {
  for (const [index, slice] of restored.slices.entries()) {
    goOn();
    await both(read(restored, slice, 'restored'), read(live, live.slices[index] ?? WHOLE, 'live'));
  }
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : '';
}
