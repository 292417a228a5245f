import { explained } from './failover/explained';
import { failureOf, type ExecutionFailure } from './failover/failure';
import type { FailoverFacts } from './failover/facts';

export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly failure: ExecutionFailure }
  /** Nothing failed, and where users are served cannot be read: that is waited for. */
  | { readonly kind: 'unknown' };

type Policy = Pick<FailoverFacts, 'record' | 'traffic' | 'clusters' | 'stacks' | 'environment'>;

/**
 * Whether the execution did what it was started for. A failover has, when users are served by the region that was proven,
 * and that is read now; a drill has, when nothing of it is left.
 */
export function decide(facts: Policy): Verdict {
  const { record, traffic } = facts;
  if (record.caught !== null) return { kind: 'failed', failure: explained(failureOf(record.caught), facts) };
  if (record.request === null)
    return failed('CheckTheInput', 'InvariantViolationError', 'the execution ended without a request');
  if (record.request.mode === 'drill') return decideDrill(facts);
  if (traffic.kind === 'unread') return { kind: 'unknown' };
  const { serves, decidedBy, reason } = traffic.value;
  if (serves !== 'standby') {
    const who = decidedBy === undefined ? 'somebody' : decidedBy;
    const why = reason === undefined ? '' : ` (${reason})`;
    return failed(
      'WaitForTraffic',
      'UnsafeToProceedError',
      `moved-back: ${who} moved traffic back to the primary region${why}`,
    );
  }
  return record.verifiedAt === null
    ? failed('SmokeTestPublic', 'InvariantViolationError', 'the execution ended without a test of the public name')
    : { kind: 'passed' };
}

/** What cannot be read is no proof of a failure: it is reported as not read. */
function decideDrill({ record, clusters, stacks }: Policy): Verdict {
  const left = leftOf({ clusters, stacks });
  if (left.length > 0) return failed('CleanUp', 'UnsafeToProceedError', `clean-up-incomplete: ${left.join(', ')}`);
  return record.verifiedAt === null
    ? failed('SmokeTestStandby', 'InvariantViolationError', 'the drill ended without a test of the standby')
    : { kind: 'passed' };
}

function leftOf({ clusters, stacks }: Pick<Policy, 'clusters' | 'stacks'>): readonly string[] {
  return [
    ...(clusters.kind === 'read' ? clusters.value.map((name) => `cluster ${name}`) : []),
    ...(stacks.kind === 'read' ? stacks.value.map((name) => `stack ${name}`) : []),
  ];
}

function failed(step: string, Error: string, Cause: string): Verdict {
  return { kind: 'failed', failure: failureOf({ step, Error, Cause, startedAt: null, at: null }) };
}
