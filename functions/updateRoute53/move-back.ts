import { invokeCommandInAnswer } from '../shared/aws-command';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import type { Traffic } from './aws';
import { carryOut } from './carry-out';
import type { Environment, Input, Output } from './contract';
import { type Decision, firstAttempt, isPending, nextAttempt } from './decision';
import { endTakenBack } from './end-taken-back';
import { planRoute } from './plan-route';
import { PATIENCE_MS, provePrimary } from './prove-primary';

type MoveBack = Extract<Input, { action: 'moveBack' }>;

/**
 * Moves traffic back to the primary region, because an operator says so, and ends the failover that users are taken back
 * from. A primary that does not answer gets no users, unless the operator insists. Called again, it goes on; where the
 * primary serves already it says so once more, and harms nothing.
 */
export async function moveBack(
  traffic: Traffic,
  input: MoveBack,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const was = await traffic.decision(surroundings.environment.LOCK_TABLE_NAME);
  const route = await planRoute(traffic, { serves: 'primary', changeId: input.changeId }, surroundings);
  if ((was?.serves ?? 'primary') === 'primary' && !isPending(was)) {
    if (route.kind === 'asWanted') return route.output;
    if (surroundings.environment.TRAFFIC_MODE === 'healthCheck') return await route.carryOut();
    // Somebody has changed the records by hand: users are in the standby region, and this moves them.
  }
  const attempt = await attemptOf(traffic, input, was, surroundings);
  const complete = () => endTakenBack(traffic, attempt, surroundings);
  return await carryOut(traffic, { was, attempt, route, complete }, surroundings);
}

/** What was decided on a proof is carried through; anything new needs one. */
async function attemptOf(
  traffic: Traffic,
  input: MoveBack,
  was: Decision | undefined,
  surroundings: Surroundings<Environment>,
): Promise<Decision> {
  const { environment, now } = surroundings;
  if (isPending(was) && was.action === 'moveBack') return nextAttempt(was, now());
  const reason = await reasonOf(traffic, input, surroundings);
  const lock = await traffic.lock(environment.LOCK_TABLE_NAME);
  const failoverId = lock?.['failoverId'] ?? '';
  const decided = { action: 'moveBack', serves: 'primary', failoverId, decidedBy: input.requestedBy, reason } as const;
  return firstAttempt(decided, was, now());
}

/** @throws UnsafeToProceedError with the command that insists, where the primary does not answer as it should */
async function reasonOf(
  traffic: Traffic,
  { requestedBy, reason, force }: MoveBack,
  { environment, region, now }: Surroundings<Environment>,
): Promise<string> {
  // Who insists is not kept waiting; what the primary says is recorded all the same.
  const patienceMs = force ? 0 : PATIENCE_MS;
  const proof = await provePrimary(traffic, environment.PRIMARY_CHECKS, { now, patienceMs });
  if (force) {
    return `${reason} (forced: the primary region ${proof.answers ? 'answered' : 'did not answer as it should'}: ${proof.detail})`;
  }
  if (proof.answers) return reason;
  const insist = invokeCommandInAnswer(region, environment.FUNCTION_NAME, {
    action: 'moveBack',
    requestedBy,
    reason,
    force: true,
  });
  throw new UnsafeToProceedError(
    'primary-not-answering',
    `traffic is not moved back: the primary region does not answer as it should (${proof.detail}). To move users there all the same, with force in the payload: ${insist}`,
  );
}
