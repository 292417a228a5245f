import { RANGES_OF_TABLE } from '../shared/content-sql';

/** A larger table is hashed in its newest ranges only. */
export const ROWS_OF_TABLE = 1_000_000;
/** An hour: at the prices of `pilotlight cost` about half a dollar a month. */
export const ROWS_OF_MANIFEST = 4_000_000;
/** How many ranges of a table that is too large are its newest. */
const NEWEST_RANGES = 8n;

/** Whether a table is hashed: it has to fit, or to have a key whose newest ranges can be asked for. */
export function isHashed(rows: number, rowsLeft: number, hasNumberKey: boolean): boolean {
  return Math.min(rows, ROWS_OF_TABLE) <= rowsLeft && (rows <= ROWS_OF_TABLE || hasNumberKey);
}

/** Ranges of a key between `least` and `largest`, of a table of so many rows. They are the same an hour later, unless it grew much. */
export function chooseRanges(
  rows: number,
  least: bigint,
  largest: bigint,
): { readonly shift: number; readonly from: string | null } {
  if (rows <= ROWS_OF_TABLE) {
    let shift = 0;
    while ((largest >> BigInt(shift)) - (least >> BigInt(shift)) >= BigInt(RANGES_OF_TABLE)) shift += 1;
    return { shift, from: null };
  }
  const keysOfRange = ((largest - least + 1n) * BigInt(ROWS_OF_TABLE)) / (NEWEST_RANGES * BigInt(rows));
  let shift = 0;
  while (2n << BigInt(shift) <= keysOfRange) shift += 1;
  const from = ((largest >> BigInt(shift)) - NEWEST_RANGES + 1n) << BigInt(shift);
  return { shift, from: String(from > least ? from : least) };
}
