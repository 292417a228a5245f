import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';

/**
 * What AWS Backup works with: the part of AWSBackupServiceRolePolicyForBackup that an Aurora cluster needs, narrowed to
 * the clusters of this workload. `key` is the cluster's: its snapshots are encrypted with it, whatever the vault's key is.
 */
export function backupRole(
  scope: Construct,
  id: string,
  config: Config,
  clusterArns: readonly string[],
  key: IKey,
): Role {
  const { account, primaryRegion, standbyRegion } = config;
  const names = namesOf(config);
  const snapshots = (region: string) => `arn:aws:rds:${region}:${account}:cluster-snapshot:awsbackup:*`;

  return new Role(scope, id, {
    roleName: names.backupRole,
    description: 'AWS Backup: snapshots of the primary cluster and their copies to the standby vault',
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    inlinePolicies: {
      snapshot: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['rds:DescribeDBClusters', 'rds:ListTagsForResource'],
            resources: [...clusterArns],
          }),
          new PolicyStatement({
            actions: ['rds:CreateDBClusterSnapshot'],
            resources: [...clusterArns, snapshots(primaryRegion)],
          }),
          // AWS Backup names its snapshots after its jobs: the prefix is all that is known ahead. Deleting is how they
          // expire, and how a continuous backup's snapshot goes away once it is copied.
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
      ...(config.backup.continuous
        ? {
            continuous: new PolicyDocument({
              statements: [
                // AWS Backup takes over the cluster's own backups: their retention becomes the rule's.
                new PolicyStatement({
                  actions: ['rds:ModifyDBCluster', 'rds:DescribeDBClusterAutomatedBackups'],
                  resources: [...clusterArns],
                }),
              ],
            }),
          }
        : {}),
      vaults: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
            resources: [names.primaryVaultArn, names.standbyVaultArn],
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
