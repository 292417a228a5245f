import { clusterIdentifierOf, type Run } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { clusterStanding } from '../shared/rds-statuses';
import type { Input } from './contract';

export type RestoreCandidate = Input['candidates'][number];

export interface Rejection {
  readonly recoveryPointArn: string;
  readonly reason: string;
}

export interface Policy {
  readonly run: Run;
  readonly nowMs: number;
  /** At which moment ages are reckoned. */
  readonly asOfMs: number;
  readonly fallbackMaxAgeMs: number;
}

export type Choice =
  | {
      readonly kind: 'candidate';
      readonly candidate: RestoreCandidate;
      readonly clusterIdentifier: string;
      readonly rejected: readonly Rejection[];
    }
  /** The next one is older than was accepted: a person decides. */
  | {
      readonly kind: 'tooOld';
      readonly candidate: RestoreCandidate;
      readonly rejected: readonly Rejection[];
    }
  | { readonly kind: 'noneLeft'; readonly rejected: readonly Rejection[] };

/** The first candidate that is not ruled out; what failed in the meantime is rejected by the status of its cluster. */
export function chooseCandidate(
  candidates: readonly RestoreCandidate[],
  rejectedBefore: readonly Rejection[],
  clusters: readonly ClusterFact[],
  policy: Policy,
): Choice {
  const rejected = [...rejectedBefore];
  for (const [index, candidate] of candidates.entries()) {
    const { recoveryPointArn } = candidate;
    if (rejected.some((each) => each.recoveryPointArn === recoveryPointArn)) continue;
    const clusterIdentifier = clusterIdentifierOf(policy.run, recoveryPointArn);
    const cluster = clusters.find((each) => each.identifier === clusterIdentifier);
    if (cluster !== undefined && clusterStanding(cluster.status) === 'failed') {
      const reason = `the restored cluster ${clusterIdentifier} has the status ${cluster.status}`;
      rejected.push({ recoveryPointArn, reason });
      continue;
    }
    // The first was accepted with its age; what it falls back to was not, unless it is young enough.
    const ageMs = ageWhenBegun(candidate, cluster, policy.asOfMs);
    if (index > 0 && ageMs > policy.fallbackMaxAgeMs) return { kind: 'tooOld', candidate, rejected };
    return { kind: 'candidate', candidate, clusterIdentifier, rejected };
  }
  return { kind: 'noneLeft', rejected };
}

/** One whose restore has begun does not grow too old while it is being restored. */
function ageWhenBegun({ createdAt }: RestoreCandidate, cluster: ClusterFact | undefined, asOfMs: number): number {
  return Math.min(cluster?.createdAtMs ?? asOfMs, asOfMs) - Date.parse(createdAt);
}
