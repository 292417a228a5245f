import { namesOf } from '../common/leftovers';
import type { FailoverFacts } from '../failover/facts';
import { type FailoverFailure, failureOf } from '../failover/failure';
import { withDetail } from '../failover/failure-detail';
import { durationAtMost } from '../../shared/words';
import { leftoversOf } from '../failover/leftovers';
import { rtoOf } from '../failover/measures';

export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly failure: FailoverFailure }
  /** Nothing failed, and where users are served cannot be read: that is waited for. */
  | { readonly kind: 'unknown' };

export type Policy = FailoverFacts;

/**
 * Whether the execution did what it was started for. A failover has, when users are served by the region that was proven,
 * and that is read now; a drill has, when nothing of it is left and the standby was proven within the objective.
 */
export function decide(facts: Policy): Verdict {
  const { record, traffic } = facts;
  if (record.caught !== null) {
    return { kind: 'failed', failure: withDetail(failureOf(record.caught), facts, namesOf(leftoversOf(facts))) };
  }
  if (record.request === null) return broken('CheckTheInput', 'the execution ended without a request');
  if (record.request.mode === 'drill') return decideDrill(facts);
  if (traffic.kind === 'unread') return { kind: 'unknown' };
  const { serves, decidedBy, reason } = traffic.value;
  if (serves !== 'standby') {
    const why = reason === undefined ? '' : ` (${reason})`;
    return unsafe(
      'WaitForTraffic',
      `moved-back: ${decidedBy ?? 'somebody'} moved traffic back to the primary region${why}`,
    );
  }
  return record.verifiedAt === null
    ? broken('SmokeTestPublic', 'the execution ended without a test of the public name')
    : { kind: 'passed' };
}

/** What cannot be read is no proof of a failure: it is reported as not read. */
function decideDrill(facts: Policy): Verdict {
  const { found } = leftoversOf(facts);
  if (found.length > 0) return unsafe('CleanUp', `clean-up-incomplete: ${found.join(', ')}`);
  if (facts.record.verifiedAt === null)
    return broken('SmokeTestStandby', 'the drill ended without a test of the standby');
  const { met, achievedSeconds, objectiveSeconds } = rtoOf(facts);
  return met === false
    ? unsafe(
        'SmokeTestStandby',
        `objective-missed: ${durationAtMost(achievedSeconds ?? 0)}; the objective is ${durationAtMost(objectiveSeconds)}`,
      )
    : { kind: 'passed' };
}

const unsafe = (step: string, cause: string) => failed(step, 'UnsafeToProceedError', cause);
const broken = (step: string, cause: string) => failed(step, 'InvariantViolationError', cause);

function failed(step: string, Error: string, Cause: string): Verdict {
  return {
    kind: 'failed',
    failure: failureOf({ step, Error, Cause, startedAt: null, began: null, at: null, since: null }),
  };
}
