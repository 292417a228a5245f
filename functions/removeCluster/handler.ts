import { createHandler, type Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { clusterPrefix, writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { aws, type Remover } from './aws';
import { Environment, Input, NOT_RESTORED, Output } from './contract';
import { decide } from './decide';

/** Nobody waits for a removal: look seldom. */
const LOOK_AGAIN_SECONDS = 15;

/**
 * Removes the clusters of one failover, all or all but one. Each call does the next step; the workflow calls again
 * until they are gone.
 */
export const build = (remover: Remover, now?: () => number) =>
  createHandler({
    name: 'removeCluster',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: (input, surroundings) => remove(remover, input, surroundings),
  });

export const handler = build(aws);

async function remove(remover: Remover, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, now } = surroundings;
  const found = await remover.clusters(clusterPrefix(environment.WORKLOAD_NAME, input.failoverId));
  const kept = input.action === 'remove' ? input.keepClusterIdentifier : undefined;
  const clusters = found.filter((cluster) => cluster.identifier !== kept);
  const [first] = clusters;
  if (first === undefined) {
    const detail = 'nothing of this failover is left to remove';
    return { phase: 'gone', detail, remaining: [], waitFor: null, nextPollSeconds: 0 };
  }
  const remaining = clusters.map((cluster) => cluster.identifier);
  if (input.action === 'list') {
    const detail = clusters.map((cluster) => `${cluster.identifier} is ${cluster.status}`).join('; ');
    return { phase: 'listed', detail, remaining, waitFor: null, nextPollSeconds: 0 };
  }
  const details: string[] = [];
  for (const cluster of clusters) details.push(await advance(remover, cluster, input.failoverId, environment));
  return {
    phase: 'working',
    detail: details.join('; '),
    remaining,
    waitFor: clusters.length === 1 ? waitForOne(first, now()) : null,
    nextPollSeconds: LOOK_AGAIN_SECONDS,
  };
}

/** One cluster is waited for by name; several, or instances alone, are looked at again and again. */
function waitForOne({ identifier, status }: ClusterFact, nowMs: number): Output['waitFor'] {
  const since = new Date(nowMs).toISOString();
  if (status === 'deleting') return { target: 'clusterGone', clusterIdentifier: identifier, since };
  // RDS deletes no cluster that is still being restored.
  const isInTheMaking = status === 'creating' || status === 'migrating';
  return isInTheMaking ? { target: 'cluster', clusterIdentifier: identifier, until: 'available', since } : null;
}

async function advance(
  remover: Remover,
  cluster: ClusterFact,
  failoverId: string,
  environment: Environment,
): Promise<string> {
  const publishedClusterArn = await remover.readParameter(environment.CLUSTER_ARN_PARAMETER);
  const verdict = decide({
    cluster,
    instances: await instancesOf(remover, cluster),
    failoverId,
    serves: await remover.serves(environment.LOCK_TABLE_NAME),
    publishedClusterArn,
  });
  if (verdict.kind === 'refuse') throw new UnsafeToProceedError(verdict.reason, verdict.detail);
  if (publishedClusterArn === cluster.arn) await unpublish(remover, environment);
  switch (verdict.kind) {
    case 'deleteInstances':
      return (await deleteAll(remover, verdict.instanceIdentifiers))
        ? `deleting ${verdict.instanceIdentifiers.join(', ')}`
        : `${verdict.instanceIdentifiers.join(', ')} cannot be deleted yet`;
    case 'deleteCluster':
      return (await remover.deleteCluster(cluster.identifier))
        ? `deleting ${cluster.identifier}`
        : `${cluster.identifier} cannot be deleted yet: it is ${cluster.status}`;
    case 'wait':
      return verdict.detail;
  }
}

async function deleteAll(remover: Remover, identifiers: readonly string[]): Promise<boolean> {
  let isAccepted = true;
  for (const identifier of identifiers) isAccepted = (await remover.deleteInstance(identifier)) && isAccepted;
  return isAccepted;
}

/** The members, and the writer by its name: a new one is not a member yet. */
async function instancesOf(remover: Remover, cluster: ClusterFact): Promise<readonly InstanceFact[]> {
  const members = cluster.members.map((member) => member.instanceIdentifier);
  const identifiers = new Set([...members, writerIdentifierOf(cluster.identifier)]);
  const instances: InstanceFact[] = [];
  for (const identifier of identifiers) {
    const instance = await remover.instance(identifier);
    if (instance !== undefined) instances.push(instance);
  }
  return instances;
}

/** Before the database goes: the workload must not look for one that is not there. */
async function unpublish(remover: Remover, environment: Environment): Promise<void> {
  await remover.writeParameter(environment.CLUSTER_ARN_PARAMETER, NOT_RESTORED);
  await remover.writeParameter(environment.SECRET_ARN_PARAMETER, NOT_RESTORED);
}
