import type { CacheFact } from '../../shared/cache-facts';

export interface CacheFacts {
  readonly stackName: string;
  /** Undefined where there is no stack. */
  readonly stackStatus: string | undefined;
  /** Read only where there is no stack: what a stack has made goes with it. */
  readonly cache: CacheFact | undefined;
}

export type CacheVerdict =
  | { readonly kind: 'createStack' }
  | { readonly kind: 'deleteStack' }
  | { readonly kind: 'deleteCache' }
  | { readonly kind: 'wait'; readonly detail: string }
  | { readonly kind: 'ready' }
  /** It takes no change until a person has repaired it. */
  | { readonly kind: 'needsRepair' }
  /** It has our name and not our tag. */
  | { readonly kind: 'notOurs' };

/** What never had a cache that anybody uses: it can only be deleted, and loses nothing. */
const NEVER_COMPLETE: ReadonlySet<string> = new Set([
  'CREATE_FAILED',
  'DELETE_FAILED',
  'REVIEW_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
]);
const COMPLETE: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
]);

/** The next thing to do to have the cache, from what is there. */
export function decideCache({ stackName, stackStatus, cache }: CacheFacts): CacheVerdict {
  if (isGone(stackStatus)) return decideLostCache(stackName, cache);
  if (NEVER_COMPLETE.has(stackStatus)) return { kind: 'deleteStack' };
  if (COMPLETE.has(stackStatus)) return { kind: 'ready' };
  if (stackStatus.endsWith('_IN_PROGRESS')) return { kind: 'wait', detail: `the stack ${stackName} is ${stackStatus}` };
  return { kind: 'needsRepair' };
}

/** A stack that was rolled back or deleted may have lost a cache: nothing of the same name can be made beside it. */
function decideLostCache(stackName: string, cache: CacheFact | undefined): CacheVerdict {
  if (cache === undefined) return { kind: 'createStack' };
  if (cache.createdBy !== stackName) return { kind: 'notOurs' };
  return isSettled(cache)
    ? { kind: 'deleteCache' }
    : { kind: 'wait', detail: `one that belongs to no stack is ${cache.status}, and goes first` };
}

export type LostCacheVerdict =
  | { readonly kind: 'gone' }
  | { readonly kind: 'deleteCache' }
  | { readonly kind: 'lookAgain'; readonly detail: string };

/** What is still to be removed when the stack is gone. One that is not ours is nobody's leftover. */
export function decideRemoveCache(stackName: string, cache: CacheFact | undefined): LostCacheVerdict {
  if (cache === undefined || cache.createdBy !== stackName) return { kind: 'gone' };
  return isSettled(cache)
    ? { kind: 'deleteCache' }
    : { kind: 'lookAgain', detail: `a cache that belongs to no stack is ${cache.status}` };
}

export function isGone(stackStatus: string | undefined): stackStatus is undefined | 'DELETE_COMPLETE' {
  return stackStatus === undefined || stackStatus === 'DELETE_COMPLETE';
}

/** A cache can be deleted when it is available or could not be created (ElastiCache API, DeleteServerlessCache). */
function isSettled({ status }: CacheFact): boolean {
  return !['creating', 'modifying', 'deleting'].includes(status);
}
