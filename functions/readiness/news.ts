import type { Known, Report } from './contract';
import type { Facts } from './facts';

/** What has changed for a person since the last mail. */
export interface News {
  readonly isDue: boolean;
  /** Names of the checks that are not ready, as far as is known. */
  readonly notReady: readonly string[];
  /** Those that have become ready, or only degraded. */
  readonly over: readonly string[];
}

/** Compares a report with what people know. A check that could not be read is as it was when they last heard of it. */
export function newsFor(known: Known | undefined, { checks }: Report): News {
  const before = known?.notReady ?? [];
  const notReady = checks.flatMap(({ name, state, unread }) =>
    state === 'not-ready' || (unread === true && before.includes(name)) ? [name] : [],
  );
  const over = before.filter((name) => !notReady.includes(name));
  return { isDue: over.length > 0 || notReady.some((name) => !before.includes(name)), notReady, over };
}

/**
 * Whether a failover runs, or its standby serves. Until traffic is back, what the next failover would need is no news:
 * whoever works on this one is not to read that a failover would be refused.
 */
export function isFailedOver({ serves, lock, isLockHeld }: Pick<Facts, 'serves' | 'lock' | 'isLockHeld'>): boolean {
  if (serves.kind === 'read' && serves.value === 'standby') return true;
  const mode = lock.kind === 'read' ? lock.value?.['mode'] : undefined;
  // While Step Functions does not answer, the lock's word counts.
  return mode === 'failover' && (isLockHeld.kind === 'read' ? isLockHeld.value : isLockHeld.mayPass);
}
