import type { LockItem } from '../shared/lock-table';
import type { Decision } from './decision';

export interface Facts {
  readonly nowMs: number;
  readonly region: string;
  readonly executionArn: string;
  readonly lock: LockItem | undefined;
  /** What smokeTest wrote for this execution. */
  readonly proof: LockItem | undefined;
  /** The decision about traffic that stands. */
  readonly decision: Decision | undefined;
}

export type SwitchPermission =
  | { readonly kind: 'granted' }
  | { readonly kind: 'fencedOut'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * Whether this execution may move traffic to this region. It must hold the lock for a failover that nobody has moved back,
 * and smokeTest must have written that the standby passed in this very execution, a short while ago. A caller's word counts
 * for nothing. What it has decided on a proof that was fresh then, it may carry through however long that takes.
 */
export function decidePermission(facts: Facts, proofMaxAgeMs: number): SwitchPermission {
  const { lock, proof, executionArn } = facts;
  if (lock?.['owner'] !== executionArn || lock['status'] !== 'RUNNING') {
    return {
      kind: 'fencedOut',
      why: `the lock belongs to ${lock?.['owner'] ?? 'nobody'} (${lock?.['status'] ?? 'free'})`,
    };
  }
  const movedBackBy = whoMovedBack(lock, facts.decision);
  if (movedBackBy !== undefined) {
    return { kind: 'fencedOut', why: `${movedBackBy} has moved it back: this failover is over` };
  }
  if (lock['mode'] !== 'failover') return refused(`a ${lock['mode'] ?? 'nameless mode'} never moves traffic`);
  if (proof === undefined) return refused(`this execution has not smoke-tested ${facts.region}`);
  if (proof['executionArn'] !== executionArn) return refused('the proof is of another execution');
  if (proof['suite'] !== 'standby') return refused(`the proof is of the suite ${proof['suite'] ?? 'unknown'}`);
  if (proof['region'] !== facts.region)
    return refused(`the proof is of ${proof['region'] ?? 'no region'}, not ${facts.region}`);
  if (proof['passed'] !== 'true') return refused(`the smoke test of ${facts.region} failed`);
  if (hasDecided(facts)) return { kind: 'granted' };
  const ageMs = facts.nowMs - Date.parse(proof['finishedAt'] ?? '');
  if (!(ageMs <= proofMaxAgeMs))
    return refused(`the smoke test is from ${proof['finishedAt'] ?? 'an unknown time'}: too old`);
  return { kind: 'granted' };
}

/** Who took users away from this failover; undefined where nobody did. */
function whoMovedBack(lock: LockItem, decision: Decision | undefined): string | undefined {
  if (lock['movedBackAt'] !== undefined) return lock['movedBackBy'] ?? 'somebody';
  const isOfThisFailover = decision?.action === 'moveBack' && decision.failoverId === lock['failoverId'];
  return isOfThisFailover ? decision.decidedBy : undefined;
}

function hasDecided({ decision, executionArn }: Facts): boolean {
  return decision?.action === 'switch' && decision.serves === 'standby' && decision.decidedBy === executionArn;
}

function refused(why: string): SwitchPermission {
  return { kind: 'refused', why };
}
