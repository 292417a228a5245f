import { actionText } from '../common/action';
import type { Reported } from '../contract';
import { decideCorruption } from '../decide/corruption';
import { actionsAfterCorruption } from './actions-after';
import { corruptionMessage } from './ended-message';
import { corruptionEvidence } from './evidence';
import type { CorruptionFacts } from './facts';
import { corruptionMetrics } from './measures';

/** Longest cause of a Fail state that anybody reads; the evidence has the whole. */
const LONGEST_CAUSE = 2000;

/** What is recorded, notified and measured of a recovery from damaged data that ends, or keeps what it restored. */
export function reportCorruption(facts: CorruptionFacts): Reported {
  const verdict = decideCorruption(facts);
  const actions = actionsAfterCorruption(facts, verdict);
  const nextActions = actions.length === 0 ? ['Nothing to do.'] : actions.map(actionText);
  const findings = verdict.kind === 'passed' ? [] : verdict.findings;
  const cause = findings.map(({ step, cause: why }) => `${step}: ${why}`).join('; ');
  return {
    verdict: verdict.kind,
    evidence: corruptionEvidence(facts, verdict, nextActions),
    ...corruptionMessage(facts, verdict, actions),
    metrics: corruptionMetrics(facts, verdict),
    restoreTest: null,
    // One name for every one that failed: the rule on executions that ended unreported leaves it out.
    error: verdict.kind === 'failed' ? 'CorruptionRecoveryFailed' : (findings[0]?.error ?? null),
    cause: findings.length === 0 ? null : cause.slice(0, LONGEST_CAUSE),
  };
}
