import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/assessBackupFailure/contract';
import { backupIntervalMinutes, backupRules } from '../../backup-rules';
import type { Config } from '../../config';
import { backupAlarmPrefixes, namesOf } from '../../names';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function assessBackupFailure(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, lockTable } = resources;
  const { account, region } = Stack.of(scope);
  const names = namesOf(config);
  const assessBackupFailure = new RecoveryFunction(scope, {
    resources,
    folder: 'assessBackupFailure',
    description: 'Says what a failed backup or copy exposes, and starts a repair where that is configured',
    environment: { ...environmentOf(config, lockTable.tableName) },
    timeoutSeconds: 60,
  })
    .allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn, names.standbyVaultArn])
    // Lists of jobs have no resource types (Service Authorization Reference, AWS Backup).
    .allow(['backup:ListBackupJobs', 'backup:ListCopyJobs'], ['*'])
    // A list by prefix is asked of every alarm.
    .allow(['cloudwatch:DescribeAlarms'], [`arn:aws:cloudwatch:${region}:${account}:alarm:*`])
    .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['backup-incident#*'] },
    })
    .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS);
  if (config.backupFailure.repairFrom === 'never') return assessBackupFailure;
  return (
    assessBackupFailure
      .allow(['backup:StartBackupJob'], [names.primaryVaultArn])
      // AWS Backup names the snapshots after its jobs.
      .allow(['backup:StartCopyJob'], [`arn:aws:rds:${config.primaryRegion}:${account}:cluster-snapshot:awsbackup:*`])
      .allow(['iam:PassRole'], [names.backupRoleArn], {
        StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
      })
  );
}

function environmentOf(config: Config, lockTableName: string): z.input<typeof Environment> {
  const names = namesOf(config);
  return {
    WORKLOAD_NAME: config.name,
    LOCK_TABLE_NAME: lockTableName,
    PRIMARY_REGION: config.primaryRegion,
    PRIMARY_VAULT_NAME: names.primaryVault,
    STANDBY_VAULT_NAME: names.standbyVault,
    STANDBY_VAULT_ARN: names.standbyVaultArn,
    SOURCE_CLUSTER_ARN: names.primaryClusterArn,
    MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
    BACKUP_ROLE_ARN: names.backupRoleArn,
    RPO_MINUTES: String(config.objectives.rpoMinutes),
    BACKUP_INTERVAL_MINUTES: String(backupIntervalMinutes(config)),
    RETENTION_DAYS: String(config.backup.retentionDays),
    STANDBY_RETENTION_DAYS: String(hourlyCopyDays(config)),
    WINDOW_MINUTES: String(config.backupFailure.windowMinutes),
    REPAIR_FROM: config.backupFailure.repairFrom,
    ALARM_PREFIXES: backupAlarmPrefixes(config).join(','),
    RUNBOOK: 'docs/RUNBOOK_DR.md, section: A backup or a copy failed',
  };
}

/** A repair makes good what the hourly rule would have made. */
function hourlyCopyDays(config: Config): number {
  return backupRules(config)[0].copyRetentionDays;
}
