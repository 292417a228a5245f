import type { Problems } from './tree';

/** By what is counted, how often it may be more than the limit. The numbers fall; none is raised, none is added. */
export type Allowances = Readonly<Record<string, number>>;

/** What is counted, by what it is counted of. */
export type Counts = ReadonlyMap<string, number>;

/** Those that are over the limit, or over their allowance if they have one. */
export function exceeding(counts: Counts, limit: number, allowances: Allowances): readonly string[] {
  return [...counts].flatMap(([key, count]) => (count > (allowances[key] ?? limit) ? [key] : []));
}

/** Allowances that are larger than what they allow: what has become better stays so. */
export function checkAllowances(counts: Counts, limit: number, allowances: Allowances): Problems {
  return Object.entries(allowances).flatMap(([key, allowed]) => {
    const count = counts.get(key) ?? 0;
    if (count <= limit) return [`${key}: ${count} is within the limit of ${limit}; remove the allowance of ${allowed}`];
    return count < allowed ? [`${key}: lower the allowance of ${allowed} to ${count}`] : [];
  });
}
