import { writerIdentifierOf } from '../shared/names';
import type { InstanceFact } from '../shared/rds-facts';
import type { Replica } from './aws';
import type { Environment } from './contract';
import type { Facts } from './decide';

/** Everything that is decided by, but what the workload reads. */
export async function readFacts(replica: Replica, environment: Environment): Promise<Omit<Facts, 'published'>> {
  const { GLOBAL_CLUSTER_IDENTIFIER, REPLICA_CLUSTER_ARN: replicaArn, SECRET_NAME } = environment;
  const global = await replica.global(GLOBAL_CLUSTER_IDENTIFIER);
  const cluster = await replica.cluster(replicaArn);
  const secretArn = await replica.secretArn(SECRET_NAME);
  const identifiers = new Set(cluster?.members.map(({ instanceIdentifier }) => instanceIdentifier));
  // One that is being created is no member yet.
  if (cluster !== undefined) identifiers.add(writerIdentifierOf(cluster.identifier));
  const instances: InstanceFact[] = [];
  for (const identifier of identifiers) {
    const instance = await replica.instance(identifier);
    if (instance !== undefined) instances.push(instance);
  }
  return { replicaArn, global, cluster, instances, secretArn };
}
