import { createHash } from 'node:crypto';
import { AwsError } from '../../service';

/**
 * No order is documented for AWS Backup's lists, so nobody may rely on one: these come in an order that is none, and
 * always the same.
 */
export function shuffled<T extends object>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, rank: rankOf(item, keyOf) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item);
}

const ranks = new WeakMap<object, string>();

/** Computed once: what is listed is listed every few minutes. */
function rankOf<T extends object>(item: T, keyOf: (item: T) => string): string {
  let rank = ranks.get(item);
  if (rank === undefined) {
    rank = createHash('sha256').update(keyOf(item)).digest('base64');
    ranks.set(item, rank);
  }
  return rank;
}

/** Jobs are listed and described for this long (AWS Backup API Reference, ListBackupJobs). */
const JOB_RETENTION_MS = 30 * 86_400_000;

/** Forgets jobs that began longer ago and have ended. Jobs are entered in the order in which they begin. */
export function forgetOldJobs(
  jobs: Map<string, { readonly createdAt: Date; readonly completedAt: Date | undefined }>,
  nowMs: number,
): void {
  for (const [id, job] of jobs) {
    if (job.completedAt === undefined || nowMs - job.createdAt.getTime() <= JOB_RETENTION_MS) return;
    jobs.delete(id);
  }
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

/** Whether a date lies in a range of which either end may be open. Both ends are exclusive. */
export function isBetween(date: Date | undefined, after: Date | undefined, before: Date | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  if (date === undefined) return false;
  return (after === undefined || date > after) && (before === undefined || date < before);
}

export function isWanted(value: string | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}
