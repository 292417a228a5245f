import { writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import type { Remover } from './aws';
import { type Environment, NOT_RESTORED } from './contract';
import { decide, type Ours } from './decide';

/** What became of one cluster in one call. */
export type RemovalStep =
  | { readonly kind: 'advanced'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string; readonly reason: 'not-ours' | 'standby-serves' };

/** Does the next step in removing one cluster. */
export async function takeStep(
  remover: Remover,
  cluster: ClusterFact,
  ours: Ours,
  environment: Environment,
): Promise<RemovalStep> {
  const publishedClusterArn = await remover.readParameter(environment.CLUSTER_ARN_PARAMETER);
  const verdict = decide({
    cluster,
    instances: await instancesOf(remover, cluster),
    ours,
    serves: await remover.serves(environment.LOCK_TABLE_NAME),
    publishedClusterArn,
  });
  if (verdict.kind === 'refuse') return { kind: 'refused', detail: verdict.detail, reason: verdict.reason };
  if (publishedClusterArn === cluster.arn) await unpublish(remover, environment);
  switch (verdict.kind) {
    case 'deleteInstances':
      return advanced(
        (await deleteAll(remover, verdict.instanceIdentifiers))
          ? `deleting ${verdict.instanceIdentifiers.join(', ')}`
          : `${verdict.instanceIdentifiers.join(', ')} cannot be deleted yet`,
      );
    case 'deleteCluster':
      return advanced(
        (await remover.deleteCluster(cluster.identifier))
          ? `deleting ${cluster.identifier}`
          : `${cluster.identifier} cannot be deleted yet: it is ${cluster.status}`,
      );
    case 'wait':
      return advanced(verdict.detail);
  }
}

function advanced(detail: string): RemovalStep {
  return { kind: 'advanced', detail };
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
