import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault, type IBackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { IDatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { Config } from '../config';
import { namesOf } from '../names';

export interface BackupToStandbyProps {
  readonly config: Config;
  readonly cluster: IDatabaseCluster;
  /** The key of the cluster: its snapshots are encrypted with it, whatever the vault's key is. */
  readonly key: IKey;
}

/** Snapshots of the cluster on a schedule, each copied to the vault in the standby region. */
export class BackupToStandby extends Construct {
  readonly vault: IBackupVault;

  constructor(scope: Construct, id: string, { config, cluster, key }: BackupToStandbyProps) {
    super(scope, id);
    const names = namesOf(config);
    this.vault = new BackupVault(this, 'Vault', {
      backupVaultName: names.primaryVault,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: `${config.name}-snapshots`,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'snapshot-and-copy',
          backupVault: this.vault,
          scheduleExpression: Schedule.expression(config.backup.schedule),
          startWindow: Duration.minutes(config.backup.startWindowMinutes),
          completionWindow: Duration.minutes(config.backup.completionWindowMinutes),
          deleteAfter: Duration.days(config.backup.retentionDays),
          copyActions: [
            {
              destinationBackupVault: BackupVault.fromBackupVaultArn(this, 'StandbyVault', names.standbyVaultArn),
              deleteAfter: Duration.days(config.backup.standbyRetentionDays),
            },
          ],
        }),
      ],
    });
    plan.addSelection('Cluster', {
      backupSelectionName: `${config.name}-cluster`,
      resources: [BackupResource.fromArn(cluster.clusterArn)],
      role: backupRole(this, config, key),
      // The managed policy that CDK would attach reaches every resource of the account.
      disableDefaultBackupPolicy: true,
    });
  }
}

/** The part of AWSBackupServiceRolePolicyForBackup that an Aurora cluster needs, narrowed to this one. */
function backupRole(scope: Construct, config: Config, key: IKey): Role {
  const { account, primaryRegion, standbyRegion } = config;
  const names = namesOf(config);
  const snapshots = (region: string) => `arn:aws:rds:${region}:${account}:cluster-snapshot:awsbackup:*`;

  return new Role(scope, 'Role', {
    roleName: names.backupRole,
    description: 'AWS Backup: snapshots of the primary cluster and their copies to the standby vault',
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    inlinePolicies: {
      snapshot: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['rds:DescribeDBClusters', 'rds:ListTagsForResource'],
            resources: [names.primaryClusterArn],
          }),
          new PolicyStatement({
            actions: ['rds:CreateDBClusterSnapshot'],
            resources: [names.primaryClusterArn, snapshots(primaryRegion)],
          }),
          // AWS Backup names its snapshots after its jobs: the prefix is all that is known ahead.
          new PolicyStatement({
            actions: [
              'rds:AddTagsToResource',
              'rds:CopyDBClusterSnapshot',
              'rds:DeleteDBClusterSnapshot',
              'rds:DescribeDBClusterSnapshots',
              'rds:ListTagsForResource',
            ],
            resources: [snapshots(primaryRegion), snapshots(standbyRegion)],
          }),
          // The tagging API has no resource types (Service Authorization Reference).
          new PolicyStatement({ actions: ['tag:GetResources'], resources: ['*'] }),
        ],
      }),
      vaults: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
            resources: [
              `arn:aws:backup:${primaryRegion}:${account}:backup-vault:${names.primaryVault}`,
              names.standbyVaultArn,
            ],
          }),
        ],
      }),
      keys: new PolicyDocument({
        statements: [
          ...useOfKey(key.keyArn, {}),
          // The standby key's id is not known in this region: its alias, which is fixed, says which key is meant.
          ...useOfKey(`arn:aws:kms:${standbyRegion}:${account}:key/*`, {
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.standbyKeyAlias },
          }),
        ],
      }),
    },
  });
}

function useOfKey(resource: string, conditions: Readonly<Record<string, unknown>>): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [resource],
      conditions,
    }),
    new PolicyStatement({
      actions: ['kms:CreateGrant'],
      resources: [resource],
      conditions: { ...conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    }),
  ];
}
