import { missingUntil } from '../shared/cluster-readiness';
import { type Run, TAG } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { clusterStanding, instanceStanding } from '../shared/rds-statuses';

/** What made what a repair restores, in the tag `created-by`: permissions to delete hang on it. */
export const CREATED_BY = 'restoreToPointInTime';

export interface Facts {
  readonly cluster: ClusterFact | undefined;
  readonly writer: InstanceFact | undefined;
  readonly run: Run;
  /** Whether RDS was asked for the master password. */
  readonly isPasswordSet: boolean;
}

/** A change that can be asked of AWS now. */
export type Preparation = 'createWriter' | 'enableDataApi' | 'modifyCluster';

export type Verdict =
  | { readonly kind: 'restore' }
  | { readonly kind: 'refuse'; readonly reason: 'not-ours' | 'restored-cluster-failed'; readonly detail: string }
  | { readonly kind: 'startCluster' }
  | { readonly kind: 'wait'; readonly phase: 'restoring' | 'preparing'; readonly detail: string }
  | { readonly kind: 'removeWriter'; readonly writer: InstanceFact }
  | { readonly kind: 'prepare'; readonly steps: readonly Preparation[] }
  | { readonly kind: 'ready' };

/** The next thing to do, from what is there. */
export function decide({ cluster, writer, run, isPasswordSet }: Facts): Verdict {
  if (cluster === undefined) return { kind: 'restore' };
  const { identifier, status, tags } = cluster;
  if (!isOurs(tags, run.id)) {
    const detail = `the cluster ${identifier} does not carry the tags of this recovery`;
    return { kind: 'refuse', reason: 'not-ours', detail };
  }
  const standing = clusterStanding(status);
  if (standing === 'deleting') return wait('restoring', 'an earlier cluster of this name is being deleted');
  if (standing === 'stopped') return { kind: 'startCluster' };
  if (standing === 'failed' || standing === 'misconfigured') {
    const detail = `the cluster ${identifier} has the status ${status}`;
    return { kind: 'refuse', reason: 'restored-cluster-failed', detail };
  }
  const ofWriter = writer === undefined ? undefined : instanceStanding(writer.status);
  if (writer !== undefined && ofWriter === 'failed') return { kind: 'removeWriter', writer };
  if (ofWriter === 'deleting') return wait('preparing', 'a writer that did not come is being deleted');
  const steps: Preparation[] = [
    ...(writer === undefined ? (['createWriter'] as const) : []),
    ...(cluster.dataApi ? [] : (['enableDataApi'] as const)),
    ...(isPasswordSet ? [] : (['modifyCluster'] as const)),
  ];
  if (steps.length > 0) {
    return standing === 'available' ? { kind: 'prepare', steps } : wait('restoring', `the cluster is ${status}`);
  }
  const missing = missingUntil('connectable', cluster, writer);
  return missing.length > 0 ? wait('preparing', missing.join(', ')) : { kind: 'ready' };
}

/** Of one recovery, or where no id is asked for, of any. */
export function isOurs(tags: Readonly<Record<string, string>>, recoveryId: string | undefined): boolean {
  const id = tags[TAG.recoveryId];
  return tags[TAG.createdBy] === CREATED_BY && id !== undefined && (recoveryId === undefined || id === recoveryId);
}

function wait(phase: 'restoring' | 'preparing', detail: string): Verdict {
  return { kind: 'wait', phase, detail };
}
