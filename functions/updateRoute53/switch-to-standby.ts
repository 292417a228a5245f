import type { Surroundings } from '../shared/create-handler';
import { FencedOutError, UnsafeToProceedError } from '../shared/errors';
import { type LockItem, servedSince } from '../shared/lock-table';
import type { Traffic } from './aws';
import { carryOut } from './carry-out';
import type { Environment, Input, Output } from './contract';
import { decidePermission } from './decide';
import { type Decision, firstAttempt, nextAttempt } from './decision';
import { planRoute, type Route } from './plan-route';

/** Moves traffic to the standby region, if this execution may. Called again, it goes on with what it has decided. */
export async function switchToStandby(
  traffic: Traffic,
  { executionArn, changeId }: Extract<Input, { action: 'switch' }>,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now } = surroundings;
  const table = environment.LOCK_TABLE_NAME;
  const was = await traffic.decision(table);
  const lock = await assertPermitted(traffic, executionArn, was, surroundings);
  const route = await planRoute(traffic, { serves: 'standby', changeId }, surroundings);
  if (isDoneBy(executionArn, was)) return await held(route);
  const servedAt = new Date(now()).toISOString();
  return await carryOut(
    traffic,
    {
      was,
      attempt: attemptOf(executionArn, lock, was, now()),
      route,
      // From here on the failover's cluster may hold what users write, and the lock is known to be this execution's still.
      async prepare() {
        const where = { owner: executionArn, status: 'RUNNING' };
        const set = { servedAt: servedSince(lock) ?? servedAt };
        if (!(await traffic.updateLock(table, { set, remove: [], where }))) {
          throw new FencedOutError('traffic is not moved: the lock has changed hands');
        }
      },
      async undo() {
        const where = { owner: executionArn, servedAt };
        await traffic.updateLock(table, { set: { servedAt: 'never' }, remove: [], where });
      },
    },
    surroundings,
  );
}

/** What was carried out is said again: a datapoint more does no harm, and a change of records is looked after. */
async function held(route: Route): Promise<Output> {
  return route.kind === 'asWanted' ? route.output : await route.carryOut();
}

function isDoneBy(executionArn: string, decision: Decision | undefined): boolean {
  return decision?.serves === 'standby' && decision.status === 'done' && decision.decidedBy === executionArn;
}

/** A switch that is pending is gone on with, whoever decided it: that nothing has moved is not known of it. */
function attemptOf(executionArn: string, lock: LockItem, was: Decision | undefined, nowMs: number): Decision {
  const failoverId = lock['failoverId'] ?? '';
  const decided = {
    action: 'switch',
    serves: 'standby',
    failoverId,
    decidedBy: executionArn,
    reason: 'failover',
  } as const;
  if (was?.status === 'pending' && was.action === 'switch') return nextAttempt(was, nowMs, decided);
  return firstAttempt(decided, was, nowMs);
}

async function assertPermitted(
  traffic: Traffic,
  executionArn: string,
  decision: Decision | undefined,
  { environment, now, region }: Surroundings<Environment>,
): Promise<LockItem> {
  const table = environment.LOCK_TABLE_NAME;
  const lock = await traffic.lock(table);
  const permission = decidePermission(
    { nowMs: now(), region, executionArn, lock, proof: await traffic.proof(table, executionArn), decision },
    environment.PROOF_MAX_AGE_MINUTES * 60_000,
  );
  if (permission.kind === 'fencedOut') throw new FencedOutError(`traffic is not moved: ${permission.why}`);
  if (permission.kind === 'refused') {
    throw new UnsafeToProceedError('smoke-test-missing', `traffic is not moved: ${permission.why}`);
  }
  return lock ?? {};
}
