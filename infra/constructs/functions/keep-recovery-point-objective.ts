import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { type Environment, TOLD_KEY } from '../../../functions/keepRecoveryPointObjective/contract';
import { backupRules } from '../../backup-rules';
import { namesOf } from '../../names';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface KeeperResources extends RecoveryResources {
  readonly topic: ITopic;
  readonly intervalMinutes: number;
}

export function keepRecoveryPointObjective(scope: Construct, resources: KeeperResources): RecoveryFunction {
  const { config, lockTable, topic, intervalMinutes } = resources;
  const { account } = Stack.of(scope);
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
  };
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'keepRecoveryPointObjective',
      description: 'Starts backups and copies where the plan alone would let the objective pass',
      environment,
      timeoutSeconds: 60,
    })
      .allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn, names.standbyVaultArn])
      // Lists of jobs have no resource types (Service Authorization Reference, AWS Backup).
      .allow(['backup:ListBackupJobs', 'backup:ListCopyJobs'], ['*'])
      .allow(['backup:StartBackupJob'], [names.primaryVaultArn])
      // AWS Backup names the snapshots after its jobs.
      .allow(['backup:StartCopyJob'], [`arn:aws:rds:${config.primaryRegion}:${account}:cluster-snapshot:awsbackup:*`])
      .allow(['iam:PassRole'], [names.backupRoleArn], {
        StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' },
      })
      .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [TOLD_KEY] },
      })
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['sns:Publish'], [topic.topicArn])
  );
}
