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
  const { identifier, status } = cluster;
  switch (verdict.kind) {
    case 'startCluster':
      return asked(`starting ${identifier}, to delete it`, `${identifier} is ${status}`, [
        await remover.startCluster(identifier),
      ]);
    case 'deleteInstances': {
      const names = verdict.instanceIdentifiers.join(', ');
      const refusals: (string | undefined)[] = [];
      for (const each of verdict.instanceIdentifiers) refusals.push(await remover.deleteInstance(each));
      return asked(`deleting ${names}`, `${names} cannot be deleted yet`, refusals);
    }
    case 'deleteCluster':
      return asked(`deleting ${identifier}`, `${identifier} cannot be deleted yet: it is ${status}`, [
        await remover.deleteCluster(identifier),
      ]);
    case 'wait':
      return advanced(verdict.detail);
  }
}

/** What to say of what was asked of RDS, by whether it was refused for now. */
function asked(begun: string, notYet: string, refusals: readonly (string | undefined)[]): RemovalStep {
  const reasons = refusals.filter((reason) => reason !== undefined);
  return advanced(reasons.length === 0 ? begun : `${notYet} (${reasons.join('; ')})`);
}

function advanced(detail: string): RemovalStep {
  return { kind: 'advanced', detail };
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
