import type { Cell, Rows } from '../shared/data-api';
import { oneLine } from '../shared/words';
import type { IndexedTable } from './contract';
import { byKey, type Differences, type DifferingRow, isMovable, type PageSizes, pagesOfRows } from './decide/fan-out';
import type { TableSide } from './find-differences';
import type { RowLine } from './objects';
import { type ListStore, RowList } from './row-lists';
import { type BothSides, both } from './snapshots';
import { type RowColumns, rowsSql } from './sql/rows';
import { TRACKS_COMMITS_SQL } from './sql/session';
import { keyFieldsOf } from './sql/table-sql';

const SAMPLES = 3;
const SAMPLE_CHARACTERS = 200;
const WRITERS = 5;
const ONLY_ROWS: RowColumns = { xmin: false, committedAt: false };

interface Listing {
  readonly table: string;
  readonly sides: BothSides<TableSide>;
  readonly sizes: PageSizes;
  readonly store: ListStore;
  readonly goOn: () => void;
}

type Listed = Pick<IndexedTable, 'writers' | 'samples' | 'notMovable' | 'notes' | 'objects'>;

/** Fetches the rows that differ by their keys, and writes them to the bucket. */
export async function listRows(listing: Listing, found: Differences): Promise<Listed> {
  const { restored, live } = listing.sides;
  const writers = new Map<string, { rows: number; committedAtMs: number | undefined }>();
  const listOne = (kind: 'deleted' | 'added', from: TableSide, other: TableSide) =>
    listKind(listing, kind, found[kind], async (page) => {
      const rows = await fetchRows(from, page, ONLY_ROWS);
      await other.snapshot.keepAlive();
      return page.map((row, index) => {
        const text = rows[index]?.text;
        return { row, line: kind === 'deleted' ? { row: text } : { live: text }, isFound: rows[index] !== undefined };
      });
    });
  const deleted = await listOne('deleted', restored, live);
  const tracks = found.changed.length > 0 && (await live.snapshot.value(TRACKS_COMMITS_SQL)) === true;
  const changed = await listKind(listing, 'changed', found.changed, async (page) => {
    const [before, now] = await both(
      fetchRows(restored, page, ONLY_ROWS),
      fetchRows(live, page, { xmin: true, committedAt: tracks }),
    );
    return page.map((row, index) => {
      const [was, is] = [before[index], now[index]];
      if (is?.xmin !== undefined) {
        const known = writers.get(is.xmin);
        writers.set(is.xmin, { rows: (known?.rows ?? 0) + 1, committedAtMs: known?.committedAtMs ?? is.committedAtMs });
      }
      return {
        row,
        line: { row: was?.text, live: is?.text, xmin: is?.xmin },
        isFound: was !== undefined && is !== undefined,
      };
    });
  });
  const added = await listOne('added', live, restored);
  const lost = deleted.lost + changed.lost + added.lost;
  return {
    writers: [...writers]
      .map(([transaction, { rows, committedAtMs }]) => {
        const committedAt = committedAtMs === undefined ? null : new Date(committedAtMs).toISOString();
        return { transaction, rows, committedAt };
      })
      .sort((a, b) => b.rows - a.rows || Number(a.transaction) - Number(b.transaction))
      .slice(0, WRITERS),
    samples: { deleted: deleted.samples, changed: changed.samples, added: added.samples },
    notMovable: deleted.notMovable + changed.notMovable,
    notes:
      lost === 0
        ? []
        : [`${lost} of the rows are not found by their key: check the index with amcheck; they are not movable`],
    objects: { deleted: deleted.objects, changed: changed.objects, added: added.objects },
  };
}

interface ListedRow {
  readonly row: DifferingRow;
  readonly line: Omit<RowLine, 'key' | 'movable'>;
  readonly isFound: boolean;
}

async function listKind(
  { table, sides, sizes, store, goOn }: Listing,
  kind: 'deleted' | 'changed' | 'added',
  rows: readonly DifferingRow[],
  fetch: (page: readonly DifferingRow[]) => Promise<readonly ListedRow[]>,
) {
  const list = new RowList(store, table, kind);
  const samples: string[] = [];
  let notMovable = 0;
  let lost = 0;
  for (const page of pagesOfRows([...rows].sort(byKey), sizes)) {
    goOn();
    for (const { row, line, isFound } of await fetch(page)) {
      const key = keyFieldsOf(sides.restored.table, row.key);
      const canMove = isFound && isMovable(row);
      if (!isFound) lost += 1;
      if (!canMove) notMovable += 1;
      if (samples.length < SAMPLES) samples.push(sampleOf(key, line));
      await list.add({ key, ...line, ...(canMove ? {} : { movable: false }) });
    }
  }
  return { objects: await list.end(), samples, notMovable, lost };
}

function sampleOf(key: readonly string[], { row, live }: ListedRow['line']): string {
  const texts = [row, live].filter((text) => text !== undefined);
  const each = Math.floor(SAMPLE_CHARACTERS / Math.max(1, texts.length));
  if (texts.length === 0) return oneLine(`key ${key.join(', ')}: a row above 48 KB`, SAMPLE_CHARACTERS);
  return texts.map((text) => oneLine(text, each)).join(' → ');
}

interface FetchedRow {
  readonly text: string | undefined;
  readonly xmin: string | undefined;
  readonly committedAtMs: number | undefined;
}

/** In the order of the page; undefined for a key that finds no row. */
async function fetchRows(
  { snapshot, table }: TableSide,
  page: readonly DifferingRow[],
  columns: RowColumns,
): Promise<readonly (FetchedRow | undefined)[]> {
  const keys = JSON.stringify(page.map(({ key }) => keyFieldsOf(table, key)));
  return inOrder(await snapshot.query(rowsSql(table, columns), { keys }), page.length);
}

function inOrder(rows: Rows, length: number): readonly (FetchedRow | undefined)[] {
  const found = Array.from({ length }, (): FetchedRow | undefined => undefined);
  const textOf = (cell: Cell | undefined) => (typeof cell === 'string' ? cell : undefined);
  for (const [place, text, xmin, committedAt] of rows) {
    const atMs = textOf(committedAt);
    found[Number(place) - 1] = {
      text: textOf(text),
      xmin: textOf(xmin),
      committedAtMs: atMs === undefined ? undefined : Number(atMs),
    };
  }
  return found;
}
