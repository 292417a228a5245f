/** A quota of Amazon RDS, and what to ask for (AWS General Reference, Amazon RDS endpoints and quotas). */
export interface QuotaRequest {
  readonly name: string;
  readonly code: string;
  readonly desired: number;
}

/** Each has a default of 40, or of 100,000 GiB. */
const QUOTAS = [
  { pattern: /storage/i, name: 'Total storage for all DB instances', code: 'L-7ADDB58A', usual: 100_000 },
  { pattern: /instance/i, name: 'DB instances', code: 'L-7B6409FD', usual: 40 },
  { pattern: /./s, name: 'DB clusters', code: 'L-952B80B8', usual: 40 },
] as const;

/** The quota that RDS names when it refuses, and half as much again as it is. */
export function quotaOf(cause: string): QuotaRequest {
  const { name, code, usual } = QUOTAS.find(({ pattern }) => pattern.test(cause)) ?? QUOTAS[2];
  const present = Number(/\b(\d{2,6})\b/.exec(cause)?.[1] ?? usual);
  return { name, code, desired: Math.ceil(present * 1.5) };
}
