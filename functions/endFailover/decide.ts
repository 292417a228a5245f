import type { LockItem, LockStatus, Serves } from '../shared/lock-table';

export type Release =
  | { readonly kind: 'release'; readonly status: LockStatus }
  | { readonly kind: 'nothing'; readonly why: string };

/** How an execution stands that Step Functions was asked about. */
export type Standing = 'atWork' | 'succeeded' | 'unsuccessful';

/**
 * What becomes of the lock when its owner has ended. The failover keeps its identity and its recovery point, so that the
 * next one continues it; one that was moved back while it ran is over.
 */
export function decideRelease(lock: LockItem, owner: Standing): Release {
  if (owner === 'atWork') return { kind: 'nothing', why: 'its owner still works' };
  if (lock['movedBackAt'] !== undefined && lock['status'] !== 'MOVED_BACK') {
    return { kind: 'release', status: 'MOVED_BACK' };
  }
  if (lock['status'] !== 'RUNNING')
    return { kind: 'nothing', why: `it was released as ${lock['status'] ?? 'nothing'}` };
  return { kind: 'release', status: owner === 'succeeded' ? 'COMPLETE' : 'FAILED' };
}

export interface EndFacts {
  readonly lock: LockItem | undefined;
  readonly serves: Serves;
  readonly owner: Standing;
}

export type EndVerdict =
  | { readonly kind: 'end' }
  | { readonly kind: 'over'; readonly why: string }
  | { readonly kind: 'anotherOne'; readonly unfinished: string }
  | { readonly kind: 'serves' }
  | { readonly kind: 'atWork'; readonly executionArn: string };

const OVER: ReadonlySet<string> = new Set(['COMPLETE', 'MOVED_BACK'] satisfies readonly LockStatus[]);

/** Whether an operator may end the failover of that name: nobody works on it, and nobody is served from it. */
export function decideEnd({ lock, serves, owner }: EndFacts, failoverId: string): EndVerdict {
  if (lock === undefined) return { kind: 'over', why: 'there has been no failover' };
  const present = lock['failoverId'] ?? 'unnamed';
  const isSame = present === failoverId;
  if (OVER.has(lock['status'] ?? '')) {
    return { kind: 'over', why: `the last one, ${present}, is over: ${lock['status'] ?? ''}` };
  }
  if (!isSame) return { kind: 'anotherOne', unfinished: present };
  if (lock['status'] === 'RUNNING' && owner === 'atWork') {
    return { kind: 'atWork', executionArn: lock['owner'] ?? 'unknown' };
  }
  return serves === 'standby' ? { kind: 'serves' } : { kind: 'end' };
}
