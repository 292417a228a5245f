import type { Surroundings } from '../shared/create-handler';
import { FencedOutError, UnsafeToProceedError } from '../shared/errors';
import { LOCK_KEY, proofKey } from '../shared/names';
import type { Traffic } from './aws';
import type { Environment, Input, Output } from './contract';
import { decidePermission } from './decide';
import { decideAndRoute } from './decide-and-route';

/** Moves traffic to the standby region, if this execution may. */
export async function switchToStandby(
  traffic: Traffic,
  { executionArn, changeId }: Extract<Input, { action: 'switch' }>,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  await assertPermitted(traffic, executionArn, surroundings);
  const decision = { serves: 'standby', decidedBy: executionArn, reason: 'failover' } as const;
  return await decideAndRoute(traffic, decision, changeId, surroundings);
}

async function assertPermitted(
  traffic: Traffic,
  executionArn: string,
  { environment, now, region }: Surroundings<Environment>,
): Promise<void> {
  const table = environment.LOCK_TABLE_NAME;
  const permission = decidePermission(
    {
      nowMs: now(),
      region,
      executionArn,
      lock: await traffic.item(table, LOCK_KEY),
      proof: await traffic.item(table, proofKey(executionArn)),
    },
    environment.PROOF_MAX_AGE_MINUTES * 60_000,
  );
  if (permission.kind === 'fencedOut') throw new FencedOutError(`traffic is not moved: ${permission.why}`);
  if (permission.kind === 'refused') {
    throw new UnsafeToProceedError('smoke-test-missing', `traffic is not moved: ${permission.why}`);
  }
}
