import { missingUntil } from '../shared/cluster-readiness';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { clusterIdentifierOf, type Run } from '../shared/names';
import type { Input } from './contract';
import { isFailedCluster, isFailedInstance } from '../shared/rds-statuses';

export type RestoreCandidate = Input['candidates'][number];

export interface Rejection {
  readonly recoveryPointArn: string;
  readonly reason: string;
}

export interface Policy {
  readonly run: Run;
  readonly nowMs: number;
  readonly fallbackMaxAgeMs: number;
}

export type Choice =
  | {
      readonly kind: 'candidate';
      readonly candidate: RestoreCandidate;
      readonly clusterIdentifier: string;
      readonly rejected: readonly Rejection[];
    }
  | { readonly kind: 'noneLeft'; readonly rejected: readonly Rejection[] };

/** The first candidate that nothing speaks against; what failed in the meantime is rejected by the status of its cluster. */
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
    const reason = whyNot(candidate, index, cluster, policy);
    if (reason === undefined) return { kind: 'candidate', candidate, clusterIdentifier, rejected };
    rejected.push({ recoveryPointArn, reason });
  }
  return { kind: 'noneLeft', rejected };
}

function whyNot(
  candidate: RestoreCandidate,
  index: number,
  cluster: ClusterFact | undefined,
  policy: Policy,
): string | undefined {
  if (cluster !== undefined && isFailedCluster(cluster.status)) {
    return `the restored cluster ${cluster.identifier} has the status ${cluster.status}`;
  }
  // The first was accepted with its age; what it falls back to was not, so that has a bound of its own.
  const ageMs = policy.nowMs - Date.parse(candidate.createdAt);
  if (index > 0 && cluster === undefined && ageMs > policy.fallbackMaxAgeMs) {
    return `it is ${Math.round(ageMs / 60_000)} minutes old, more than ${policy.fallbackMaxAgeMs / 60_000} without being asked for`;
  }
  return undefined;
}

export interface Facts {
  readonly cluster: ClusterFact | undefined;
  readonly writer: InstanceFact | undefined;
  readonly run: Run;
  readonly mode: 'failover' | 'drill' | 'validation';
  /** What the workload reads now. */
  readonly published: { readonly clusterArn: string | undefined; readonly secretArn: string | undefined };
}

/** A change that can be asked of AWS now. */
export type RestoreStep = 'createWriter' | 'enableDataApi' | 'modifyCluster';

export type Verdict =
  | { readonly kind: 'restore' }
  | { readonly kind: 'notOurs'; readonly detail: string }
  | { readonly kind: 'writerFailed'; readonly detail: string }
  | { readonly kind: 'waitGone' }
  | { readonly kind: 'waitAvailable'; readonly detail: string }
  | { readonly kind: 'prepare'; readonly steps: readonly RestoreStep[] }
  | { readonly kind: 'waitConnectable'; readonly detail: string }
  | { readonly kind: 'publish'; readonly clusterArn: string; readonly secretArn: string }
  | { readonly kind: 'ready' };

/** The next thing to do for the chosen recovery point, from what is there. */
export function decide(facts: Facts): Verdict {
  const { cluster, writer } = facts;
  if (cluster === undefined) return { kind: 'restore' };
  const { run } = facts;
  if (cluster.tags[run.tag] !== run.id) {
    const detail = `the cluster ${cluster.identifier} does not carry the tag ${run.tag}=${run.id}`;
    return { kind: 'notOurs', detail };
  }
  if (cluster.status === 'deleting') return { kind: 'waitGone' };
  if (writer !== undefined && isFailedInstance(writer.status)) {
    return { kind: 'writerFailed', detail: `the writer ${writer.identifier} has the status ${writer.status}` };
  }
  const steps = missingSteps(facts, cluster);
  if (steps.length > 0) {
    if (cluster.status === 'available') return { kind: 'prepare', steps };
    return { kind: 'waitAvailable', detail: `the cluster is ${cluster.status}` };
  }
  const missing = missingUntil('connectable', cluster, writer);
  if (missing.length > 0) return { kind: 'waitConnectable', detail: missing.join(', ') };
  // The workload never hears of the cluster of a validation.
  if (facts.mode === 'validation') return { kind: 'ready' };
  const secretArn = cluster.secretArn ?? '';
  const isPublished = facts.published.clusterArn === cluster.arn && facts.published.secretArn === secretArn;
  return isPublished ? { kind: 'ready' } : { kind: 'publish', clusterArn: cluster.arn, secretArn };
}

/** The writer first: it takes longest, and the other two go on beside it. */
function missingSteps(facts: Facts, cluster: ClusterFact): RestoreStep[] {
  const steps: RestoreStep[] = [];
  if (facts.writer === undefined) steps.push('createWriter');
  if (!cluster.dataApi) steps.push('enableDataApi');
  const isProtected = facts.mode !== 'failover' || cluster.deletionProtection;
  if (cluster.secretArn === undefined || !isProtected) steps.push('modifyCluster');
  return steps;
}
