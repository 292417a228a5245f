import { TAG } from '../../functions/shared/names';
import type { ClusterFact, InstanceFact } from '../../functions/shared/rds-facts';

export const FAILOVER_ID = '20261122-030000';
export const SECRET_ARN = 'arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/database-AbCdEf';
/** As restoreAurora tags what it restores from the recovery point `arn:a`. */
export const TAGS = {
  [TAG.failoverId]: FAILOVER_ID,
  [TAG.recoveryPoint]: 'arn:a',
  [TAG.createdBy]: 'restoreAurora',
};

/** A restored cluster of ours with everything that it can have. */
export function cluster(overrides: Partial<ClusterFact> = {}): ClusterFact {
  const identifier = overrides.identifier ?? 'pilot-light-20261122-030000-abc123';
  return {
    identifier,
    arn: `arn:aws:rds:us-west-2:111111111111:cluster:${identifier}`,
    status: 'available',
    percentProgress: undefined,
    members: [{ instanceIdentifier: `${identifier}-writer`, isWriter: true }],
    dataApi: true,
    masterUsername: 'postgres',
    showsManagedPassword: false,
    deletionProtection: false,
    createdAtMs: undefined,
    subnetGroup: 'subnets',
    zones: ['us-west-2a', 'us-west-2b'],
    tags: TAGS,
    ...overrides,
  };
}

export function instance(overrides: Partial<InstanceFact> = {}): InstanceFact {
  return {
    identifier: 'pilot-light-20261122-030000-abc123-writer',
    status: 'available',
    zone: 'us-west-2a',
    tags: TAGS,
    ...overrides,
  };
}
