import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Traffic } from './aws';
import { carryOut } from './carry-out';
import type { Environment, Output } from './contract';
import { type Decision, isPending, nextAttempt } from './decision';
import { endTakenBack } from './end-taken-back';
import { planRoute } from './plan-route';
import { settle } from './settle';

/**
 * Publishes the switch metric again, since missing data must not decide, and goes on with what was decided and is not known
 * to have been carried out. A switch to the standby only while the execution that decided it is at work, for it will test
 * the public name: what nobody tests must not happen minutes later.
 */
export async function keep(traffic: Traffic, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, now } = surroundings;
  // The datapoint is of a time before the decision was read: one that is made meanwhile is masked in no later minute.
  const asOfMs = now();
  const was = await traffic.decision(environment.LOCK_TABLE_NAME);
  if (!isPending(was) || was.before === was.serves) return await hold(traffic, was, asOfMs, surroundings);
  if (was.action === 'moveBack') return await goOnWithMoveBack(traffic, was, surroundings);
  if (await isTested(traffic, was, surroundings)) {
    const route = await planRoute(traffic, { serves: was.serves }, surroundings);
    return await carryOut(traffic, { was, attempt: nextAttempt(was, now()), route }, surroundings);
  }
  return await settle(traffic, was, surroundings);
}

async function hold(
  traffic: Traffic,
  decision: Decision | undefined,
  asOfMs: number,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const serves = decision?.serves ?? 'primary';
  if (surroundings.environment.TRAFFIC_MODE === 'records') {
    const detail = 'records keep themselves: nothing to publish';
    return { state: 'switched', serves, trafficMode: 'records', changeId: null, nextPollSeconds: 0, detail };
  }
  const route = await planRoute(traffic, { serves, asOfMs }, surroundings);
  return route.kind === 'asWanted' ? route.output : await route.carryOut();
}

async function goOnWithMoveBack(
  traffic: Traffic,
  was: Decision,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const route = await planRoute(traffic, { serves: was.serves }, surroundings);
  const complete = () => endTakenBack(traffic, was, surroundings);
  return await carryOut(traffic, { was, attempt: nextAttempt(was, surroundings.now()), route, complete }, surroundings);
}

/** Whether the execution that decided it holds the lock and is at work. Where nobody can say, it is not carried on. */
async function isTested(
  traffic: Traffic,
  { decidedBy }: Decision,
  { environment, logger }: Surroundings<Environment>,
): Promise<boolean> {
  const lock = await traffic.lock(environment.LOCK_TABLE_NAME);
  if (lock?.['owner'] !== decidedBy || lock['status'] !== 'RUNNING') return false;
  try {
    return await traffic.isAtWork(decidedBy);
  } catch (error) {
    if (!isTransient(error)) throw error;
    logger.warn('Step Functions does not say whether the failover is at work', { error });
    return false;
  }
}
