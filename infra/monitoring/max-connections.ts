import type { Config } from '../config/schema';

/** Connections that an instance takes by default, by the most ACUs that it may have. */
const BY_CAPACITY: readonly (readonly [number, number])[] = [
  [32, 5000],
  [16, 3360],
  [8, 1669],
  [4, 823],
  [1, 189],
];
const WITH_SMALL_MINIMUM = 2000;

/**
 * How many connections an Aurora PostgreSQL instance takes: from the largest capacity, not from the present one, and
 * fewer where it may shrink to half an ACU (Aurora User Guide, "Maximum connections for Aurora Serverless v2"). Between
 * two of the guide's figures the lower one.
 */
export function maxConnections({ minCapacity, maxCapacity }: Config['cluster']): number {
  const [, connections] = BY_CAPACITY.find(([capacity]) => capacity <= maxCapacity) ?? [1, 189];
  return minCapacity < 1 ? Math.min(connections, WITH_SMALL_MINIMUM) : connections;
}
