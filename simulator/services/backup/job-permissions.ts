import type { Access, Caller } from '../../service';
import type { Region } from '../../world';
import { accessOn } from '../rds/access';
import { keyAccess } from '../rds/key-access';
import type { Cluster } from '../rds/model';
import type { RecoveryPoint, Vault } from './model';

/**
 * AWS Backup works with the role that the selection names. What it needs is what AWS's managed policy
 * AWSBackupServiceRolePolicyForBackup grants for Aurora.
 */
export function assumeBackupRole(region: Region, roleArn: string): Caller {
  return region.world.iam.assumeAsService(roleArn, 'backup.amazonaws.com');
}

export function checkMayBackUp(region: Region, caller: Caller, cluster: Cluster, snapshotId: string): void {
  const on = (action: string, type: 'cluster' | 'cluster-snapshot', name: string): Access =>
    accessOn(region, action, type, name);
  const access = [
    on('rds:DescribeDBClusters', 'cluster', cluster.identifier),
    on('rds:ListTagsForResource', 'cluster', cluster.identifier),
    on('rds:CreateDBClusterSnapshot', 'cluster', cluster.identifier),
    on('rds:CreateDBClusterSnapshot', 'cluster-snapshot', snapshotId),
    on('rds:AddTagsToResource', 'cluster-snapshot', snapshotId),
    on('rds:DescribeDBClusterSnapshots', 'cluster-snapshot', snapshotId),
    ...keyAccess(region, cluster.kmsKeyArn, ['kms:DescribeKey', 'kms:CreateGrant']),
  ];
  region.world.iam.authorize(caller, access, region.name, 'rds');
}

/** AWS Backup takes over the cluster's own backups, and sets how long they are kept. */
export function checkMayBackUpContinuously(region: Region, caller: Caller, cluster: Cluster): void {
  const on = (action: string) => accessOn(region, action, 'cluster', cluster.identifier);
  region.world.iam.authorize(
    caller,
    [on('rds:ModifyDBCluster'), on('rds:DescribeDBClusterAutomatedBackups')],
    region.name,
    'rds',
  );
}

export function checkMayDelete(region: Region, caller: Caller, snapshotId: string): void {
  const access = accessOn(region, 'rds:DeleteDBClusterSnapshot', 'cluster-snapshot', snapshotId);
  region.world.iam.authorize(caller, [access], region.name, 'rds');
}

export function checkMayCopy(
  source: Region,
  destination: Region,
  caller: Caller,
  copy: { readonly recoveryPoint: RecoveryPoint; readonly snapshotId: string; readonly vault: Vault },
): void {
  const { iam } = source.world;
  const { recoveryPoint, snapshotId, vault } = copy;
  const { snapshot } = recoveryPoint;
  iam.authorize(
    caller,
    [
      copyFrom(recoveryPoint, vault),
      accessOn(source, 'rds:CopyDBClusterSnapshot', 'cluster-snapshot', snapshot.id),
      ...keyAccess(source, snapshot.kmsKeyArn, ['kms:DescribeKey', 'kms:Decrypt', 'kms:CreateGrant']),
    ],
    source.name,
    'rds',
  );
  iam.authorize(
    caller,
    [
      { action: 'backup:DescribeBackupVault', resource: vault.arn },
      { action: 'backup:CopyIntoBackupVault', resource: vault.arn },
      accessOn(destination, 'rds:CopyDBClusterSnapshot', 'cluster-snapshot', snapshotId),
      accessOn(destination, 'rds:AddTagsToResource', 'cluster-snapshot', snapshotId),
      ...keyAccess(destination, vault.kmsKeyArn, ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:CreateGrant']),
    ],
    destination.name,
    'rds',
  );
}

/** UNVERIFIED within one account: the managed policy grants it, on the recovery point (Service Authorization Reference). */
function copyFrom({ arn, continuousArn }: RecoveryPoint, target: Vault): Access {
  return {
    action: 'backup:CopyFromBackupVault',
    resource: continuousArn ?? arn,
    conditions: { 'backup:CopyTargets': [target.arn] },
  };
}
