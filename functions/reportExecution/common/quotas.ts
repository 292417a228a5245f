/** A quota of Amazon RDS, and what to ask for. */
export interface QuotaRequest {
  readonly name: string;
  readonly code: string;
  readonly desired: number;
}

/** AWS General Reference, Amazon RDS endpoints and quotas: 40 of each, and 100,000 GiB. */
const QUOTAS = [
  { pattern: /storage/i, name: 'Total storage for all DB instances', code: 'L-7ADDB58A', usual: 100_000 },
  { pattern: /instance/i, name: 'DB instances', code: 'L-7B6409FD', usual: 40 },
  { pattern: /cluster/i, name: 'DB clusters', code: 'L-952B80B8', usual: 40 },
] as const;

/** The quota that RDS names when it refuses, with half as much again; undefined where it names none of these. */
export function quotaOf(cause: string): QuotaRequest | undefined {
  const quota = QUOTAS.find(({ pattern }) => pattern.test(cause));
  if (quota === undefined) return undefined;
  const present = Number(/\b(\d{2,6})\b/.exec(cause)?.[1] ?? quota.usual);
  return { name: quota.name, code: quota.code, desired: Math.ceil(present * 1.5) };
}
