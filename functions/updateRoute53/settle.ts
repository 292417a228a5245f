import type { Surroundings } from '../shared/create-handler';
import type { Traffic } from './aws';
import type { Environment, Output } from './contract';
import type { Decision } from './decision';
import { planRoute } from './plan-route';

/**
 * How long after the last attempt its datapoint is sure to be readable, if it was accepted. CloudWatch gives a new metric
 * two minutes (User Guide, Publish custom metrics); a lost request is dropped by every timeout on the way long before.
 */
const SETTLED_AFTER_MS = 15 * 60_000;

/**
 * Finds out what became of a switch whose execution has ended without knowing it. Until that can be known nothing is
 * published: without data the health check keeps the state that it has, whichever it is (`LastKnownStatus`). A switch that
 * was accepted is held from then on, and one that never was is taken back: it moved nothing, and will not.
 */
export async function settle(
  traffic: Traffic,
  decision: Decision,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now, logger } = surroundings;
  const table = environment.LOCK_TABLE_NAME;
  if (now() - Date.parse(decision.attemptedAt) < SETTLED_AFTER_MS) {
    return answer(
      decision,
      environment,
      'the failover ended before its switch was known to be accepted: nothing is published',
    );
  }
  if (await wasAccepted(traffic, decision, surroundings)) {
    await traffic.write(table, { ...decision, status: 'done' }, decision);
    const route = await planRoute(traffic, { serves: decision.serves }, surroundings);
    logger.warn('the switch had been accepted: traffic stays in the standby region, untested', { decision });
    return route.kind === 'asWanted' ? route.output : await route.carryOut();
  }
  const reason = `taken back: ${decision.decidedBy} ended before its switch was accepted; nothing has moved`;
  const takenBack: Decision = { ...decision, serves: decision.before, status: 'done', reason };
  await traffic.write(table, takenBack, decision);
  // Nobody was served from its cluster: the next failover may continue it.
  const where = { owner: decision.decidedBy, failoverId: decision.failoverId };
  await traffic.updateLock(table, { set: { servedAt: 'never' }, remove: [], where });
  logger.warn(reason, { decision });
  return answer(takenBack, environment, reason);
}

async function wasAccepted(
  traffic: Traffic,
  { serves, decidedAt }: Decision,
  surroundings: Surroundings<Environment>,
): Promise<boolean> {
  const { environment, now } = surroundings;
  if (environment.TRAFFIC_MODE === 'healthCheck')
    return await traffic.hasStandbyDatapoint(environment.WORKLOAD_NAME, Date.parse(decidedAt), now());
  return (await planRoute(traffic, { serves }, surroundings)).kind === 'asWanted';
}

function answer({ serves, status }: Decision, { TRAFFIC_MODE }: Environment, detail: string): Output {
  const state = status === 'pending' ? 'pending' : 'switched';
  return { state, serves, trafficMode: TRAFFIC_MODE, changeId: null, nextPollSeconds: 0, detail };
}
