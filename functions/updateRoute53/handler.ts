import { createHandler, type Surroundings } from '../shared/create-handler';
import { FencedOutError, UnsafeToProceedError } from '../shared/errors';
import { type Serves } from '../shared/lock-table';
import { LOCK_KEY, proofKey } from '../shared/names';
import { aws, type Traffic } from './aws';
import { Environment, Input, Output } from './contract';
import { decidePermission } from './decide';
import { lead } from './lead';

/** Moves traffic to a standby that is proven, and keeps saying where traffic goes. */
export const build = (traffic: Traffic, now?: () => number) =>
  createHandler({
    name: 'updateRoute53',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: (input, surroundings) => act(traffic, input, surroundings),
  });

export const handler = build(aws);

async function act(traffic: Traffic, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  const table = surroundings.environment.LOCK_TABLE_NAME;
  switch (input.action) {
    case 'keep':
      return await keep(traffic, await traffic.serves(table), surroundings);
    case 'switch': {
      await assertPermitted(traffic, input.executionArn, surroundings);
      const decision = { serves: 'standby' as const, decidedBy: input.executionArn, reason: 'failover' };
      return await decideAndLead(traffic, decision, input.changeId, surroundings);
    }
    case 'moveBack': {
      const decision = { serves: 'primary' as const, decidedBy: input.requestedBy, reason: input.reason };
      return await decideAndLead(traffic, decision, input.changeId, surroundings);
    }
  }
}

/**
 * The decision is written down before anything moves: the minute's `keep` then carries it on, even if this call ends
 * here, and never undoes it. When traffic cannot be led there, the decision is taken back: a switch that failed must not
 * happen a minute later, when nobody tests it.
 */
async function decideAndLead(
  traffic: Traffic,
  decision: { readonly serves: Serves; readonly decidedBy: string; readonly reason: string },
  changeId: string | null | undefined,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now, logger } = surroundings;
  const table = environment.LOCK_TABLE_NAME;
  const before = await traffic.serves(table);
  await traffic.decide(table, { ...decision, decidedAt: new Date(now()).toISOString() });
  try {
    return await lead(traffic, decision.serves, changeId ?? undefined, surroundings);
  } catch (error) {
    const reason = `taken back: traffic could not be led to the ${decision.serves} region`;
    const takenBack = {
      serves: before,
      decidedBy: decision.decidedBy,
      reason,
      decidedAt: new Date(now()).toISOString(),
    };
    // Where this fails too, the workflow reads the item and reports what it says.
    await traffic.decide(table, takenBack).catch((second: unknown) => {
      logger.error('the decision could not be taken back', { error: second });
    });
    throw error;
  }
}

/** Records stay as they are by themselves; the metric has to be put again and again. */
async function keep(traffic: Traffic, serves: Serves, surroundings: Surroundings<Environment>): Promise<Output> {
  if (surroundings.environment.TRAFFIC_MODE === 'healthCheck')
    return await lead(traffic, serves, undefined, surroundings);
  const detail = 'records keep themselves: nothing to put';
  return { state: 'switched', serves, trafficMode: 'records', changeId: null, nextPollSeconds: 0, detail };
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
