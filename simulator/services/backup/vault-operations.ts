import type * as client from '@aws-sdk/client-backup';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { onlyModelled } from '../rds/arguments';
import { describeContinuousPoint, describeRecoveryPoint, describeVault } from './describe';
import { between, isWanted, pageOf, shuffled } from './list-pages';
import { type ContinuousPoint, type RecoveryPoint, RESOURCE_TYPE } from './model';
import { checkVaultPolicy } from './vault-policy';
import type { Vaults } from './vaults';

export function vaultOperations(region: Region, vaults: Vaults): Operations<typeof client> {
  return {
    ListRecoveryPointsByBackupVault: {
      access: (input) => [
        { action: 'backup:ListRecoveryPointsByBackupVault', resource: vaults.arn(input.BackupVaultName ?? '*') },
      ],
      handle(input) {
        onlyModelled('backup:ListRecoveryPointsByBackupVault', input, [
          'BackupVaultName',
          'NextToken',
          'MaxResults',
          'ByResourceArn',
          'ByResourceType',
          'ByBackupPlanId',
          'ByCreatedBefore',
          'ByCreatedAfter',
        ]);
        const vault = vaults.get(required('BackupVaultName', input.BackupVaultName));
        const isCreated = between(input.ByCreatedAfter, input.ByCreatedBefore);
        const wanted = [...vault.recoveryPoints.values()].filter(
          (recoveryPoint) =>
            isCreated(recoveryPoint.createdAt) &&
            isWanted(recoveryPoint.resourceArn, input.ByResourceArn) &&
            isWanted(RESOURCE_TYPE, input.ByResourceType) &&
            isWanted(recoveryPoint.createdBy?.BackupPlanId, input.ByBackupPlanId),
        );
        const continuous = [...vault.continuous.values()].filter(
          (point) =>
            isCreated(point.createdAt) &&
            isWanted(point.resourceArn, input.ByResourceArn) &&
            isWanted(RESOURCE_TYPE, input.ByResourceType) &&
            isWanted(point.createdBy?.BackupPlanId, input.ByBackupPlanId),
        );
        const { items, NextToken } = pageOf(
          shuffled<RecoveryPoint | ContinuousPoint>([...wanted, ...continuous], ({ arn }) => arn),
          input,
        );
        return {
          RecoveryPoints: items.map((point) =>
            'snapshot' in point ? describeRecoveryPoint(point) : describeContinuousPoint(point),
          ),
          NextToken,
        };
      },
    },
    DescribeRecoveryPoint: {
      access: (input) => [{ action: 'backup:DescribeRecoveryPoint', resource: input.RecoveryPointArn ?? '*' }],
      handle(input) {
        const vaultName = required('BackupVaultName', input.BackupVaultName);
        const arn = required('RecoveryPointArn', input.RecoveryPointArn);
        const continuous = vaults.continuousPoint(vaultName, arn);
        if (continuous !== undefined) return { ...describeContinuousPoint(continuous), StorageClass: 'WARM' };
        const recoveryPoint = vaults.recoveryPoint(vaultName, arn);
        return { ...describeRecoveryPoint(recoveryPoint), StorageClass: 'WARM' };
      },
    },
    DeleteRecoveryPoint: {
      access: (input) => [{ action: 'backup:DeleteRecoveryPoint', resource: input.RecoveryPointArn ?? '*' }],
      async handle(input, { caller }) {
        const vaultName = required('BackupVaultName', input.BackupVaultName);
        const arn = required('RecoveryPointArn', input.RecoveryPointArn);
        checkVaultPolicy(region.world, vaults.get(vaultName), caller, {
          action: 'backup:DeleteRecoveryPoint',
          resource: arn,
        });
        if (vaults.continuousPoint(vaultName, arn) !== undefined)
          throw notModelled('Deleting a continuous recovery point');
        const recoveryPoint = vaults.recoveryPoint(vaultName, required('RecoveryPointArn', input.RecoveryPointArn));
        if (vaults.get(vaultName).lock !== undefined) {
          throw new AwsError(
            'InvalidRequestException',
            `Backup vault ${vaultName} is locked: its recovery points cannot be deleted.`,
          );
        }
        await vaults.delete(recoveryPoint);
        return {};
      },
    },
    DeleteBackupVaultAccessPolicy: {
      access: (input) => [
        { action: 'backup:DeleteBackupVaultAccessPolicy', resource: vaults.arn(input.BackupVaultName ?? '*') },
      ],
      handle(input, { caller }) {
        const vault = vaults.get(required('BackupVaultName', input.BackupVaultName));
        const access = { action: 'backup:DeleteBackupVaultAccessPolicy', resource: vault.arn };
        checkVaultPolicy(region.world, vault, caller, access);
        vault.accessPolicy = undefined;
        return {};
      },
    },
    DescribeBackupVault: {
      access: (input) => [{ action: 'backup:DescribeBackupVault', resource: vaults.arn(input.BackupVaultName ?? '*') }],
      handle(input) {
        onlyModelled('backup:DescribeBackupVault', input, ['BackupVaultName']);
        return describeVault(vaults.get(required('BackupVaultName', input.BackupVaultName)));
      },
    },
    GetBackupPlan: {
      access: (input) => [
        { action: 'backup:GetBackupPlan', resource: region.backup.plans.all.get(input.BackupPlanId ?? '')?.arn ?? '*' },
      ],
      handle(input) {
        onlyModelled('backup:GetBackupPlan', input, ['BackupPlanId']);
        const plan = region.backup.plans.get(required('BackupPlanId', input.BackupPlanId));
        return {
          BackupPlanId: plan.id,
          BackupPlanArn: plan.arn,
          VersionId: plan.versionId,
          CreationDate: plan.createdAt,
          LastExecutionDate: plan.lastExecutedAt,
          BackupPlan: {
            BackupPlanName: plan.name,
            Rules: plan.rules.map((rule) => ({
              RuleId: rule.id,
              RuleName: rule.name,
              TargetBackupVaultName: rule.vaultName,
              ScheduleExpression: rule.schedule,
              ScheduleExpressionTimezone: 'Etc/UTC',
              StartWindowMinutes: rule.startWindowMinutes,
              CompletionWindowMinutes: rule.completionWindowMinutes,
              Lifecycle: rule.lifecycle,
              CopyActions: rule.copyActions.map((action) => ({ ...action })),
              RecoveryPointTags: rule.recoveryPointTags,
              EnableContinuousBackup: rule.continuous,
            })),
          },
        };
      },
    },
  };
}

export function required<T>(parameter: string, value: T | undefined): T {
  if (value !== undefined && value !== '') return value;
  throw new AwsError('MissingParameterValueException', `Missing required parameter: ${parameter}`);
}
