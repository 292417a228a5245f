/** What an error of RestoreDBClusterFromSnapshot, CreateDBInstance and the calls after them means for the restore. */
export type RdsErrorMeaning = 'exists' | 'rejectCandidate' | 'notYet' | 'noCapacity' | 'quota' | 'unknown';

/** By the name of the error shape (RDS API model): the SDK uses it even where the wire code is another. */
const JUDGEMENTS: Readonly<Record<string, RdsErrorMeaning>> = {
  DBClusterAlreadyExistsFault: 'exists',
  DBInstanceAlreadyExistsFault: 'exists',

  DBClusterSnapshotNotFoundFault: 'rejectCandidate',
  DBSnapshotNotFoundFault: 'rejectCandidate',
  InvalidRestoreFault: 'rejectCandidate',
  KMSKeyNotAccessibleFault: 'rejectCandidate',

  InvalidDBClusterSnapshotStateFault: 'notYet',
  InvalidDBSnapshotStateFault: 'notYet',
  InvalidDBClusterStateFault: 'notYet',
  InvalidDBInstanceStateFault: 'notYet',
  InvalidResourceStateFault: 'notYet',

  InsufficientDBClusterCapacityFault: 'noCapacity',
  InsufficientStorageClusterCapacityFault: 'noCapacity',
  InsufficientDBInstanceCapacityFault: 'noCapacity',

  DBClusterQuotaExceededFault: 'quota',
  InstanceQuotaExceededFault: 'quota',
  StorageQuotaExceededFault: 'quota',
};

export function judgeError(error: unknown): RdsErrorMeaning {
  return error instanceof Error ? (JUDGEMENTS[error.name] ?? 'unknown') : 'unknown';
}
