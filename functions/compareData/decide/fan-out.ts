import { pagesOf } from '../../shared/pages-of';
import { LARGEST_ROW } from '../../shared/row-text';
import type { Group, Grouping } from '../sql/groups';
import { type Pair, PAIR_HEAD } from '../sql/pairs';
import { byBytes } from './relations';

/** Groups of one answer: 700 KB as text, of the 1 MiB that the Data API returns (RDS Data API Reference, ExecuteStatement). */
const MOST_GROUPS = 32_768;
const ROWS_A_GROUP = 32;
/** Fewer rows than this are listed at once: finer groups would cost as many calls. */
const LISTED_AT_ONCE = 150_000;
const MOST_BITS = 30;
const ROWS_A_REQUEST = 4000;

/** What travels in one answer, in bytes; halved where an answer was too large, since only AWS knows what it counts. */
export interface PageSizes {
  readonly pairs: number;
  readonly rows: number;
}

/** How a table is read that could not be read in one statement before: in parts, and in smaller answers. */
export function readingOf(attempts: number): { readonly slices: number; readonly sizes: PageSizes } {
  const smaller = 2 ** attempts;
  // A row's text has characters that JSON doubles.
  return { slices: 4 ** attempts, sizes: { pairs: 860_000 / smaller, rows: 480_000 / smaller } };
}

/** Into how many groups (as a power of two) the rows of a table are hashed first. */
export function firstGrouping(estimatedRows: number): Grouping {
  const groups = Math.min(MOST_GROUPS, Math.max(1, estimatedRows / ROWS_A_GROUP));
  return { bits: Math.ceil(Math.log2(groups)), within: undefined };
}

/** Finer groups of what differs, where that says more than a list of its rows; undefined where it does not. */
export function finerGrouping({ bits }: Grouping, differing: number, rows: number): Grouping | undefined {
  if (differing === 0 || rows <= LISTED_AT_ONCE) return undefined;
  const more = Math.min(MOST_BITS - bits, Math.floor(Math.log2(MOST_GROUPS / differing)));
  return more < 2 ? undefined : { bits: bits + more, within: bits };
}

/** Buckets whose rows are not the same on both sides, in their order. */
export function differingBuckets(
  restored: ReadonlyMap<number, Group>,
  live: ReadonlyMap<number, Group>,
): readonly number[] {
  return [...new Set([...restored.keys(), ...live.keys()])]
    .filter((bucket) => {
      const [before, now] = [restored.get(bucket), live.get(bucket)];
      return before?.rows !== now?.rows || before?.hash !== now?.hash;
    })
    .sort((a, b) => a - b);
}

/** Most rows that either side has in a bucket. */
export function rowsIn(bucket: number, restored: ReadonlyMap<number, Group>, live: ReadonlyMap<number, Group>): number {
  return Math.max(restored.get(bucket)?.rows ?? 0, live.get(bucket)?.rows ?? 0);
}

/** Pages of buckets whose pairs go into an answer; bytes of a key are the average of the table. */
export function pagesOfBuckets(
  buckets: readonly number[],
  rowsOf: (bucket: number) => number,
  keyBytes: number,
  { pairs }: PageSizes,
): readonly (readonly number[])[] {
  const weightOf = (bucket: number) => rowsOf(bucket) * (PAIR_HEAD + keyBytes + 2);
  return pagesOf(buckets, weightOf, { weight: pairs, items: MOST_GROUPS });
}

/** A row that differs: where it is, and how long its text is there. */
export interface DifferingRow {
  readonly key: string;
  readonly restoredBytes: number | undefined;
  readonly liveBytes: number | undefined;
}

/** Deleted: there is none in the live cluster. Added: there was none. Changed: with other contents. */
export interface Differences {
  readonly deleted: readonly DifferingRow[];
  readonly changed: readonly DifferingRow[];
  readonly added: readonly DifferingRow[];
}

export function differencesOf(restored: ReadonlyMap<string, Pair>, live: ReadonlyMap<string, Pair>): Differences {
  const [deleted, changed, added]: [DifferingRow[], DifferingRow[], DifferingRow[]] = [[], [], []];
  for (const [key, { hash, bytes }] of restored) {
    const now = live.get(key);
    if (now === undefined) deleted.push({ key, restoredBytes: bytes, liveBytes: undefined });
    else if (now.hash !== hash) changed.push({ key, restoredBytes: bytes, liveBytes: now.bytes });
  }
  for (const [key, { bytes }] of live) {
    if (!restored.has(key)) added.push({ key, restoredBytes: undefined, liveBytes: bytes });
  }
  return { deleted, changed, added };
}

/** Whether the Data API carries its texts; otherwise it is named, and not brought back. */
export function isMovable({ restoredBytes = 0, liveBytes = 0 }: DifferingRow): boolean {
  return Math.max(restoredBytes, liveBytes) <= LARGEST_ROW;
}

export function pagesOfRows(
  rows: readonly DifferingRow[],
  { rows: weight }: PageSizes,
): readonly (readonly DifferingRow[])[] {
  const carried = (bytes = 0) => (bytes <= LARGEST_ROW ? bytes : 0);
  const weightOf = (row: DifferingRow) => Math.max(carried(row.restoredBytes), carried(row.liveBytes)) + 40;
  return pagesOf(rows, weightOf, { weight, items: ROWS_A_REQUEST });
}

/** Whole numbers as numbers, everything else by its bytes, so that a list is the same each time. */
export function byKey(a: DifferingRow, b: DifferingRow): number {
  if (WHOLE_NUMBER.test(a.key) && WHOLE_NUMBER.test(b.key)) {
    const [one, other] = [BigInt(a.key), BigInt(b.key)];
    return one < other ? -1 : Number(one > other);
  }
  return byBytes(a.key, b.key);
}

const WHOLE_NUMBER = /^-?\d+$/;
