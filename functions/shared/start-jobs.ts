import { type BackupClient, StartBackupJobCommand, StartCopyJobCommand } from '@aws-sdk/client-backup';
import { InvariantViolationError } from './errors';
import { TAG } from './names';

/** An on-demand job. */
export interface JobRequest {
  /** The same token is the same job: asking again is asking once. */
  readonly token: string;
  readonly roleArn: string;
  readonly keepDays: number;
}

/** An hour is the shortest start window that AWS Backup takes (API Reference, StartBackupJob). */
const START_WINDOW_MINUTES = 60;

/**
 * Starts a backup of a cluster into a vault of its own region; answers the id of the job.
 * @param createdBy the function that wants it, for the tag of the recovery point
 */
export async function startBackup(
  client: BackupClient,
  { token, roleArn, keepDays }: JobRequest,
  source: { readonly clusterArn: string; readonly vaultName: string; readonly createdBy: string },
): Promise<string> {
  const { BackupJobId } = await client.send(
    new StartBackupJobCommand({
      BackupVaultName: source.vaultName,
      ResourceArn: source.clusterArn,
      IamRoleArn: roleArn,
      IdempotencyToken: token,
      StartWindowMinutes: START_WINDOW_MINUTES,
      Lifecycle: { DeleteAfterDays: keepDays },
      RecoveryPointTags: { [TAG.createdBy]: source.createdBy },
    }),
  );
  return idOf(BackupJobId, 'StartBackupJob');
}

/** Starts the copy of a recovery point into another vault; answers the id of the job. */
export async function startCopy(
  client: BackupClient,
  { token, roleArn, keepDays }: JobRequest,
  copy: { readonly recoveryPointArn: string; readonly fromVaultName: string; readonly toVaultArn: string },
): Promise<string> {
  const { CopyJobId } = await client.send(
    new StartCopyJobCommand({
      RecoveryPointArn: copy.recoveryPointArn,
      SourceBackupVaultName: copy.fromVaultName,
      DestinationBackupVaultArn: copy.toVaultArn,
      IamRoleArn: roleArn,
      IdempotencyToken: token,
      Lifecycle: { DeleteAfterDays: keepDays },
    }),
  );
  return idOf(CopyJobId, 'StartCopyJob');
}

function idOf(id: string | undefined, operation: string): string {
  if (id !== undefined) return id;
  throw new InvariantViolationError(`${operation} answered without the id of a job`);
}
