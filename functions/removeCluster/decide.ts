import type { Run } from '../shared/names';
import { TAG } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { nextRemoval, type NextRemoval } from '../shared/next-removal';

/** Whose clusters are removed: those of one failover, or those of every validation. */
export type Ours = Pick<Run, 'tag'> & { readonly id: string | undefined };

export interface Facts {
  /** A cluster whose identifier has our prefix. */
  readonly cluster: ClusterFact;
  readonly instances: readonly InstanceFact[];
  readonly ours: Ours;
  /** Whether users are served from this region, and the cluster that the workload reads here. */
  readonly serves: 'primary' | 'standby';
  readonly publishedClusterArn: string | undefined;
}

export type Verdict =
  | { readonly kind: 'refuse'; readonly reason: 'not-ours' | 'standby-serves'; readonly detail: string }
  | NextRemoval;

/** The next step in removing one cluster: its instances first, then itself. Whatever is not surely ours stays. */
export function decide({ cluster, instances, ours, serves, publishedClusterArn }: Facts): Verdict {
  const { identifier } = cluster;
  if (!isOurs(cluster, ours)) {
    const expected = `${ours.tag}${ours.id === undefined ? '' : `=${ours.id}`} and ${TAG.createdBy}=restoreAurora`;
    return refuse('not-ours', `the cluster ${identifier} does not carry the tags ${expected}`);
  }
  if (serves === 'standby' && publishedClusterArn === cluster.arn) {
    return refuse('standby-serves', `users are served from the cluster ${identifier}`);
  }
  if (cluster.status === 'deleting') return { kind: 'wait', detail: `the cluster ${identifier} is being deleted` };
  if (cluster.deletionProtection) {
    return refuse(
      'not-ours',
      `the cluster ${identifier} is protected from deletion, as only one that was meant to stay is`,
    );
  }
  const foreign = instances.find(({ tags }) => tags[TAG.createdBy] !== 'restoreAurora');
  if (foreign !== undefined) {
    return refuse('not-ours', `the instance ${foreign.identifier} of the cluster ${identifier} is not of our making`);
  }
  return nextRemoval(cluster, instances);
}

function isOurs({ tags }: ClusterFact, { tag, id }: Ours): boolean {
  const value = tags[tag];
  return value !== undefined && (id === undefined || value === id) && tags[TAG.createdBy] === 'restoreAurora';
}

function refuse(reason: 'not-ours' | 'standby-serves', detail: string): Verdict {
  return { kind: 'refuse', reason, detail: `${detail}: not removing it` };
}
