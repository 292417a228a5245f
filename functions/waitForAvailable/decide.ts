import { missingUntil, type ReadyUntil } from '../shared/cluster-readiness';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { isFailedCluster, isFailedInstance } from '../shared/rds-statuses';
import type { Resolution } from '../shared/resolve-name';

/** What one check of a target finds. Whether there is still time is not decided here. */
export type Observation =
  | { readonly kind: 'ready'; readonly detail: string }
  | { readonly kind: 'waiting'; readonly detail: string; readonly progress?: number }
  | { readonly kind: 'failed'; readonly detail: string };

export function judgeCluster(
  cluster: ClusterFact | undefined,
  writer: InstanceFact | undefined,
  until: ReadyUntil,
): Observation {
  if (cluster === undefined) return { kind: 'failed', detail: 'the cluster is not there' };
  const { identifier, status } = cluster;
  if (isFailedCluster(status)) return { kind: 'failed', detail: `the cluster ${identifier} is ${status}` };
  if (status === 'deleting') return { kind: 'failed', detail: `the cluster ${identifier} is being deleted` };
  if (writer !== undefined && isFailedInstance(writer.status)) {
    return { kind: 'failed', detail: `the writer ${writer.identifier} is ${writer.status}` };
  }
  const missing = missingUntil(until, cluster, writer);
  if (missing.length === 0) return { kind: 'ready', detail: `the cluster ${identifier} is ${until}` };
  return { kind: 'waiting', detail: missing.join(', '), ...progressOf(cluster) };
}

function progressOf(cluster: ClusterFact): { progress?: number } {
  return cluster.percentProgress === undefined ? {} : { progress: cluster.percentProgress };
}

export function judgeInstance(instance: InstanceFact | undefined): Observation {
  if (instance === undefined) return { kind: 'failed', detail: 'the instance is not there' };
  const { identifier, status } = instance;
  if (status === 'available') return { kind: 'ready', detail: `the instance ${identifier} is available` };
  if (status === 'deleting') return { kind: 'failed', detail: `the instance ${identifier} is being deleted` };
  if (isFailedInstance(status)) return { kind: 'failed', detail: `the instance ${identifier} is ${status}` };
  return { kind: 'waiting', detail: `the instance is ${status}` };
}

export function judgeClusterGone(cluster: ClusterFact | undefined): Observation {
  if (cluster === undefined) return { kind: 'ready', detail: 'the cluster is gone' };
  const instances = cluster.members.length === 0 ? '' : `, with ${cluster.members.length} instance(s)`;
  return { kind: 'waiting', detail: `the cluster is ${cluster.status}${instances}` };
}

export interface StackFact {
  readonly status: string;
  /** The first thing that went wrong, with its logical id. */
  readonly firstFailure: string | undefined;
}

const DEPLOYED: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
]);

/** UPDATE_ROLLBACK_COMPLETE and the like are stacks at rest, but not what was asked for. */
export function judgeStack(stack: StackFact | undefined): Observation {
  if (stack === undefined) return { kind: 'failed', detail: 'the stack is not there' };
  if (DEPLOYED.has(stack.status)) return { kind: 'ready', detail: `the stack is ${stack.status}` };
  const isRollingBack = stack.status.includes('ROLLBACK');
  // A roll-back in progress has failed already: there is nothing to wait for.
  if (isRollingBack || stack.status.endsWith('_FAILED') || stack.status === 'DELETE_COMPLETE') {
    return {
      kind: 'failed',
      detail: `the stack is ${stack.status}: ${stack.firstFailure ?? 'no reason was recorded'}`,
    };
  }
  return { kind: 'waiting', detail: `the stack is ${stack.status}` };
}

export function judgeStackGone(stack: StackFact | undefined): Observation {
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return { kind: 'ready', detail: 'the stack is gone' };
  if (stack.status === 'DELETE_FAILED') {
    return { kind: 'failed', detail: `the stack is DELETE_FAILED: ${stack.firstFailure ?? 'no reason was recorded'}` };
  }
  return { kind: 'waiting', detail: `the stack is ${stack.status}` };
}

/** Whatever a resolver answers that is not the target means "not yet": name servers fail for minutes, and then answer. */
export function judgeTraffic({ names, failure }: Resolution, target: string): Observation {
  const wanted = withoutDot(target);
  if (failure !== undefined)
    return { kind: 'waiting', detail: `the resolver answers ${failure} for the public name: not yet ${wanted}` };
  const seen = names.map(withoutDot);
  if (seen.length === 1 && seen[0] === wanted) return { kind: 'ready', detail: `the public name leads to ${wanted}` };
  return { kind: 'waiting', detail: `the public name leads to ${seen.join(', ') || 'nothing'}, not yet to ${wanted}` };
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
