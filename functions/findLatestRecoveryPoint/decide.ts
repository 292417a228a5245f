import {
  ageSeconds,
  type DatedRecoveryPoint,
  type RecoveryPoint,
  selectUsable,
  type UsePolicy,
} from '../shared/recovery-points';
import type { Candidate, Input } from './contract';

export interface Policy extends Omit<UsePolicy, 'notAfter'> {
  readonly request: Input;
}

export type Skipped = {
  readonly recoveryPointArn: string;
  readonly createdAt: string | null;
  readonly reason: string;
};

export type Verdict =
  | {
      readonly kind: 'chosen';
      readonly chosen: Candidate;
      readonly because: 'newest' | 'requested' | 'adopted';
      readonly runnersUp: readonly Candidate[];
      readonly skipped: readonly Skipped[];
    }
  | { readonly kind: 'none'; readonly skipped: readonly Skipped[] }
  | { readonly kind: 'wrongRequest'; readonly message: string };

const RUNNERS_UP = 10;

/** Chooses what to restore: what was asked for, else what an unfinished failover began with, else the newest. */
export function decide(points: readonly RecoveryPoint[], policy: Policy): Verdict {
  const { request, nowMs } = policy;
  if (request.recoveryPointArn) return decideRequested(points, request.recoveryPointArn, policy);

  const { usable, unusable } = selectUsable(points, { ...policy, notAfter: request.notAfter });
  const skipped = unusable.map(({ point, reason }) => toSkipped(point, reason));
  const adopted = usable.find(({ arn }) => arn === request.adoptedRecoveryPointArn);
  const chosen = adopted ?? usable[0];
  if (chosen === undefined) return { kind: 'none', skipped };
  return {
    kind: 'chosen',
    chosen: toCandidate(chosen, nowMs),
    because: adopted === undefined ? 'newest' : 'adopted',
    runnersUp: usable
      .filter((point) => point !== chosen)
      .slice(0, RUNNERS_UP)
      .map((point) => toCandidate(point, nowMs)),
    skipped,
  };
}

/** An operator who names a recovery point gets that one or an error: never another one in its place. */
function decideRequested(points: readonly RecoveryPoint[], arn: string, policy: Policy): Verdict {
  const point = points.find((each) => each.arn === arn);
  if (point === undefined) {
    return wrongRequest(
      `${arn} is no cluster snapshot in the standby vault. Write the ARN of one that is, or leave it out`,
    );
  }
  if (point.resourceArn !== policy.clusterArn) {
    return wrongRequest(
      `${arn} belongs to ${point.resourceArn ?? 'no resource'}. Write one of ${policy.clusterArn}, or leave it out`,
    );
  }
  const notAfter = policy.request.notAfter;
  if (notAfter && point.createdAtMs !== undefined && point.createdAtMs > Date.parse(notAfter)) {
    return wrongRequest(`${arn} was created after notAfter (${notAfter}). Leave out one of the two`);
  }
  // One that is about to expire is a choice that an operator may make.
  const { usable, unusable } = selectUsable([point], { ...policy, minimumLifetimeMs: Number.NEGATIVE_INFINITY });
  const [requested] = usable;
  if (requested === undefined) {
    return { kind: 'none', skipped: unusable.map(({ reason }) => toSkipped(point, reason)) };
  }
  const chosen = toCandidate(requested, policy.nowMs);
  return { kind: 'chosen', chosen, because: 'requested', runnersUp: [], skipped: [] };
}

/** Whether the name can be looked up at all: RDS restores cluster snapshots, and only those of its own region. */
export function isSnapshotArnOf(region: string, recoveryPointArn: string): boolean {
  const [, , service, arnRegion, , type] = recoveryPointArn.split(':');
  return service === 'rds' && arnRegion === region && type === 'cluster-snapshot';
}

function wrongRequest(text: string): Verdict {
  return { kind: 'wrongRequest', message: `recoveryPointArn: ${text}` };
}

function toCandidate(point: DatedRecoveryPoint, nowMs: number): Candidate {
  return {
    recoveryPointArn: point.arn,
    createdAt: new Date(point.createdAtMs).toISOString(),
    ageSeconds: ageSeconds(point, nowMs),
    sizeBytes: point.sizeBytes ?? null,
    encryptionKeyArn: point.encryptionKeyArn ?? null,
  };
}

function toSkipped(point: RecoveryPoint, reason: string): Skipped {
  const createdAt = point.createdAtMs === undefined ? null : new Date(point.createdAtMs).toISOString();
  return { recoveryPointArn: point.arn, createdAt, reason };
}
