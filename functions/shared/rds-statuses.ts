/**
 * Statuses from which a cluster or an instance does not come back by itself (Aurora User Guide, "Viewing DB cluster
 * status" and "Viewing DB instance status"). Every other status, a new one too, is waited for until the deadline.
 */
const FAILED_CLUSTER_STATUSES = new Set([
  'cloning-failed',
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-parameters',
  'incompatible-restore',
  'migration-failed',
  'upgrade-failed',
]);

const FAILED_INSTANCE_STATUSES = new Set([
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'insufficient-capacity',
  'restore-error',
]);

export function isFailedCluster(status: string): boolean {
  return FAILED_CLUSTER_STATUSES.has(status);
}

export function isFailedInstance(status: string): boolean {
  return FAILED_INSTANCE_STATUSES.has(status) || status.startsWith('incompatible-');
}
