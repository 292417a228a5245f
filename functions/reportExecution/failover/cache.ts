import { oneLine } from '../../shared/words';
import type { FailoverFacts } from './facts';

/**
 * Of the cache, which is made beside the failover: what is so now, and how far it had come when the failover last worked
 * on it. Undefined where a failover makes none.
 */
export function cacheNow({ record, cache }: Pick<FailoverFacts, 'record' | 'cache'>): string | undefined {
  const known = record.stack?.cache ?? null;
  if (known === null || known.state === 'none') return undefined;
  const before = oneLine(known.detail);
  if (cache.kind === 'unread') return `it could not be read whether it is there; the last that is known: ${before}`;
  const status = cache.value?.status;
  if (status === 'available') return 'it is available';
  if (record.request?.mode === 'drill') {
    return status === undefined ? `it is taken down; before that: ${before}` : `it is still there, and ${status}`;
  }
  return status === undefined
    ? `there is none, and the workload can serve without it; the last that is known: ${before}`
    : `it is ${status}, and the workload can serve without it until it is available`;
}
