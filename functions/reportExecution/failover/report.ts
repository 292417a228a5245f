import type { Surroundings } from '../../shared/create-handler';
import { TransientDependencyError } from '../../shared/errors';
import type { Reports } from '../aws';
import { actionText } from '../common/action';
import { namesOf } from '../common/leftovers';
import type { Environment, Reported } from '../contract';
import { decide } from '../decide/failover';
import { actionsAfter } from './actions-after';
import { readEarlierDrills } from './earlier-drills';
import { endedMessage } from './ended-message';
import { evidenceOf } from './evidence';
import { leftoversOf } from './leftovers';
import { metricsOf } from './measures';
import { readMoment } from './read-moment';
import type { RunningFacts } from './facts';

/** Longest cause of a Fail state that anybody reads; the evidence has the whole. */
const LONGEST_CAUSE = 2000;

/** What is recorded, notified and measured of a failover or a drill that ends. */
export async function reportFailover(
  reports: Reports,
  running: RunningFacts,
  surroundings: Surroundings<Environment>,
): Promise<Reported> {
  const [moment, earlierDrills] = await Promise.all([
    readMoment(reports, running.record, surroundings),
    readEarlierDrills(reports, running, surroundings),
  ]);
  const facts = { ...running, ...moment, earlierDrills };
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
    restoreTest: null,
    error: failure?.error ?? null,
    cause: failure === undefined ? null : `${failure.step}: ${failure.cause}`.slice(0, LONGEST_CAUSE),
  };
}
