import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { type Environment, TOLD_KEYS } from '../../../functions/keepRecoveryPointObjective/contract';
import { backupRules } from '../../config/backup-rules';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { NO_RESOURCE_TYPE } from '../../permissions/reasons';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface KeeperResources extends RecoveryResources {
  readonly topic: ITopic;
  readonly intervalMinutes: number;
}

export class KeepRecoveryPointObjective extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: KeeperResources) {
    const { config, lockTable, topic, intervalMinutes } = resources;
    const names = namesOf(config);
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      LOCK_TABLE_NAME: lockTable.tableName,
      TOPIC_ARN: topic.topicArn,
      PRIMARY_REGION: config.primaryRegion,
      PRIMARY_VAULT_NAME: names.primaryVault,
      STANDBY_VAULT_NAME: names.standbyVault,
      STANDBY_VAULT_ARN: names.standbyVaultArn,
      SOURCE_CLUSTER_ARN: names.primaryClusterArn,
      MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
      BACKUP_ROLE_ARN: names.backupRoleArn,
      RPO_MINUTES: String(config.objectives.rpoMinutes),
      BACKUP_SCHEDULES: JSON.stringify(backupRules(config).map(({ schedule }) => schedule)),
      INTERVAL_MINUTES: String(intervalMinutes),
      MARGIN_MINUTES: String(config.freshness.marginMinutes),
      RETENTION_DAYS: String(config.freshness.retentionDays),
      COPIES_AT_A_TIME: String(config.freshness.copiesAtATime),
    };
    super(scope, id, {
      resources,
      folder: 'keepRecoveryPointObjective',
      description: 'Starts backups and copies where the plan alone would let the objective pass',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn, names.standbyVaultArn])
      .allow(['backup:ListBackupJobs', 'backup:ListCopyJobs'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(['backup:StartBackupJob'], [names.primaryVaultArn])
      .allow(['backup:StartCopyJob'], [arnsOf(config, config.primaryRegion).backups])
      .allow(['iam:PassRole'], [names.backupRoleArn], {
        StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
      })
      .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [...TOLD_KEYS] },
      })
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers])
      .allow(['sns:Publish'], [topic.topicArn]);
  }
}
