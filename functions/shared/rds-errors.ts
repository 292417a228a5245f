/** What an error of RDS means for a restore, a promotion or a removal that is under way. */
export type RdsErrorMeaning =
  /** What was asked for is there. */
  | 'exists'
  /** What it was asked for is not there any more: look again. */
  | 'gone'
  /** This recovery point cannot be restored. */
  | 'rejectCandidate'
  /** The same call succeeds when something else is done. */
  | 'notYet'
  | 'noCapacity'
  /** A grant takes moments until it is seen everywhere; after minutes the key is not usable. */
  | 'keyNotAccessible'
  | 'quota'
  /** What the call names is missing or does not fit, whichever recovery point it is. */
  | 'setup'
  | 'unknown';

/** By the name of the error shape (RDS API model): the SDK uses it even where the wire code is another. */
const NAMES: Readonly<Record<Exclude<RdsErrorMeaning, 'unknown'>, readonly string[]>> = {
  exists: ['DBClusterAlreadyExistsFault', 'DBInstanceAlreadyExistsFault'],
  gone: ['DBClusterNotFoundFault', 'DBInstanceNotFoundFault', 'GlobalClusterNotFoundFault', 'ResourceNotFoundFault'],
  rejectCandidate: ['DBClusterSnapshotNotFoundFault', 'DBSnapshotNotFoundFault', 'InvalidRestoreFault'],
  notYet: [
    'InvalidDBClusterSnapshotStateFault',
    'InvalidDBClusterStateFault',
    'InvalidDBInstanceStateFault',
    'InvalidDBSecurityGroupStateFault',
    'InvalidDBShardGroupStateFault',
    'InvalidDBSnapshotStateFault',
    'InvalidDBSubnetGroupStateFault',
    'InvalidGlobalClusterStateFault',
    'InvalidResourceStateFault',
  ],
  noCapacity: [
    'InsufficientDBClusterCapacityFault',
    'InsufficientDBInstanceCapacityFault',
    'InsufficientStorageClusterCapacityFault',
    'ProvisionedIopsNotAvailableInAZFault',
  ],
  keyNotAccessible: ['KMSKeyNotAccessibleFault'],
  quota: [
    'DBClusterAutomatedBackupQuotaExceededFault',
    'DBClusterQuotaExceededFault',
    'DBClusterRoleQuotaExceededFault',
    'DBInstanceAutomatedBackupQuotaExceededFault',
    'InstanceQuotaExceededFault',
    'SnapshotQuotaExceededFault',
    'StorageQuotaExceededFault',
    'TenantDatabaseQuotaExceededFault',
  ],
  setup: [
    'AuthorizationNotFoundFault',
    'BackupPolicyNotFoundFault',
    'CertificateNotFoundFault',
    'DBCapacityReservationNotFoundFault',
    'DBClusterParameterGroupNotFoundFault',
    'DBClusterSnapshotAlreadyExistsFault',
    'DBParameterGroupNotFoundFault',
    'DBSecurityGroupNotFoundFault',
    'DBSnapshotAlreadyExistsFault',
    'DBSubnetGroupDoesNotCoverEnoughAZs',
    'DBSubnetGroupNotFoundFault',
    'DomainNotFoundFault',
    'InvalidDBCapacityReservationStateFault',
    'InvalidSubnet',
    'InvalidVPCNetworkStateFault',
    'NetworkTypeNotSupported',
    'OptionGroupNotFoundFault',
    'StorageTypeNotAvailableFault',
    'StorageTypeNotSupportedFault',
    'VpcEncryptionControlViolationException',
  ],
};

const MEANINGS: ReadonlyMap<string, RdsErrorMeaning> = new Map(
  Object.entries(NAMES).flatMap(([meaning, names]) => names.map((name) => [name, meaning as RdsErrorMeaning])),
);

export function judgeError(error: unknown): RdsErrorMeaning {
  return error instanceof Error ? (MEANINGS.get(error.name) ?? 'unknown') : 'unknown';
}
