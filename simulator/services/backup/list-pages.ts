import { createHash } from 'node:crypto';
import { AwsError } from '../../service';
import { type PageRules, pageOf as cut } from '../paging';

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

/** AWS Backup API Reference; how many come without a number it does not say. */
const RULES: PageRules = {
  member: 'maxResults',
  least: 1,
  most: 1000,
  otherwise: 100,
  wrongSize: (message) => new AwsError('InvalidParameterValueException', message),
  wrongToken: () => new AwsError('InvalidParameterValueException', 'Invalid NextToken'),
};

export function pageOf<T>(
  items: readonly T[],
  page: { readonly MaxResults?: number; readonly NextToken?: string },
): { readonly items: readonly T[]; readonly NextToken?: string } {
  const { items: found, token } = cut(items, { size: page.MaxResults, token: page.NextToken }, RULES);
  return { items: found, ...(token === undefined ? {} : { NextToken: token }) };
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
