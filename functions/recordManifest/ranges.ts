import { RANGES_OF_TABLE } from '../shared/content-sql';
import type { ContentLimits } from '../shared/content-limits';

/** How many ranges of a table that is too large are its newest. */
const NEWEST_RANGES = 8n;

/** A table, as far as its size goes. */
export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
}

/** How many of its rows are hashed. */
export function rowsToHash({ rows, bytes }: TableSize, { tableRows, tableBytes }: ContentLimits): number {
  return Math.floor(Math.min(rows, tableRows, bytes > tableBytes ? (rows * tableBytes) / bytes : rows));
}

/** Whether a table is hashed: it has to fit, or to have a key whose newest ranges can be asked for. */
export function isHashed(size: TableSize, left: TableSize, limits: ContentLimits, hasNumberKey: boolean): boolean {
  const rows = rowsToHash(size, limits);
  return rows <= left.rows && bytesOf(size, rows) <= left.bytes && (rows >= size.rows || hasNumberKey);
}

/** What so many rows of a table take. */
export function bytesOf({ rows, bytes }: TableSize, some: number): number {
  return rows <= some ? bytes : Math.ceil((bytes * some) / rows);
}

/**
 * Ranges of a key between `least` and `largest`, of a table of `rows`, of which `most` are hashed. They are the same an hour
 * later, unless it grew much.
 */
export function chooseRanges(
  rows: number,
  most: number,
  least: bigint,
  largest: bigint,
): { readonly shift: number; readonly from: string | null } {
  if (rows <= most) {
    let shift = 0;
    while ((largest >> BigInt(shift)) - (least >> BigInt(shift)) >= BigInt(RANGES_OF_TABLE)) shift += 1;
    return { shift, from: null };
  }
  const keysOfRange = ((largest - least + 1n) * BigInt(most)) / (NEWEST_RANGES * BigInt(rows));
  let shift = 0;
  while (2n << BigInt(shift) <= keysOfRange) shift += 1;
  const from = ((largest >> BigInt(shift)) - NEWEST_RANGES + 1n) << BigInt(shift);
  return { shift, from: String(from > least ? from : least) };
}
