import { isNamed } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import { TAG, writerIdentifierOf } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { judgeError } from '../shared/rds-errors';
import { decideOnRefusal } from '../shared/rds-refusals';
import type { Replica } from './aws';
import type { Advanced, Environment, Input } from './contract';
import { decide, type Facts, type PromotionStep } from './decide';
import { readFacts } from './read-facts';

type Request = Extract<Input, { action: 'failover' }>;

interface Work {
  readonly replica: Replica;
  readonly input: Request;
  readonly environment: Environment;
  readonly nowMs: number;
  readonly facts: Facts;
}

const SOON_SECONDS = 5;

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
  const work: Work = { replica, input, environment, nowMs: now(), facts };
  const verdict = decide(facts);
  switch (verdict.kind) {
    case 'unavailable':
      throw new UnsafeToProceedError('replica-unavailable', verdict.detail);
    case 'prepare':
      return await prepare(work, verdict.steps);
    case 'waitAvailable':
      return done(work, 'preparing', verdict.detail, { waitFor: clusterUntil(work, 'available') });
    case 'waitInstance':
      return done(work, 'preparing', verdict.detail, {
        waitFor: { target: 'instance', instanceIdentifier: verdict.instanceIdentifier, since: timestampOf(work) },
      });
    case 'failOver':
      return await failOver(work);
    case 'waitPromoted':
      return done(work, 'promoting', verdict.detail, { waitFor: clusterUntil(work, 'usable') });
    case 'publish':
      await replica.writeParameter(environment.CLUSTER_ARN_PARAMETER, verdict.clusterArn);
      await replica.writeParameter(environment.SECRET_ARN_PARAMETER, verdict.secretArn);
      await verifyPublished(work, verdict);
      return done(work, 'ready', 'the replica is the primary', { actions: ['publishParameters'] });
    case 'ready':
      return done(work, 'ready', 'the replica is the primary');
  }
}

async function failOver(work: Work): Promise<Advanced> {
  const { replica, environment } = work;
  try {
    await replica.failOver(environment.GLOBAL_CLUSTER_IDENTIFIER, environment.REPLICA_CLUSTER_ARN);
  } catch (error) {
    if (!isNamed(error, 'InvalidGlobalClusterStateFault', 'InvalidDBClusterStateFault')) throw error;
    return refused(work, 'notYet', `${error.name}: ${error.message}`);
  }
  const actions = ['failoverGlobalCluster'];
  return done(work, 'promoting', 'promoting the replica', { actions, waitFor: clusterUntil(work, 'usable') });
}

async function prepare(work: Work, steps: readonly PromotionStep[]): Promise<Advanced> {
  const actions: string[] = [];
  for (const step of steps) {
    try {
      await take(step, work);
      actions.push(step);
    } catch (error) {
      const judgement = judgeError(error);
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      if (judgement === 'exists') actions.push(step);
      else if (judgement === 'notYet' || judgement === 'noCapacity' || judgement === 'quota') {
        return refused(work, judgement, reason);
      } else throw error;
    }
  }
  return done(work, 'preparing', `asked for ${steps.join(', ')}`, { actions });
}

async function take(step: PromotionStep, { replica, environment, input, facts }: Work): Promise<void> {
  const cluster = existing(facts);
  if (step === 'enableDataApi') return await replica.enableDataApi(cluster);
  return await replica.createInstance(cluster, writerIdentifierOf(cluster.identifier), {
    ...environment.TAGS,
    [TAG.failoverId]: input.failoverId,
    [TAG.createdBy]: 'failoverGlobalCluster',
  });
}

/** A replica has no second choice: what AWS keeps refusing is a person's to decide. */
function refused(work: Work, judgement: 'notYet' | 'noCapacity' | 'quota', reason: string): Advanced {
  const since = work.input.progress?.refusedSince ?? timestampOf(work);
  const decision = decideOnRefusal(judgement, work.nowMs - Date.parse(since));
  if (decision.kind === 'reject') throw new UnsafeToProceedError('global-failover-refused', reason);
  if (decision.kind === 'giveUp') throw new UnsafeToProceedError(decision.reason, reason);
  return {
    ...done(work, 'preparing', reason),
    nextPollSeconds: decision.afterSeconds,
    progress: { rejected: [], refusedSince: since },
  };
}

function done(
  { input, environment, facts }: Work,
  phase: Advanced['phase'],
  detail: string,
  { actions = [], waitFor = null }: { actions?: string[]; waitFor?: Advanced['waitFor'] } = {},
): Advanced {
  const { identifier, arn } = existing(facts);
  return {
    phase,
    detail,
    recoveryPointArn: environment.REPLICA_CLUSTER_ARN,
    recoveryPointCreatedAt: input.dataOf,
    clusterIdentifier: identifier,
    clusterArn: arn,
    secretArn: facts.secretArn ?? '',
    actions,
    waitFor,
    nextPollSeconds: phase === 'ready' ? 0 : SOON_SECONDS,
    abandoned: [],
    progress: { rejected: [], refusedSince: null },
  };
}

function clusterUntil(work: Work, until: 'available' | 'usable'): Advanced['waitFor'] {
  return { target: 'cluster', clusterIdentifier: existing(work.facts).identifier, until, since: timestampOf(work) };
}

function timestampOf({ nowMs }: Work): string {
  return new Date(nowMs).toISOString();
}

async function verifyPublished(
  { replica, environment }: Work,
  wanted: { readonly clusterArn: string; readonly secretArn: string },
): Promise<void> {
  const clusterArn = await replica.readParameter(environment.CLUSTER_ARN_PARAMETER);
  const secretArn = await replica.readParameter(environment.SECRET_ARN_PARAMETER);
  if (clusterArn === wanted.clusterArn && secretArn === wanted.secretArn) return;
  throw new InvariantViolationError('the parameters that the workload reads do not hold what was just written to them');
}

function existing({ cluster, replicaArn }: Facts): ClusterFact {
  if (cluster === undefined) throw new InvariantViolationError(`the cluster ${replicaArn} is gone`);
  return cluster;
}
