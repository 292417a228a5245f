import type { WaitFor } from './fields';
import { writerIdentifierOf } from './names';
import type { ClusterFact, InstanceFact } from './rds-facts';
import { clusterStanding, instanceStanding } from './rds-statuses';

/** What a cluster is waited for; `WaitFor` says what each means. */
export type ReadyUntil = Extract<WaitFor, { target: 'cluster' }>['until'];

/**
 * What is still missing before a cluster can be used, in words; empty when nothing is. A cluster without an available
 * writer is `available` and useless, so its status alone is not enough. Whether it comes by itself is asked first.
 */
export function missingUntil(
  until: ReadyUntil,
  cluster: ClusterFact,
  writer: InstanceFact | undefined,
): readonly string[] {
  const missing: string[] = [];
  if (cluster.status !== 'available') missing.push(`the cluster is ${cluster.status}`);
  if (until === 'available') return missing;
  if (!cluster.members.some((member) => member.isWriter)) missing.push('no writer among the members');
  else if (writer?.status !== 'available') missing.push(`the writer is ${writer?.status ?? 'not there'}`);
  if (until === 'usable') return missing;
  if (!cluster.dataApi) missing.push('the Data API is not on');
  return missing;
}

/**
 * Why there is nothing to wait for: what is missing does not come by itself, and somebody has to decide. Whoever hands
 * out a wait asks this first, and whoever waits asks it each time, so that no wait is for what cannot come.
 */
export function whyInVain(
  until: ReadyUntil,
  cluster: ClusterFact,
  writer: InstanceFact | undefined,
): string | undefined {
  const standing = clusterStanding(cluster.status);
  if (standing !== 'available' && standing !== 'changing')
    return `the cluster ${cluster.identifier} is ${cluster.status}`;
  if (until === 'available') return undefined;
  // Of its readers Aurora makes one the writer by itself.
  if (writer === undefined) {
    return cluster.members.length > 0 ? undefined : `the writer ${writerOf(cluster)} is not there`;
  }
  const isComing = instanceStanding(writer.status) === 'available' || instanceStanding(writer.status) === 'changing';
  return isComing ? undefined : `the writer ${writer.identifier} is ${writer.status}`;
}

/** The instance that writes, or is going to: a new writer that fails is no member yet, and is known by its name. */
export function writerOf(cluster: ClusterFact): string {
  const member = cluster.members.find(({ isWriter }) => isWriter)?.instanceIdentifier;
  return member ?? writerIdentifierOf(cluster.identifier);
}
