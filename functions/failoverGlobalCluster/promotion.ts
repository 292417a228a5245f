import { InvariantViolationError, UnsafeToProceedError } from '../shared/errors';
import type { ClusterFact } from '../shared/rds-facts';
import { decideOnRefusal, type RefusalCause } from '../shared/rds-refusals';
import type { WriterAttempts } from '../shared/writer-attempts';
import type { Replica } from './aws';
import type { Advanced, Environment, Input } from './contract';
import type { Facts } from './decide';

export interface Promotion {
  readonly replica: Replica;
  readonly input: Extract<Input, { action: 'failover' }>;
  readonly environment: Environment;
  readonly nowMs: number;
  readonly facts: Facts;
}

const SOON_SECONDS = 5;

export function done(
  promotion: Promotion,
  phase: Advanced['phase'],
  detail: string,
  {
    actions = [],
    waitFor = null,
    writer = promotion.input.progress?.writer ?? null,
  }: { actions?: string[]; waitFor?: Advanced['waitFor']; writer?: WriterAttempts | null } = {},
): Advanced {
  const { input, environment, facts } = promotion;
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
    progress: { rejected: [], refusedSince: null, refusedFor: null, writer: phase === 'ready' ? null : writer },
  };
}

/** AWS does not do it now: says when to ask again, or ends the failover where asking again is of no use. */
export function refused(promotion: Promotion, cause: RefusalCause, reason: string): Advanced {
  const { progress } = promotion.input;
  const before = (progress?.refusedFor ?? cause) === cause ? (progress?.refusedSince ?? null) : null;
  const since = before ?? new Date(promotion.nowMs).toISOString();
  const decision = decideOnRefusal(cause, promotion.nowMs - Date.parse(since));
  if (decision.kind === 'giveUp') throw new UnsafeToProceedError(decision.reason, reason);
  const outcome = done(promotion, 'preparing', before === null ? reason : `${reason}, since ${since}`);
  return {
    ...outcome,
    nextPollSeconds: decision.afterSeconds,
    progress: { ...outcome.progress, refusedSince: since, refusedFor: cause },
  };
}

export function clusterUntil(promotion: Promotion, until: 'available' | 'usable'): Advanced['waitFor'] {
  return {
    target: 'cluster',
    clusterIdentifier: existing(promotion.facts).identifier,
    until,
    since: waitingSince(promotion),
  };
}

/** Since when it is waited for: the longer there is no instance, the less often it is asked for. */
export function waitingSince({ input, nowMs }: Promotion): string {
  return input.progress?.writer?.since ?? new Date(nowMs).toISOString();
}

export function existing({ cluster, replicaArn }: Facts): ClusterFact {
  if (cluster === undefined) throw new InvariantViolationError(`the cluster ${replicaArn} is gone`);
  return cluster;
}
