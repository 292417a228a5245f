import { missingUntil, type ReadyUntil, whyInVain } from '../shared/cluster-readiness';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { instanceStanding } from '../shared/rds-statuses';
import type { Resolution } from '../shared/resolve-name';

/** What one check of a target finds. Whether there is still time is not decided here. */
export type Observation =
  | { readonly kind: 'ready'; readonly detail: string }
  | { readonly kind: 'waiting'; readonly detail: string; readonly progress?: number }
  /** It does not come by waiting: whoever asked for it decides again. */
  | { readonly kind: 'failed'; readonly detail: string };

/** The Data API and a secret are there within a minute of being asked for; so much later the asking was lost. */
const ASK_AGAIN_SECONDS = 600;

export function judgeCluster(
  cluster: ClusterFact | undefined,
  writer: InstanceFact | undefined,
  until: ReadyUntil,
  waitedSeconds: number,
): Observation {
  if (cluster === undefined) return { kind: 'failed', detail: 'the cluster is not there' };
  const inVain = whyInVain(until, cluster, writer);
  if (inVain !== undefined) return { kind: 'failed', detail: inVain };
  const missing = missingUntil(until, cluster, writer);
  if (missing.length === 0) return { kind: 'ready', detail: `the cluster ${cluster.identifier} is ${until}` };
  const detail = missing.join(', ');
  const isAtRest = missingUntil('usable', cluster, writer).length === 0;
  if (isAtRest && waitedSeconds >= ASK_AGAIN_SECONDS) {
    return { kind: 'failed', detail: `${detail} after ${waitedSeconds} s, though nothing is being changed` };
  }
  return { kind: 'waiting', detail, ...progressOf(cluster) };
}

function progressOf(cluster: ClusterFact): { progress?: number } {
  return cluster.percentProgress === undefined ? {} : { progress: cluster.percentProgress };
}

export function judgeInstance(instance: InstanceFact | undefined): Observation {
  if (instance === undefined) return { kind: 'failed', detail: 'the instance is not there' };
  const { identifier, status } = instance;
  const standing = instanceStanding(status);
  if (standing === 'available') return { kind: 'ready', detail: `the instance ${identifier} is available` };
  if (standing === 'changing') return { kind: 'waiting', detail: `the instance ${identifier} is ${status}` };
  return { kind: 'failed', detail: `the instance ${identifier} is ${status}` };
}

export function judgeInstanceGone(instance: InstanceFact | undefined): Observation {
  if (instance === undefined) return { kind: 'ready', detail: 'the instance is gone' };
  const { identifier, status } = instance;
  const isGoing = instanceStanding(status) === 'deleting';
  return { kind: isGoing ? 'waiting' : 'failed', detail: `the instance ${identifier} is ${status}` };
}

/** One of that name that is not being deleted does not go by waiting. */
export function judgeClusterGone(cluster: ClusterFact | undefined): Observation {
  if (cluster === undefined) return { kind: 'ready', detail: 'the cluster is gone' };
  const { identifier, status, members } = cluster;
  const instances = members.length === 0 ? '' : `, with ${members.length} instance(s)`;
  return {
    kind: status === 'deleting' ? 'waiting' : 'failed',
    detail: `the cluster ${identifier} is ${status}${instances}`,
  };
}

export interface StackFact {
  readonly status: string;
}

/**
 * Whether the stack has come to rest, however that is: what it is at rest, and why, deployRegionStack judges, which also
 * deletes and makes again. A roll-back is waited for: nothing can be done with a stack in the middle of one.
 */
export function judgeStack(stack: StackFact | undefined): Observation {
  if (stack === undefined) return { kind: 'ready', detail: 'the stack is not there' };
  const detail = `the stack is ${stack.status}`;
  return { kind: isAtRest(stack.status) ? 'ready' : 'waiting', detail };
}

/** As `judgeStack`: a stack that rests and is still there is not going, and deployRegionStack's to delete again. */
export function judgeStackGone(stack: StackFact | undefined): Observation {
  if (stack === undefined || stack.status === 'DELETE_COMPLETE') return { kind: 'ready', detail: 'the stack is gone' };
  return judgeStack(stack);
}

/** Nothing happens to a stack under review by itself, and one whose old resources are cleaned up is deployed. */
function isAtRest(status: string): boolean {
  return (
    !status.endsWith('_IN_PROGRESS') ||
    status === 'REVIEW_IN_PROGRESS' ||
    status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  );
}

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
