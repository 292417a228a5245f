import type { ClusterFact, InstanceFact } from './rds-facts';
import { instanceStanding } from './rds-statuses';

export type NextRemoval =
  | { readonly kind: 'deleteInstances'; readonly instanceIdentifiers: readonly string[] }
  | { readonly kind: 'deleteCluster' }
  | { readonly kind: 'startCluster' }
  | { readonly kind: 'wait'; readonly detail: string };

/** The next step in removing a cluster that may be removed: its instances first, then itself. */
export function nextRemoval(
  { identifier, status }: ClusterFact,
  instances: readonly Pick<InstanceFact, 'identifier' | 'status'>[],
): NextRemoval {
  if (status === 'deleting') return { kind: 'wait', detail: `the cluster ${identifier} is being deleted` };
  // RDS deletes no instance of a stopped cluster (Aurora User Guide, Stopping and starting an Aurora DB cluster).
  if (status === 'stopped' && instances.length > 0) return { kind: 'startCluster' };
  if (status === 'stopping' || status === 'starting') {
    return { kind: 'wait', detail: `the cluster ${identifier} is ${status}` };
  }
  const standing = instances.filter((instance) => instanceStanding(instance.status) !== 'deleting');
  if (standing.length > 0) {
    return { kind: 'deleteInstances', instanceIdentifiers: standing.map((instance) => instance.identifier) };
  }
  if (instances.length > 0) return { kind: 'wait', detail: `an instance of ${identifier} is being deleted` };
  return { kind: 'deleteCluster' };
}
