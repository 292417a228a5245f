import { missingUntil, whyInVain, writerOf } from '../shared/cluster-readiness';
import { TAG, writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { clusterStanding, instanceStanding } from '../shared/rds-statuses';

/** A global cluster, as far as it concerns one of its members. */
export interface GlobalFact {
  readonly identifier: string;
  readonly status: string;
  readonly members: readonly { readonly arn: string; readonly isWriter: boolean }[];
  /** The member that is being promoted. */
  readonly promotingArn: string | undefined;
}

export interface Facts {
  readonly replicaArn: string;
  readonly global: GlobalFact | undefined;
  readonly cluster: ClusterFact | undefined;
  readonly instances: readonly InstanceFact[];
  readonly secretArn: string | undefined;
  /** What the workload reads now. */
  readonly published: { readonly clusterArn: string | undefined; readonly secretArn: string | undefined };
}

/** A change that can be asked of AWS now. */
export type PromotionStep = 'createInstance' | 'enableDataApi';

export type Verdict =
  | { readonly kind: 'unavailable'; readonly detail: string }
  | { readonly kind: 'prepare'; readonly steps: readonly PromotionStep[] }
  | { readonly kind: 'waitAvailable'; readonly detail: string }
  | { readonly kind: 'waitInstance'; readonly instanceIdentifier: string; readonly detail: string }
  | { readonly kind: 'removeInstance'; readonly instance: InstanceFact }
  | { readonly kind: 'waitInstanceGone'; readonly instance: InstanceFact }
  | { readonly kind: 'failOver' }
  | { readonly kind: 'waitPromoted'; readonly detail: string }
  /** It is Aurora's to bring it about, and nothing that can be waited for says when. */
  | { readonly kind: 'notYet'; readonly detail: string }
  | { readonly kind: 'publish'; readonly clusterArn: string; readonly secretArn: string }
  | { readonly kind: 'ready' };

/**
 * The next thing to do. Everything that the workload needs afterwards is seen to be there before the failover: from then
 * on the primary takes no writes.
 */
export function decide(facts: Facts): Verdict {
  const { global, cluster, secretArn, replicaArn } = facts;
  const problem = whyUnavailable(facts);
  if (problem !== undefined || global === undefined || cluster === undefined || secretArn === undefined) {
    return { kind: 'unavailable', detail: problem ?? 'the replica is not complete' };
  }
  if (global.promotingArn === replicaArn) return waitPromoted(facts, cluster, `the global cluster is ${global.status}`);
  const own = ownInstance(facts, cluster);
  if (own !== undefined && !facts.instances.some(isComing)) {
    if (instanceStanding(own.status) === 'deleting') return { kind: 'waitInstanceGone', instance: own };
    return { kind: 'removeInstance', instance: own };
  }
  const steps = missingSteps(facts, cluster);
  if (steps.length > 0) {
    if (cluster.status === 'available') return { kind: 'prepare', steps };
    return { kind: 'waitAvailable', detail: `the replica is ${cluster.status}` };
  }
  if (isPromoted(global, replicaArn)) return afterPromotion(facts, cluster, secretArn);
  if (facts.instances.some(({ status }) => status === 'available')) return { kind: 'failOver' };
  const instance = facts.instances.find(isComing);
  const detail = `the instance is ${instance?.status ?? 'not there'}`;
  return { kind: 'waitInstance', instanceIdentifier: instance?.identifier ?? '', detail };
}

export function isPromoted(global: GlobalFact | undefined, replicaArn: string): boolean {
  return global?.members.some(({ arn, isWriter }) => arn === replicaArn && isWriter) ?? false;
}

/** Why the replica cannot be promoted, as far as waiting does not help. */
export function whyUnavailable({
  global,
  cluster,
  instances,
  secretArn,
  replicaArn,
}: Omit<Facts, 'published'>): string | undefined {
  if (global === undefined) return 'there is no such global cluster';
  if (!global.members.some(({ arn }) => arn === replicaArn)) {
    return `${replicaArn} is no member of the global cluster ${global.identifier}`;
  }
  if (cluster === undefined) return `the cluster ${replicaArn} is not there`;
  const standing = clusterStanding(cluster.status);
  if (standing !== 'available' && standing !== 'changing') {
    return `the cluster ${cluster.identifier} is ${cluster.status}`;
  }
  if (global.promotingArn !== undefined && global.promotingArn !== replicaArn) {
    return `the global cluster is being failed over to ${global.promotingArn}`;
  }
  const taken = ownInstance({ instances }, cluster);
  if (taken !== undefined && isLost(taken) && !isOurs(taken) && !instances.some(isComing)) {
    return `the instance ${taken.identifier} is ${taken.status}, and is not ours to make again`;
  }
  if (secretArn === undefined) return 'the secret that the workload logs in with is not in this region';
  return undefined;
}

/** The instance first: it takes longest. One that has failed, or is going, is as good as none. */
function missingSteps({ instances }: Facts, cluster: ClusterFact): PromotionStep[] {
  const steps: PromotionStep[] = [];
  if (!instances.some(isComing)) steps.push('createInstance');
  if (!cluster.dataApi) steps.push('enableDataApi');
  return steps;
}

/** The one that a headless replica is given. */
function ownInstance({ instances }: Pick<Facts, 'instances'>, cluster: ClusterFact): InstanceFact | undefined {
  return instances.find(({ identifier }) => identifier === writerIdentifierOf(cluster.identifier));
}

function isComing({ status }: InstanceFact): boolean {
  const standing = instanceStanding(status);
  return standing === 'available' || standing === 'changing';
}

function isLost({ status }: InstanceFact): boolean {
  return instanceStanding(status) === 'failed';
}

function isOurs({ tags }: InstanceFact): boolean {
  return tags[TAG.createdBy] === 'failoverGlobalCluster';
}

function afterPromotion(facts: Facts, cluster: ClusterFact, secretArn: string): Verdict {
  const { published } = facts;
  const writer = writerFact(facts, cluster);
  if (missingUntil('usable', cluster, writer).length > 0) {
    const detail = `the replica is ${cluster.status}, its writer ${writer?.status ?? 'not there'}`;
    return waitPromoted(facts, cluster, detail);
  }
  const isPublished = published.clusterArn === cluster.arn && published.secretArn === secretArn;
  return isPublished ? { kind: 'ready' } : { kind: 'publish', clusterArn: cluster.arn, secretArn };
}

/** Of a writer that is lost Aurora makes another instance the writer: the wait would be for the wrong one. */
function waitPromoted(facts: Facts, cluster: ClusterFact, detail: string): Verdict {
  const inVain = whyInVain('usable', cluster, writerFact(facts, cluster));
  return inVain === undefined ? { kind: 'waitPromoted', detail } : { kind: 'notYet', detail: `${detail}; ${inVain}` };
}

function writerFact({ instances }: Facts, cluster: ClusterFact): InstanceFact | undefined {
  return instances.find(({ identifier }) => identifier === writerOf(cluster));
}

/** One datapoint of the lag, a minute. */
export interface LagDatapoint {
  readonly atMs: number;
  readonly milliseconds: number;
}

/** The lag in the minutes before it was last reported says more than its last minute alone. */
const NEWEST_MS = 5 * 60_000;

/** The largest lag of the newest five minutes that have any; undefined where there is none at all. */
export function lagOf(datapoints: readonly LagDatapoint[]): { measuredAtMs: number; milliseconds: number } | undefined {
  if (datapoints.length === 0) return undefined;
  const measuredAtMs = Math.max(...datapoints.map(({ atMs }) => atMs));
  const newest = datapoints.filter(({ atMs }) => atMs > measuredAtMs - NEWEST_MS);
  return { measuredAtMs, milliseconds: Math.max(...newest.map(({ milliseconds }) => milliseconds)) };
}
