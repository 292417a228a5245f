import { createHash } from 'node:crypto';
import { AwsError } from '../../service';

/**
 * No order is documented for AWS Backup's lists, so nobody may rely on one: these come in an order that is none, and
 * always the same.
 */
export function shuffled<T extends object>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, rank: rankOf(item, keyOf) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

const ranks = new WeakMap<object, number>();

/** Computed once: what is listed is listed every few minutes. */
function rankOf<T extends object>(item: T, keyOf: (item: T) => string): number {
  let rank = ranks.get(item);
  if (rank === undefined) {
    rank = createHash('sha256').update(keyOf(item)).digest().readUIntBE(0, 6);
    ranks.set(item, rank);
  }
  return rank;
}

const DEFAULT_PAGE = 100;

export function pageOf<T>(
  items: readonly T[],
  page: { readonly MaxResults?: number; readonly NextToken?: string },
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const size = page.MaxResults ?? DEFAULT_PAGE;
  if (size < 1 || size > 1000) {
    throw new AwsError('InvalidParameterValueException', `Invalid MaxResults ${size}: write a number from 1 to 1000`);
  }
  const start = page.NextToken === undefined ? 0 : Number(Buffer.from(page.NextToken, 'base64').toString());
  if (!Number.isInteger(start)) throw new AwsError('InvalidParameterValueException', 'Invalid NextToken');
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: Buffer.from(String(end)).toString('base64') } : {}),
  };
}

/** Tells whether a date lies in a range of which either end may be open. Both ends are exclusive. */
export function between(after: Date | undefined, before: Date | undefined): (date: Date | undefined) => boolean {
  if (after === undefined && before === undefined) return () => true;
  const afterMs = after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const beforeMs = before?.getTime() ?? Number.POSITIVE_INFINITY;
  return (date) => {
    const ms = date?.getTime();
    return ms !== undefined && ms > afterMs && ms < beforeMs;
  };
}

export function isWanted(value: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
