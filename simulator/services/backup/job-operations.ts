import type * as client from '@aws-sdk/client-backup';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { onlyModelled } from '../rds/arguments';
import { describeBackupJob, describeCopyJob } from './describe';
import { between, isWanted, pageOf, shuffled } from './list-pages';
import { RESOURCE_TYPE } from './model';
import { required } from './vault-operations';

/** How long a start with the same token is the same start is not documented; here it is for ever. */
type Remembered = Map<string, string>;

export function jobOperations(region: Region): Operations<typeof client> {
  const backupTokens: Remembered = new Map();
  const copyTokens: Remembered = new Map();
  return {
    StartBackupJob: {
      access: (input) => [
        { action: 'backup:StartBackupJob', resource: region.backup.vaults.arn(input.BackupVaultName ?? '*') },
        ...passRole(input.IamRoleArn),
      ],
      handle(input) {
        onlyModelled('backup:StartBackupJob', input, [
          'BackupVaultName',
          'ResourceArn',
          'IamRoleArn',
          'IdempotencyToken',
          'StartWindowMinutes',
          'CompleteWindowMinutes',
          'Lifecycle',
          'RecoveryPointTags',
        ]);
        if ((input.StartWindowMinutes ?? 60) < 60) {
          throw new AwsError('InvalidParameterValueException', 'StartWindowMinutes: write a number of at least 60');
        }
        const vault = region.backup.vaults.get(required('BackupVaultName', input.BackupVaultName));
        const resourceArn = required('ResourceArn', input.ResourceArn);
        if (region.rds.clusters.find(resourceArn)?.arn !== resourceArn) {
          throw new AwsError('ResourceNotFoundException', `Resource ${resourceArn} can't be found.`);
        }
        const known = region.backup.backupJobs.all.get(backupTokens.get(input.IdempotencyToken ?? '') ?? '');
        const job =
          known ??
          region.backup.backupJobs.start({
            vault,
            resourceArn,
            roleArn: required('IamRoleArn', input.IamRoleArn),
            lifecycle: input.Lifecycle && { DeleteAfterDays: input.Lifecycle.DeleteAfterDays },
            recoveryPointTags: input.RecoveryPointTags,
            startWindowMinutes: input.StartWindowMinutes,
            completionWindowMinutes: input.CompleteWindowMinutes,
          });
        if (input.IdempotencyToken !== undefined) backupTokens.set(input.IdempotencyToken, job.id);
        return { BackupJobId: job.id, CreationDate: job.createdAt, IsParent: false };
      },
    },
    StartCopyJob: {
      access: (input) => [
        { action: 'backup:StartCopyJob', resource: input.RecoveryPointArn ?? '*' },
        ...passRole(input.IamRoleArn),
      ],
      handle(input) {
        onlyModelled('backup:StartCopyJob', input, [
          'RecoveryPointArn',
          'SourceBackupVaultName',
          'DestinationBackupVaultArn',
          'IamRoleArn',
          'IdempotencyToken',
          'Lifecycle',
        ]);
        const sourceVault = region.backup.vaults.get(required('SourceBackupVaultName', input.SourceBackupVaultName));
        const sourceArn = required('RecoveryPointArn', input.RecoveryPointArn);
        if (region.backup.vaults.continuousPoint(sourceVault.name, sourceArn) !== undefined) {
          throw new AwsError(
            'InvalidRequestException',
            `Recovery point ${sourceArn}: continuous backups can't be copied on demand.`,
          );
        }
        const source = region.backup.vaults.recoveryPoint(sourceVault.name, sourceArn);
        if (source.status !== 'COMPLETED') {
          throw new AwsError(
            'InvalidRequestException',
            `Recovery point ${source.arn} can't be copied in status ${source.status}.`,
          );
        }
        const known = region.backup.copyJobs.all.get(copyTokens.get(input.IdempotencyToken ?? '') ?? '');
        const job =
          known ??
          region.backup.copyJobs.start({
            sourceVault,
            source,
            destinationVaultArn: required('DestinationBackupVaultArn', input.DestinationBackupVaultArn),
            roleArn: required('IamRoleArn', input.IamRoleArn),
            lifecycle: input.Lifecycle && { DeleteAfterDays: input.Lifecycle.DeleteAfterDays },
          });
        if (input.IdempotencyToken !== undefined) copyTokens.set(input.IdempotencyToken, job.id);
        return { CopyJobId: job.id, CreationDate: job.createdAt, IsParent: false };
      },
    },
    DescribeBackupJob: {
      access: () => [{ action: 'backup:DescribeBackupJob', resource: '*' }],
      handle(input) {
        const job = region.backup.backupJobs.all.get(required('BackupJobId', input.BackupJobId));
        if (job === undefined) throw notFound('Backup job', input.BackupJobId);
        return describeBackupJob(region.world, job);
      },
    },
    DescribeCopyJob: {
      access: () => [{ action: 'backup:DescribeCopyJob', resource: '*' }],
      handle(input) {
        const job = region.backup.copyJobs.all.get(required('CopyJobId', input.CopyJobId));
        if (job === undefined) throw notFound('Copy job', input.CopyJobId);
        return { CopyJob: describeCopyJob(region.world, job) };
      },
    },
    ListBackupJobs: {
      access: () => [{ action: 'backup:ListBackupJobs', resource: '*' }],
      handle(input) {
        if (input.ByParentJobId !== undefined || input.ByMessageCategory !== undefined) {
          throw notModelled('backup:ListBackupJobs with ByParentJobId or ByMessageCategory');
        }
        const isCreated = between(input.ByCreatedAfter, input.ByCreatedBefore);
        const isCompleted = between(input.ByCompleteAfter, input.ByCompleteBefore);
        const wanted = region.backup.backupJobs.log
          .after(input.ByCreatedAfter)
          .filter(
            (job) =>
              isWanted(job.resourceArn, input.ByResourceArn) &&
              isWanted(job.state, input.ByState) &&
              isWanted(job.vault.name, input.ByBackupVaultName) &&
              isWanted(RESOURCE_TYPE, input.ByResourceType) &&
              isWanted(region.world.accountId, input.ByAccountId) &&
              isCreated(job.createdAt) &&
              isCompleted(job.completedAt),
          );
        const { items, NextToken } = pageOf(
          shuffled(wanted, (job) => job.id),
          input,
        );
        return { BackupJobs: items.map((job) => describeBackupJob(region.world, job)), NextToken };
      },
    },
    ListCopyJobs: {
      access: () => [{ action: 'backup:ListCopyJobs', resource: '*' }],
      handle(input) {
        if (input.ByParentJobId !== undefined || input.ByMessageCategory !== undefined) {
          throw notModelled('backup:ListCopyJobs with ByParentJobId or ByMessageCategory');
        }
        const isCreated = between(input.ByCreatedAfter, input.ByCreatedBefore);
        const isCompleted = between(input.ByCompleteAfter, input.ByCompleteBefore);
        const wanted = region.backup.copyJobs.log
          .after(input.ByCreatedAfter)
          .filter(
            (job) =>
              isWanted(job.source.resourceArn, input.ByResourceArn) &&
              isWanted(job.state, input.ByState) &&
              isWanted(job.destinationVaultArn, input.ByDestinationVaultArn) &&
              isWanted(job.source.continuousArn ?? job.source.arn, input.BySourceRecoveryPointArn) &&
              isWanted(RESOURCE_TYPE, input.ByResourceType) &&
              isWanted(region.world.accountId, input.ByAccountId) &&
              isCreated(job.createdAt) &&
              isCompleted(job.completedAt),
          );
        const { items, NextToken } = pageOf(
          shuffled(wanted, (job) => job.id),
          input,
        );
        return { CopyJobs: items.map((job) => describeCopyJob(region.world, job)), NextToken };
      },
    },
    PutRestoreValidationResult: {
      access: () => [{ action: 'backup:PutRestoreValidationResult', resource: '*' }],
      handle(input) {
        region.backup.restoreTests.validate(input);
        return {};
      },
    },
  };
}

function passRole(roleArn: string | undefined): readonly Access[] {
  return [
    {
      action: 'iam:PassRole',
      resource: roleArn ?? '*',
      conditions: { 'iam:PassedToService': 'backup.amazonaws.com' },
    },
  ];
}

function notFound(what: string, id: string | undefined): AwsError {
  return new AwsError('ResourceNotFoundException', `${what} ${id ?? ''} can't be found.`);
}
