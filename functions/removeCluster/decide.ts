import { TAG } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';

export interface Facts {
  /** A cluster whose identifier has the prefix of this failover. */
  readonly cluster: ClusterFact;
  readonly instances: readonly InstanceFact[];
  readonly failoverId: string;
  /** Whether users are served from this region, and the cluster that the workload reads here. */
  readonly serves: 'primary' | 'standby';
  readonly publishedClusterArn: string | undefined;
}

export type Verdict =
  | { readonly kind: 'refuse'; readonly reason: 'not-ours' | 'standby-serves'; readonly detail: string }
  | { readonly kind: 'deleteInstances'; readonly instanceIdentifiers: readonly string[] }
  | { readonly kind: 'deleteCluster' }
  | { readonly kind: 'wait'; readonly detail: string };

/** The next step in removing one cluster: its instances first, then itself. Whatever is not surely ours stays. */
export function decide({ cluster, instances, failoverId, serves, publishedClusterArn }: Facts): Verdict {
  const { identifier, tags } = cluster;
  if (tags[TAG.failoverId] !== failoverId || tags[TAG.createdBy] !== 'restoreAurora') {
    const expected = `${TAG.failoverId}=${failoverId} and ${TAG.createdBy}=restoreAurora`;
    return refuse('not-ours', `the cluster ${identifier} does not carry the tags ${expected}`);
  }
  if (serves === 'standby' && publishedClusterArn === cluster.arn) {
    return refuse('standby-serves', `users are served from the cluster ${identifier}`);
  }
  if (cluster.deletionProtection) {
    return refuse(
      'not-ours',
      `the cluster ${identifier} is protected from deletion, as only one that was meant to serve is`,
    );
  }
  if (cluster.status === 'deleting') return { kind: 'wait', detail: `the cluster ${identifier} is being deleted` };
  const standing = instances.filter((instance) => instance.status !== 'deleting');
  if (standing.length > 0) {
    return { kind: 'deleteInstances', instanceIdentifiers: standing.map((instance) => instance.identifier) };
  }
  if (instances.length > 0) return { kind: 'wait', detail: `an instance of ${identifier} is being deleted` };
  return { kind: 'deleteCluster' };
}

function refuse(reason: 'not-ours' | 'standby-serves', detail: string): Verdict {
  return { kind: 'refuse', reason, detail: `${detail}: not removing it` };
}
