import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/assessBackupFailure/contract';
import { backupIntervalMinutes, backupRules } from '../../config/backup-rules';
import type { Config } from '../../config/schema';
import { backupAlarmPrefixes, namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { NO_RESOURCE_TYPE } from '../../permissions/reasons';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

const ALARMS_BY_PREFIX =
  'Reading only. Alarms are asked for by the beginning of their names, and CloudWatch allows that list to a role that ' +
  'may describe all alarms of the region (CloudWatch API Reference, DescribeAlarms).';

export class AssessBackupFailure extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    const names = namesOf(config);
    super(scope, id, {
      resources,
      folder: 'assessBackupFailure',
      description: 'Says what a failed backup or copy exposes, and starts a repair where that is configured',
      environment: { ...environmentOf(config, lockTable.tableName) },
      // A dozen calls, each of which may take eight seconds.
      timeoutSeconds: 120,
    });
    this.allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn, names.standbyVaultArn])
      .allow(['backup:ListBackupJobs', 'backup:ListCopyJobs'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(['cloudwatch:DescribeAlarms'], [wildcard(arnsOf(config).alarm('*'), ALARMS_BY_PREFIX)])
      .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn], {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['backup-incident#*'] },
      })
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers, arnsOf(config).backupIncidents]);
    if (config.backupFailure.repairFrom === 'never') return;
    this.allow(['backup:StartBackupJob'], [names.primaryVaultArn])
      .allow(['backup:StartCopyJob'], [arnsOf(config, config.primaryRegion).backups])
      .allow(['iam:PassRole'], [names.backupRoleArn], {
        StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
      });
  }
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
    BACKUP_SCHEDULES: JSON.stringify(backupRules(config).map(({ schedule }) => schedule)),
    COPIES_AT_A_TIME: String(config.freshness.copiesAtATime),
    HAS_KEEPER: config.freshness.keeper ? 'true' : 'false',
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
