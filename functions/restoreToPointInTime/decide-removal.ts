import { type NextRemoval, nextRemoval } from '../shared/next-removal';
import { TAG } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { CREATED_BY, isOurs } from './decide';

export interface RemovalFacts {
  /** A cluster whose identifier has the prefix of repairs. */
  readonly cluster: ClusterFact;
  readonly instances: readonly InstanceFact[];
  /** Undefined: of any recovery. */
  readonly recoveryId: string | undefined;
  readonly evenIfKept: boolean;
  readonly nowMs: number;
}

export type RemovalVerdict =
  | NextRemoval
  | { readonly kind: 'refuse'; readonly detail: string }
  | { readonly kind: 'keep'; readonly until: string };

/** The next step in removing one cluster. Whatever is not surely ours stays, and what somebody still needs. */
export function decideRemoval({ cluster, instances, recoveryId, evenIfKept, nowMs }: RemovalFacts): RemovalVerdict {
  const { identifier, tags } = cluster;
  if (!isOurs(tags, recoveryId)) {
    return refuse(
      `the cluster ${identifier} does not carry the tags ${TAG.recoveryId} and ${TAG.createdBy}=${CREATED_BY}`,
    );
  }
  const until = tags[TAG.keepUntil];
  // A date that nobody can read keeps nothing for ever.
  if (!evenIfKept && until !== undefined && Date.parse(until) > nowMs)
    return { kind: 'keep', until: new Date(until).toISOString() };
  if (cluster.status !== 'deleting' && cluster.deletionProtection) {
    return refuse(`the cluster ${identifier} is protected from deletion`);
  }
  const foreign = instances.find((instance) => instance.tags[TAG.createdBy] !== CREATED_BY);
  if (foreign !== undefined) {
    return refuse(`the instance ${foreign.identifier} of the cluster ${identifier} is not of our making`);
  }
  return nextRemoval(cluster, instances);
}

function refuse(detail: string): RemovalVerdict {
  return { kind: 'refuse', detail: `${detail}: not removing it` };
}
