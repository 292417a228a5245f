/**
 * The statuses that AWS documents (Aurora User Guide, "Viewing DB cluster status" and "Viewing DB instance status in an
 * Aurora cluster"; the waiters of the SDK), and one that it does not, by what becomes of them.
 */
export const CLUSTER_STATUSES = {
  passing: [
    'backing-up',
    'backtracking',
    'brand-new-status',
    'creating',
    'failing-over',
    'maintenance',
    'migrating',
    'modifying',
    'preparing-data-migration',
    'promoting',
    'renaming',
    'resetting-master-credentials',
    'starting',
    'storage-optimization',
    'update-iam-db-auth',
    'upgrading',
  ],
  failed: [
    'cloning-failed',
    'failed',
    'inaccessible-encryption-credentials',
    'incompatible-restore',
    'migration-failed',
    'upgrade-failed',
  ],
  misconfigured: ['incompatible-parameters', 'incompatible-network', 'incompatible-option-group'],
} as const;

export const INSTANCE_STATUSES = {
  passing: [
    'backing-up',
    'brand-new-status',
    'configuring-enhanced-monitoring',
    'configuring-iam-database-auth',
    'configuring-log-exports',
    'converting-to-vpc',
    'creating',
    'maintenance',
    'modifying',
    'moving-to-vpc',
    'rebooting',
    'renaming',
    'resetting-master-credentials',
    'starting',
    'stopped',
    'stopping',
    'storage-optimization',
    'upgrading',
  ],
  failed: [
    'failed',
    'inaccessible-encryption-credentials',
    'inaccessible-encryption-credentials-recoverable',
    'incompatible-create',
    'incompatible-network',
    'incompatible-option-group',
    'incompatible-parameters',
    'incompatible-restore',
    'insufficient-capacity',
    'restore-error',
    'storage-full',
  ],
} as const;
