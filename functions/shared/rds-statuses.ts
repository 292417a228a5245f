/**
 * What may become of a cluster or an instance in a status, and who has to do something about it (Aurora User Guide,
 * "Viewing DB cluster status" and "Viewing DB instance status"). A status that is not named here, a new one too, passes.
 */
export type ClusterStanding =
  | 'available'
  /** It passes by itself. */
  | 'changing'
  | 'deleting'
  /** Somebody has to start it. */
  | 'stopped'
  /** This restore is lost; another recovery point may do. */
  | 'failed'
  /** What it was given does not fit, and would not fit another recovery point either. */
  | 'misconfigured';

const CLUSTER_STANDINGS: Readonly<Record<string, ClusterStanding>> = {
  available: 'available',
  deleting: 'deleting',
  stopped: 'stopped',
  // Its key could not be used for a while; it is started when the key can be (AWS re:Post, "inaccessible encryption state").
  'inaccessible-encryption-credentials-recoverable': 'stopped',
  // After seven days without the key only a restore helps (same page).
  'inaccessible-encryption-credentials': 'failed',
  'cloning-failed': 'failed',
  failed: 'failed',
  'incompatible-restore': 'failed',
  'migration-failed': 'failed',
  'upgrade-failed': 'failed',
};

export function clusterStanding(status: string): ClusterStanding {
  return CLUSTER_STANDINGS[status] ?? (status.startsWith('incompatible-') ? 'misconfigured' : 'changing');
}

/** Whether the cluster does not come back unless somebody helps, or at all. */
export function isFailedCluster(status: string): boolean {
  const standing = clusterStanding(status);
  return standing === 'failed' || standing === 'misconfigured';
}

export type InstanceStanding = 'available' | 'changing' | 'deleting' | 'failed';

const INSTANCE_STANDINGS: Readonly<Record<string, InstanceStanding>> = {
  available: 'available',
  deleting: 'deleting',
  'delete-precheck': 'deleting',
  failed: 'failed',
  'inaccessible-encryption-credentials': 'failed',
  'inaccessible-encryption-credentials-recoverable': 'failed',
  // It can only be deleted and made again (RDS User Guide, "Amazon RDS insufficient DB instance capacity").
  'insufficient-capacity': 'failed',
  'restore-error': 'failed',
  'storage-full': 'failed',
};

/** One that is stopped starts with its cluster: it is no failure. */
export function instanceStanding(status: string): InstanceStanding {
  return INSTANCE_STANDINGS[status] ?? (status.startsWith('incompatible-') ? 'failed' : 'changing');
}

export function isFailedInstance(status: string): boolean {
  return instanceStanding(status) === 'failed';
}
