import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { type RolePermission, type Wildcard, wildcard } from '../permissions/permission';
import { DESCRIBED_BY_AWS_BACKUP, NO_RESOURCE_TYPE } from '../permissions/reasons';
import { roleWithPolicies } from './role-with-policies';

export interface BackupRoleProps {
  readonly config: Config;
  /** What is backed up. */
  readonly clusters: readonly (string | Wildcard)[];
  /** Of the clusters: their snapshots are encrypted with it, whatever the vault's key is. */
  readonly key: IKey;
}

/**
 * What AWS Backup works with: the part of AWSBackupServiceRolePolicyForBackup that an Aurora cluster needs, narrowed to
 * the clusters of this workload.
 */
export function backupRole(scope: Construct, id: string, { config, clusters, key }: BackupRoleProps): Role {
  const names = namesOf(config);
  const standby = arnsOf(config);
  const primary = arnsOf(config, config.primaryRegion);

  return roleWithPolicies(scope, id, {
    roleName: names.backupRole,
    description: 'AWS Backup: snapshots of the primary cluster and their copies to the standby vault',
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    policies: {
      snapshot: [
        {
          actions: ['rds:DescribeDBClusters', 'rds:DescribeDBClusterSnapshots'],
          resources: [wildcard('*', DESCRIBED_BY_AWS_BACKUP)],
        },
        { actions: ['rds:ListTagsForResource'], resources: clusters },
        { actions: ['rds:CreateDBClusterSnapshot'], resources: [...clusters, primary.backups] },
        // Deleting is how they expire, and how a continuous backup's snapshot goes away once it is copied.
        {
          actions: [
            'rds:AddTagsToResource',
            'rds:CopyDBClusterSnapshot',
            'rds:DeleteDBClusterSnapshot',
            'rds:ListTagsForResource',
          ],
          resources: [primary.backups, standby.backups],
        },
        { actions: ['tag:GetResources'], resources: [wildcard('*', NO_RESOURCE_TYPE)] },
      ],
      ...(config.backup.continuous
        ? {
            // AWS Backup takes over the cluster's own backups: their retention becomes the rule's.
            continuous: [
              { actions: ['rds:ModifyDBCluster'], resources: clusters },
              {
                actions: ['rds:DescribeDBClusterAutomatedBackups'],
                resources: [wildcard('*', DESCRIBED_BY_AWS_BACKUP)],
              },
              {
                actions: ['rds:CopyDBClusterSnapshot', 'rds:ListTagsForResource'],
                resources: [primary.automatedSnapshots],
              },
              { actions: ['rds:DeleteDBClusterAutomatedBackup'], resources: [primary.automatedBackups] },
            ],
          }
        : {}),
      vaults: [
        {
          actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
          resources: [names.primaryVaultArn, names.standbyVaultArn],
        },
        copyToStandby(config),
      ],
      keys: [
        ...useOfKey(key.keyArn, {}),
        ...useOfKey(
          wildcard(
            standby.keys,
            'The key of the standby vault is in a stack of the other region, whose id must not be referred to across regions. ' +
              'The condition on kms:ResourceAliases holds it to the one key that has our alias; grants are for AWS services only.',
          ),
          { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.standbyKeyAlias } },
        ),
      ],
    },
  });
}

/**
 * UNVERIFIED whether a copy within one account needs it: AWSBackupServiceRolePolicyForBackup grants it on `*`, but what the
 * Developer Guide lists for Aurora (Managed policies, "Customer managed policies") leaves it out. It is authorised on the
 * recovery point, which for Aurora is a snapshot. ForAllValues: a call that names no target is not refused for that.
 */
function copyToStandby(config: Config): RolePermission {
  const primary = arnsOf(config, config.primaryRegion);
  return {
    actions: ['backup:CopyFromBackupVault'],
    resources: [primary.backups, ...(config.backup.continuous ? [primary.continuousRecoveryPoints] : [])],
    conditions: { 'ForAllValues:ArnEquals': { 'backup:CopyTargets': namesOf(config).standbyVaultArn } },
  };
}

function useOfKey(
  key: string | Wildcard,
  conditions: NonNullable<RolePermission['conditions']>,
): readonly RolePermission[] {
  return [
    { actions: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'], resources: [key], conditions },
    {
      actions: ['kms:CreateGrant'],
      resources: [key],
      conditions: { ...conditions, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
