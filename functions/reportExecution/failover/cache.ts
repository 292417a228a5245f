import { oneLine } from '../../shared/words';
import type { FailoverFacts } from './facts';

/**
 * Of the cache, which is made beside the failover: what is so now, and how far it had come when the failover last worked
 * on it. Undefined where a failover makes none.
 */
export function cacheNow({ record, cache }: Pick<FailoverFacts, 'record' | 'cache'>): string | undefined {
  const known = record.stack?.cache ?? null;
  if (known === null || known.state === 'none') return undefined;
  const before = `the last that is known: ${oneLine(known.detail)}`;
  if (cache.kind === 'unread') return `it could not be read whether it is there; ${before}`;
  const status = cache.value?.status;
  const isDrill = record.request?.mode === 'drill';
  if (status === undefined) {
    return isDrill ? 'it is taken down' : `there is none, and the workload can serve without it; ${before}`;
  }
  // One that an earlier stack has left may be on its way out.
  if (known.state === 'failed') return `it is ${status}; ${before}`;
  if (status === 'available') return 'it is available';
  return isDrill
    ? `it is still there, and ${status}`
    : `it is ${status}, and the workload can serve without it until it is available`;
}
