/** A dependency on us-east-1 that stays in the recovery path, and why. */
export interface AcknowledgedDependency {
  /** The resource type or action, as in `Dependency.name`. */
  readonly dependency: string;
  /** Construct path, or its beginning. */
  readonly path: string;
  readonly reason: string;
}

export const ACKNOWLEDGED_DEPENDENCIES: readonly AcknowledgedDependency[] = [
  {
    dependency: 'rds:RestoreDBClusterFromSnapshot',
    path: 'PilotLightRecovery/RestoreAurora',
    reason:
      "A restored cluster's endpoints are new DNS names. A pilot light keeps no cluster running, so this cannot be done ahead; " +
      'the workload and the checks use the Data API, whose regional name exists already.',
  },
  {
    dependency: 'rds:CreateDBInstance',
    path: 'PilotLightRecovery/RestoreAurora',
    reason: 'As for the restored cluster: its writer has an endpoint of its own.',
  },
  {
    dependency: 'rds:CreateDBInstance',
    path: 'PilotLightRecovery/FailoverGlobalCluster',
    reason:
      "Only where the replica is kept headless, which a team chooses for its price: cluster.replica 'instance' has the " +
      'instance ahead of time. Nothing waits for its endpoint; SQL goes over the Data API.',
  },
  {
    dependency: 'rds:FailoverGlobalCluster',
    path: 'PilotLightRecovery/FailoverGlobalCluster',
    reason:
      'The failover itself is asked of, and done in, the region of the replica. What follows it by DNS is the global ' +
      'writer endpoint, which nothing here uses: the workload finds the cluster in its own region, over the Data API.',
  },
  {
    dependency: 'rds:RestoreDBClusterFromSnapshot',
    path: 'PilotLightRecovery/RestoreToPointInTime',
    reason:
      'No part of a failover: it repairs damaged data in the primary region, and where that does not answer says to fail over.',
  },
  {
    dependency: 'rds:RestoreDBClusterToPointInTime',
    path: 'PilotLightRecovery/RestoreToPointInTime',
    reason: 'As for a restore from a recovery point.',
  },
  {
    dependency: 'rds:CreateDBInstance',
    path: 'PilotLightRecovery/RestoreToPointInTime',
    reason: 'As for a restore from a recovery point: its writer has an endpoint of its own.',
  },
  {
    dependency: 'route53:*',
    path: 'PilotLightRecovery/UpdateRoute53',
    reason:
      "Only with traffic.mode 'records', which a team chooses where the health check cannot be used, knowing that it needs " +
      "Route 53's control plane.",
  },
  {
    dependency: 'route53:*',
    path: 'PilotLightRecovery/Readiness',
    reason:
      'No part of a failover: the hourly check reads whether the health check is on the PRIMARY record, which only ' +
      "Route 53's control plane reports. Without an answer it says that it could not be read, and checks the rest.",
  },
];

/** What a failover starts and does not wait for: it may lean on us-east-1, since nothing fails or is late without it. */
export const BESIDE_THE_PATH: readonly AcknowledgedDependency[] = [
  {
    dependency: 'AWS::ElastiCache::ServerlessCache',
    path: 'PilotLightCache/Cache',
    reason:
      "Only with workload.cache.standby 'activation', which saves the price of a cache that nobody uses: its endpoint is a new " +
      "DNS name. The workload serves without it, and the notification says so. With 'always' it stands in the standby stack.",
  },
  {
    dependency: 'elasticache:*',
    path: 'PilotLightStandby/CacheRole',
    reason: 'As for the cache itself: CloudFormation makes and removes it with this role.',
  },
  {
    dependency: 'ec2:CreateVpcEndpoint',
    path: 'PilotLightStandby/CacheRole',
    reason: 'As for the cache itself: a serverless cache is reached through a VPC endpoint, which ElastiCache makes.',
  },
  {
    dependency: 'elasticache:DeleteServerlessCache',
    path: 'PilotLightRecovery/DeployRegionStack',
    reason: 'As for the cache itself: one that its stack has lost is deleted, because it is in the way of the next.',
  },
];

/** What is no part of a failover, and has to ask the primary region; each works without its answer. */
export const WATCHERS: readonly { readonly path: string; readonly reason: string }[] = [
  {
    path: 'PilotLightRecovery/AssessBackupFailure',
    reason:
      'Backups are made in the primary region: which failed, and what may repair it, is known there. Without an answer ' +
      'the function says so, and judges by the standby vault.',
  },
  {
    path: 'PilotLightRecovery/AssessAzFailure',
    reason:
      'A failover within the primary cluster is known in its region alone: who writes, and whether it answers. No failover ' +
      'to the standby waits for it.',
  },
  {
    path: 'PilotLightRecovery/Readiness',
    reason:
      'Whether a reader could take over from the writer is known in the primary region alone. It is asked once and abandoned ' +
      'after seconds; without an answer the report says that it could not be read, and checks the rest.',
  },
  {
    path: 'PilotLightRecovery/Freshness/MeasureRecoveryPoints',
    reason:
      "The primary vault's freshness is measured beside the standby's, which is measured first. A primary that does not " +
      'answer is asked once, abandoned after seconds, and shown by the absence of its metrics.',
  },
  {
    path: 'PilotLightRecovery/Freshness/KeepRecoveryPointObjective',
    reason:
      'Backups of the primary cluster, and copies out of its region, can only be started there. No failover waits for ' +
      'them: a primary that does not answer is asked once, and the function ends by saying so.',
  },
  {
    path: 'PilotLightRecovery/RestoreToPointInTime',
    reason:
      'Damaged data is repaired where it is, in the primary region: the cluster is restored beside the live one. It is no ' +
      'part of a failover, which wins over it; without an answer it ends, and says to fail over.',
  },
  {
    path: 'PilotLightRecovery/FindMoment',
    reason:
      'When data was damaged is asked of the live cluster and of what is restored beside it, in the primary region. No failover calls it.',
  },
  {
    path: 'PilotLightRecovery/CompareData',
    reason:
      'Rows of the live cluster and of what is restored beside it are compared where they are, in the primary region. No failover calls it.',
  },
  {
    path: 'PilotLightRecovery/ApplyRows',
    reason:
      'Rows are brought back into the live cluster, in the primary region, after a person has agreed. No failover calls it.',
  },
  {
    path: 'PilotLightRecovery/CorruptionRecovery',
    reason: 'As for what it calls: by its name the machine knows an error of the primary region.',
  },
  {
    path: 'PilotLightRecovery/Dashboard',
    reason: 'Text for the reader of the dashboard; what it draws is measured in the standby region.',
  },
];

/** Whether a mention of the primary region belongs to something that watches it, and that no failover calls. */
export function watchesThePrimary(path: string): boolean {
  return WATCHERS.some((watcher) => path.startsWith(`${watcher.path}/`) || path.startsWith(`${watcher.path}.`));
}
