import type { Verdict } from '../decide/failover';
import type { Action } from '../common/action';
import type { ActionFacts } from './action';
import type { ActionName } from './action-names';
import { failoverActions } from './actions';
import type { FailoverFacts } from './facts';
import { explanationOf } from './next-steps';

/** What a person can do after the end, the most useful first. The same stand in the evidence. */
export function actionsAfter(facts: FailoverFacts, verdict: Verdict): readonly Action[] {
  const failure = verdict.kind === 'failed' ? verdict.failure : undefined;
  const clusters = facts.clusters.kind === 'read' ? facts.clusters.value : undefined;
  const actionFacts: ActionFacts = { ...facts, failure, clusters };
  if (failure !== undefined) {
    const { next } = explanationOf(failure.reason, failure.step);
    // It belongs to another execution now, or is over.
    const isOver = failure.reason === 'lock-lost' || failure.reason === 'moved-back';
    return failoverActions([...next, ...readAgain(facts), ...(isOver ? [] : wayBack(facts))], actionFacts);
  }
  // A drill leaves nothing to do.
  if (facts.record.request?.mode === 'drill') return failoverActions(readAgain(facts), actionFacts);
  return failoverActions(
    ['watch', 'makeCache', 'removeUnused', ...readAgain(facts), 'switchDatabaseBack', 'moveBack'],
    actionFacts,
  );
}

/** Of what could not be read, or is not known yet. */
function readAgain({ traffic, clusters, stacks, record }: FailoverFacts): readonly ActionName[] {
  return [
    ...(traffic.kind === 'unread' || traffic.value.isPending ? (['readTraffic'] as const) : []),
    ...(clusters.kind === 'unread' && record.isLocked ? (['inspectClusters'] as const) : []),
    ...(stacks.kind === 'unread' && record.isLocked ? (['inspectStacks'] as const) : []),
  ];
}

/** Users are where this failover moved them; or they never left, and it need not be finished. */
function wayBack({ traffic, record }: FailoverFacts): readonly ActionName[] {
  const isOurs = record.isLocked && record.request?.mode === 'failover';
  if (!isOurs || traffic.kind === 'unread') return [];
  return traffic.value.serves === 'standby' ? ['switchDatabaseBack', 'moveBack'] : ['endFailover'];
}
