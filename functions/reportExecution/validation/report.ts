import { isOfValidation, validationPrefix } from '../../shared/names';
import type { Surroundings } from '../../shared/create-handler';
import type { Reports } from '../aws';
import { actionText } from '../common/action';
import { attempt } from '../common/read';
import type { Environment, Reported } from '../contract';
import { decideValidation } from '../decide/validation';
import { actionsAfterValidation } from './actions-after';
import { validationMessage } from './ended-message';
import { validationEvidence } from './evidence';
import type { RunningValidation } from './facts';
import { validationMetrics } from './measures';
import { restoreTestVerdict } from './restore-test';

/** Longest cause of a Fail state that anybody reads; the evidence has the whole. */
const LONGEST_CAUSE = 2000;

/** What is recorded, notified and measured of a validation that ends. */
export async function reportValidation(
  reports: Reports,
  running: RunningValidation,
  surroundings: Surroundings<Environment>,
): Promise<Reported> {
  const { WORKLOAD_NAME } = running.environment;
  const clusters = await attempt(surroundings, async () => {
    if (!running.record.isLocked) return [];
    const listed = await reports.clusters(validationPrefix(WORKLOAD_NAME));
    return listed.filter((identifier) => isOfValidation(WORKLOAD_NAME, identifier));
  });
  const facts = { ...running, clusters };
  const verdict = decideValidation(facts);
  const actions = actionsAfterValidation(facts, verdict);
  const nextActions = actions.length === 0 ? ['Nothing to do.'] : actions.map(actionText);
  const findings = verdict.kind === 'passed' ? [] : verdict.findings;
  const cause = findings.map(({ step, cause: why }) => `${step}: ${why}`).join('; ');
  return {
    verdict: verdict.kind,
    evidence: validationEvidence(facts, verdict, nextActions),
    ...validationMessage(facts, verdict, actions),
    metrics: validationMetrics(facts, verdict),
    restoreTest: restoreTestVerdict(facts, verdict),
    // One name for every failed validation: the rule on executions that ended unreported leaves it out.
    error: verdict.kind === 'failed' ? 'ValidationFailed' : (findings[0]?.error ?? null),
    cause: findings.length === 0 ? null : cause.slice(0, LONGEST_CAUSE),
  };
}
