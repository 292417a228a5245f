import type { Surroundings } from '../shared/create-handler';
import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import { inWords } from '../shared/aws-errors';
import { judgeError } from '../shared/rds-errors';
import type { Replica } from './aws';
import type { Advanced, Environment, Input } from './contract';
import { decide, type PromotionStep } from './decide';
import { createInstance, removeInstance } from './instance';
import { readFacts } from './read-facts';
import { clusterUntil, done, existing, refused, waitingSince, type Promotion } from './promotion';

type Request = Extract<Input, { action: 'failover' }>;

/** Does the next possible thing to make the replica the primary. */
export async function advance(
  replica: Replica,
  input: Request,
  { environment, now }: Surroundings<Environment>,
): Promise<Advanced> {
  const published = {
    clusterArn: await replica.readParameter(environment.CLUSTER_ARN_PARAMETER),
    secretArn: await replica.readParameter(environment.SECRET_ARN_PARAMETER),
  };
  const facts = { ...(await readFacts(replica, environment)), published };
  const promotion: Promotion = { replica, input, environment, nowMs: now(), facts };
  const verdict = decide(facts);
  switch (verdict.kind) {
    case 'unavailable':
      throw new UnsafeToProceedError('replica-unavailable', verdict.detail);
    case 'prepare':
      return await prepare(promotion, verdict.steps);
    case 'removeInstance':
      return await removeInstance(promotion, verdict.instance);
    case 'waitInstanceGone': {
      const { identifier, status } = verdict.instance;
      const waitFor = {
        target: 'instanceGone',
        instanceIdentifier: identifier,
        since: waitingSince(promotion),
      } as const;
      return done(promotion, 'preparing', `the instance ${identifier} is ${status}`, { waitFor });
    }
    case 'waitAvailable':
      return done(promotion, 'preparing', verdict.detail, { waitFor: clusterUntil(promotion, 'available') });
    case 'waitInstance':
      return done(promotion, 'preparing', verdict.detail, {
        waitFor: { target: 'instance', instanceIdentifier: verdict.instanceIdentifier, since: waitingSince(promotion) },
      });
    case 'failOver':
      return await failOver(promotion);
    case 'waitPromoted':
      return done(promotion, 'promoting', verdict.detail, { waitFor: clusterUntil(promotion, 'usable') });
    case 'notYet':
      return refused(promotion, 'notYet', verdict.detail);
    case 'publish':
      await replica.writeParameter(environment.CLUSTER_ARN_PARAMETER, verdict.clusterArn);
      await replica.writeParameter(environment.SECRET_ARN_PARAMETER, verdict.secretArn);
      await verifyPublished(promotion, verdict);
      return done(promotion, 'ready', 'the replica is the primary', { actions: ['publishParameters'] });
    case 'ready':
      return done(promotion, 'ready', 'the replica is the primary');
  }
}

async function failOver(promotion: Promotion): Promise<Advanced> {
  const { replica, environment } = promotion;
  try {
    await replica.failOver(environment.GLOBAL_CLUSTER_IDENTIFIER, environment.REPLICA_CLUSTER_ARN);
  } catch (error) {
    return afterError(promotion, error);
  }
  const actions = ['failoverGlobalCluster'];
  return done(promotion, 'promoting', 'promoting the replica', { actions, waitFor: clusterUntil(promotion, 'usable') });
}

async function prepare(promotion: Promotion, steps: readonly PromotionStep[]): Promise<Advanced> {
  const actions: string[] = [];
  let noInstanceYet: Advanced | undefined;
  for (const step of steps) {
    try {
      if (step === 'createInstance') noInstanceYet = await createInstance(promotion);
      else await promotion.replica.enableDataApi(existing(promotion.facts));
      if (step !== 'createInstance' || noInstanceYet === undefined) actions.push(step);
    } catch (error) {
      if (judgeError(error) === 'exists') actions.push(step);
      else return afterError(promotion, error);
    }
  }
  if (noInstanceYet !== undefined) return { ...noInstanceYet, actions };
  return done(promotion, 'preparing', `asked for ${steps.join(', ')}`, { actions });
}

/** A replica has no second choice: what may pass is asked for again, the rest is a person's to decide. */
function afterError(promotion: Promotion, error: unknown): Advanced {
  const meaning = judgeError(error);
  if (meaning === 'unknown' || meaning === 'exists' || meaning === 'rejectCandidate') throw error;
  // What is gone is seen to be by the next call.
  return refused(promotion, meaning === 'gone' ? 'notYet' : meaning, inWords(error));
}

async function verifyPublished(
  { replica, environment }: Promotion,
  wanted: { readonly clusterArn: string; readonly secretArn: string },
): Promise<void> {
  const clusterArn = await replica.readParameter(environment.CLUSTER_ARN_PARAMETER);
  const secretArn = await replica.readParameter(environment.SECRET_ARN_PARAMETER);
  if (clusterArn === wanted.clusterArn && secretArn === wanted.secretArn) return;
  throw new InvariantViolationError('the parameters that the workload reads do not hold what was just written to them');
}
