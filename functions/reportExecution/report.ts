import type { Surroundings } from '../shared/create-handler';
import { TransientDependencyError } from '../shared/errors';
import type { Reports } from './aws';
import { actionText } from './common/action';
import type { Environment, Input, Reported } from './contract';
import { decide } from './decide';
import { actionsAfter } from './failover/actions-after';
import { endedMessage } from './failover/ended-message';
import { evidenceOf } from './failover/evidence';
import { leftoversOf, namesOf } from './failover/leftovers';
import { metricsOf } from './failover/measures';
import { readMoment } from './failover/read-moment';
import { runningFactsOf } from './running';

/** Longest cause of a Fail state that anybody reads; the evidence has the whole. */
const LONGEST_CAUSE = 2000;

/** What is recorded, notified and measured of an execution that ends. */
export async function report(
  reports: Reports,
  { execution, record }: Extract<Input, { action: 'report' }>,
  surroundings: Surroundings<Environment>,
): Promise<Reported> {
  const running = runningFactsOf(execution, record, surroundings);
  const facts = { ...running, ...(await readMoment(reports, record, surroundings)) };
  const verdict = decide(facts);
  if (verdict.kind === 'unknown') {
    throw new TransientDependencyError('where users are served could not be read: the lock table does not answer');
  }
  const leftovers = leftoversOf(facts);
  const actions = actionsAfter(facts, verdict);
  const nextActions = actions.length === 0 ? ['Nothing to do.'] : actions.map(actionText);
  const failure = verdict.kind === 'failed' ? verdict.failure : undefined;
  return {
    verdict: verdict.kind,
    evidence: evidenceOf(facts, verdict, namesOf(leftovers), nextActions),
    ...endedMessage(facts, verdict, leftovers, actions),
    metrics: metricsOf(facts, verdict.kind === 'passed'),
    error: failure?.error ?? null,
    cause: failure === undefined ? null : `${failure.step}: ${failure.cause}`.slice(0, LONGEST_CAUSE),
  };
}
