import type {
  BackupJob as BackupJobDescription,
  CopyJob as CopyJobDescription,
  DescribeBackupVaultOutput,
  RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import type { World } from '../../world';
import {
  type BackupJob,
  type ContinuousPoint,
  type CopyJob,
  type RecoveryPoint,
  RESOURCE_TYPE,
  type Vault,
} from './model';
import { expiryOf } from './vaults';

export function describeRecoveryPoint(recoveryPoint: RecoveryPoint): RecoveryPointByBackupVault {
  const deleteAt = expiryOf(recoveryPoint);
  return {
    RecoveryPointArn: recoveryPoint.arn,
    BackupVaultName: recoveryPoint.vaultName,
    BackupVaultArn: recoveryPoint.vaultArn,
    SourceBackupVaultArn: recoveryPoint.sourceVaultArn,
    ResourceArn: recoveryPoint.resourceArn,
    ResourceType: RESOURCE_TYPE,
    ResourceName: recoveryPoint.resourceName,
    CreatedBy: recoveryPoint.createdBy,
    IamRoleArn: recoveryPoint.roleArn,
    Status: recoveryPoint.status,
    CreationDate: recoveryPoint.createdAt,
    InitiationDate: recoveryPoint.initiatedAt,
    CompletionDate: recoveryPoint.completedAt,
    Lifecycle: recoveryPoint.lifecycle,
    CalculatedLifecycle: deleteAt === undefined ? undefined : { DeleteAt: deleteAt },
    EncryptionKeyArn: recoveryPoint.kmsKeyArn,
    IsEncrypted: recoveryPoint.kmsKeyArn !== undefined,
    IsParent: false,
    VaultType: 'BACKUP_VAULT',
  };
}

export function describeContinuousPoint(point: ContinuousPoint): RecoveryPointByBackupVault {
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: point.vaultName,
    BackupVaultArn: point.vaultArn,
    ResourceArn: point.resourceArn,
    ResourceType: RESOURCE_TYPE,
    ResourceName: point.resourceName,
    CreatedBy: point.createdBy,
    IamRoleArn: point.roleArn,
    Status: 'AVAILABLE',
    CreationDate: point.createdAt,
    InitiationDate: point.createdAt,
    Lifecycle: point.lifecycle,
    EncryptionKeyArn: point.kmsKeyArn,
    IsEncrypted: point.kmsKeyArn !== undefined,
    IsParent: false,
    VaultType: 'BACKUP_VAULT',
  };
}

export function describeVault(vault: Vault): DescribeBackupVaultOutput {
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vault.arn,
    VaultType: 'BACKUP_VAULT',
    EncryptionKeyArn: vault.kmsKeyArn,
    CreationDate: vault.createdAt,
    NumberOfRecoveryPoints: vault.recoveryPoints.size + vault.continuous.size,
    Locked: vault.lock !== undefined,
    MinRetentionDays: vault.lock?.MinRetentionDays,
    MaxRetentionDays: vault.lock?.MaxRetentionDays,
  };
}

export function describeBackupJob(world: World, job: BackupJob): BackupJobDescription {
  return {
    AccountId: world.accountId,
    BackupJobId: job.id,
    BackupVaultName: job.vault.name,
    BackupVaultArn: job.vault.arn,
    RecoveryPointArn: job.recoveryPointArn,
    RecoveryPointLifecycle: job.lifecycle,
    ResourceArn: job.resourceArn,
    ResourceType: RESOURCE_TYPE,
    IamRoleArn: job.roleArn,
    CreatedBy: job.createdBy,
    State: job.state,
    StatusMessage: job.statusMessage,
    PercentDone: job.state === 'COMPLETED' ? '100.0' : '0.0',
    CreationDate: job.createdAt,
    InitiationDate: job.createdAt,
    StartBy: job.startBy,
    CompletionDate: job.completedAt,
    IsParent: false,
  };
}

export function describeCopyJob(world: World, job: CopyJob): CopyJobDescription {
  return {
    AccountId: world.accountId,
    CopyJobId: job.id,
    SourceBackupVaultArn: job.sourceVault.arn,
    SourceRecoveryPointArn: job.source.continuousArn ?? job.source.arn,
    DestinationBackupVaultArn: job.destinationVaultArn,
    DestinationRecoveryPointArn: job.destination?.arn,
    DestinationRecoveryPointLifecycle: job.lifecycle,
    ResourceArn: job.source.resourceArn,
    ResourceType: RESOURCE_TYPE,
    ResourceName: job.source.resourceName,
    IamRoleArn: job.roleArn,
    CreatedBy: job.createdBy,
    CreatedByBackupJobId: job.createdByBackupJobId,
    State: job.state,
    StatusMessage: job.statusMessage,
    CreationDate: job.createdAt,
    CompletionDate: job.completedAt,
    IsParent: false,
  };
}
