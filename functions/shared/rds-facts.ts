import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { isNamed } from './aws-errors';
import type { MemberFact } from './cluster-members';
import { InvariantViolationError } from './errors';

/** A cluster as the functions see it. */
export interface ClusterFact {
  readonly identifier: string;
  readonly arn: string;
  readonly status: string;
  readonly percentProgress: number | undefined;
  readonly members: readonly { readonly instanceIdentifier: string; readonly isWriter: boolean }[];
  readonly dataApi: boolean;
  readonly masterUsername: string | undefined;
  /** Whether RDS shows a secret in which it keeps the master password: of a restored cluster perhaps its source's. */
  readonly showsManagedPassword: boolean;
  readonly deletionProtection: boolean;
  readonly createdAtMs: number | undefined;
  readonly subnetGroup: string | undefined;
  /** Where its instances can be. */
  readonly zones: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface InstanceFact {
  readonly identifier: string;
  readonly status: string;
  readonly zone: string | undefined;
  readonly instanceClass?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A region has 40 clusters unless its quota was raised (Aurora User Guide, "Quotas"). */
const MOST_PAGES = 50;

export async function describeCluster(rds: RDSClient, identifier: string): Promise<ClusterFact | undefined> {
  try {
    const answer = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }));
    return answer.DBClusters?.map(toClusterFact)[0];
  } catch (error) {
    if (isNamed(error, 'DBClusterNotFoundFault')) return undefined;
    throw error;
  }
}

/** Every cluster whose identifier begins with `prefix`. */
export async function listClusters(rds: RDSClient, prefix: string): Promise<readonly ClusterFact[]> {
  const found: ClusterFact[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await rds.send(new DescribeDBClustersCommand({ Marker: marker }));
    const clusters = (answer.DBClusters ?? []).map(toClusterFact);
    found.push(...clusters.filter((cluster) => cluster.identifier.startsWith(prefix)));
    marker = answer.Marker;
    if (!marker) return found;
  }
  throw new InvariantViolationError(`RDS lists more than ${MOST_PAGES} pages of clusters`);
}

export async function describeInstance(rds: RDSClient, identifier: string): Promise<InstanceFact | undefined> {
  try {
    const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }));
    return answer.DBInstances?.map(toInstanceFact)[0];
  } catch (error) {
    if (isNamed(error, 'DBInstanceNotFoundFault')) return undefined;
    throw error;
  }
}

/** Its instances, each asked for by its identifier: one that has gone meanwhile is `unknown`. */
export async function describeMembers(rds: RDSClient, { members }: ClusterFact): Promise<readonly MemberFact[]> {
  return await Promise.all(
    members.map(async ({ instanceIdentifier: identifier, isWriter }) => {
      const found = await describeInstance(rds, identifier);
      const { zone = 'unknown', status = 'unknown', instanceClass = 'db.serverless' } = found ?? {};
      return { identifier, isWriter, zone, status, instanceClass };
    }),
  );
}

/** The zones in which an instance of the cluster can be made: those of its subnets, as far as the cluster has them. */
export async function zonesForInstances(rds: RDSClient, cluster: ClusterFact): Promise<readonly string[]> {
  if (cluster.subnetGroup === undefined) return cluster.zones;
  const answer = await rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: cluster.subnetGroup }));
  const subnets = answer.DBSubnetGroups?.[0]?.Subnets ?? [];
  const zones = new Set(subnets.flatMap(({ SubnetAvailabilityZone }) => SubnetAvailabilityZone?.Name ?? []));
  const both = cluster.zones.filter((zone) => zones.has(zone));
  return both.length > 0 ? both : [...zones];
}

function toClusterFact(cluster: DBCluster): ClusterFact {
  const { DBClusterIdentifier: identifier, DBClusterArn: arn, Status: status } = cluster;
  if (identifier === undefined || arn === undefined || status === undefined) {
    throw new InvariantViolationError('RDS described a cluster without identifier, ARN or status');
  }
  const progress = cluster.PercentProgress === undefined ? Number.NaN : Number(cluster.PercentProgress);
  return {
    identifier,
    arn,
    status,
    percentProgress: Number.isNaN(progress) ? undefined : progress,
    members: (cluster.DBClusterMembers ?? []).map((member) => ({
      instanceIdentifier: member.DBInstanceIdentifier ?? '',
      isWriter: member.IsClusterWriter ?? false,
    })),
    dataApi: cluster.HttpEndpointEnabled ?? false,
    masterUsername: cluster.MasterUsername,
    showsManagedPassword: cluster.MasterUserSecret !== undefined,
    deletionProtection: cluster.DeletionProtection ?? false,
    createdAtMs: cluster.ClusterCreateTime?.getTime(),
    subnetGroup: cluster.DBSubnetGroup,
    zones: cluster.AvailabilityZones ?? [],
    tags: toTags(cluster.TagList),
  };
}

function toInstanceFact(instance: DBInstance): InstanceFact {
  const { DBInstanceIdentifier: identifier, DBInstanceStatus: status } = instance;
  if (identifier === undefined) throw new InvariantViolationError('RDS described an instance without identifier');
  const { AvailabilityZone: zone, DBInstanceClass: instanceClass, TagList } = instance;
  return { identifier, status: status ?? 'unknown', zone, instanceClass, tags: toTags(TagList) };
}

function toTags(list: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}
