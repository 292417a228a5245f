import { missingUntil } from '../shared/cluster-readiness';
import { type Run, TAG } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { clusterStanding, instanceStanding } from '../shared/rds-statuses';

export interface Facts {
  readonly cluster: ClusterFact | undefined;
  readonly writer: InstanceFact | undefined;
  readonly run: Run;
  readonly recoveryPointArn: string;
  readonly mode: 'failover' | 'drill' | 'validation';
  /** Whether RDS was asked for the master password. */
  readonly isPasswordSet: boolean;
  /** The secret of this region that the workload logs in with. */
  readonly secretArn: string;
  /** What the workload reads now. */
  readonly published: { readonly clusterArn: string | undefined; readonly secretArn: string | undefined };
}

/** A change that can be asked of AWS now. */
export type RestoreStep = 'createWriter' | 'enableDataApi' | 'modifyCluster';

export type Verdict =
  | { readonly kind: 'restore' }
  | { readonly kind: 'notOurs'; readonly detail: string }
  | { readonly kind: 'misconfigured'; readonly detail: string }
  | { readonly kind: 'waitGone' }
  | { readonly kind: 'startCluster' }
  | { readonly kind: 'waitAvailable'; readonly detail: string }
  | { readonly kind: 'removeWriter'; readonly writer: InstanceFact }
  | { readonly kind: 'waitWriterGone'; readonly writer: InstanceFact }
  | { readonly kind: 'prepare'; readonly steps: readonly RestoreStep[] }
  | { readonly kind: 'waitConnectable'; readonly detail: string }
  | { readonly kind: 'publish'; readonly clusterArn: string; readonly secretArn: string }
  | { readonly kind: 'ready' };

/** The next thing to do for the chosen recovery point, from what is there. */
export function decide(facts: Facts): Verdict {
  const { cluster, writer } = facts;
  if (cluster === undefined) return { kind: 'restore' };
  const stranger = whyNotOurs(facts, cluster);
  if (stranger !== undefined) return { kind: 'notOurs', detail: stranger };
  const standing = clusterStanding(cluster.status);
  if (standing === 'deleting') return { kind: 'waitGone' };
  if (standing === 'stopped') return { kind: 'startCluster' };
  // One that has failed is rejected before; whoever gets here with it may not go on either.
  if (standing === 'misconfigured' || standing === 'failed') {
    return { kind: 'misconfigured', detail: `the cluster ${cluster.identifier} has the status ${cluster.status}` };
  }
  if (writer !== undefined && instanceStanding(writer.status) === 'failed') return decideOnFailedWriter(facts, writer);
  if (writer !== undefined && instanceStanding(writer.status) === 'deleting') return { kind: 'waitWriterGone', writer };
  const steps = missingSteps(facts, cluster);
  if (steps.length > 0) {
    if (standing === 'available') return { kind: 'prepare', steps };
    return { kind: 'waitAvailable', detail: `the cluster is ${cluster.status}` };
  }
  const missing = missingUntil('connectable', cluster, writer);
  if (missing.length > 0) return { kind: 'waitConnectable', detail: missing.join(', ') };
  // The workload never hears of the cluster of a validation.
  if (facts.mode === 'validation') return { kind: 'ready' };
  const { secretArn } = facts;
  const isPublished = facts.published.clusterArn === cluster.arn && facts.published.secretArn === secretArn;
  return isPublished ? { kind: 'ready' } : { kind: 'publish', clusterArn: cluster.arn, secretArn };
}

/** A cluster of another run, or of another recovery point, is never taken for this one, whatever its name is. */
function whyNotOurs({ run, recoveryPointArn }: Facts, { identifier, tags }: ClusterFact): string | undefined {
  const wanted = { [run.tag]: run.id, [TAG.recoveryPoint]: recoveryPointArn, [TAG.createdBy]: 'restoreAurora' };
  const other = Object.entries(wanted).find(([name, value]) => tags[name] !== value);
  return other && `the cluster ${identifier} does not carry the tag ${other[0]}=${other[1]}`;
}

/** It holds no data, the cluster's volume does; what somebody else has made is theirs to delete all the same. */
function decideOnFailedWriter({ run }: Facts, writer: InstanceFact): Verdict {
  const { identifier, status, tags } = writer;
  if (tags[run.tag] === run.id && tags[TAG.createdBy] === 'restoreAurora') return { kind: 'removeWriter', writer };
  const detail = `the writer ${identifier} has the status ${status}, and does not carry the tag ${run.tag}=${run.id}`;
  return { kind: 'notOurs', detail };
}

/** The writer first: it takes longest, and the other two go on beside it. */
function missingSteps(facts: Facts, cluster: ClusterFact): RestoreStep[] {
  const steps: RestoreStep[] = [];
  if (facts.writer === undefined) steps.push('createWriter');
  if (!cluster.dataApi) steps.push('enableDataApi');
  const isProtected = facts.mode !== 'failover' || cluster.deletionProtection;
  // What the workload reads had its password before.
  const isPasswordSet = facts.isPasswordSet || facts.published.clusterArn === cluster.arn;
  if (!isPasswordSet || !isProtected) steps.push('modifyCluster');
  return steps;
}
