import type { Access } from '../../service';
import type { Region } from '../../world';
import { DEFAULT_VERSION, majorOf } from './engine-versions';
import { globalClustersOf } from './global-clusters';
import { familyOf } from './groups';
import { nameIn, type RdsResource, rdsArn } from './identifiers';
import { keyAccess } from './key-access';
import type { Tags } from './model';

/** The tags of a request, as condition keys (Service Authorization Reference, Amazon RDS). */
export function requestTags(tags: Tags): Record<string, string | readonly string[]> {
  const keys = Object.keys(tags);
  if (keys.length === 0) return {};
  return {
    ...Object.fromEntries(
      Object.entries(tags).flatMap(([key, value]) => [
        [`aws:RequestTag/${key}`, value],
        [`rds:req-tag/${key}`, value],
      ]),
    ),
    'aws:TagKeys': keys,
  };
}

/** What a call needs on one resource, with the tags that the resource carries. */
export function accessOn(
  region: Region,
  action: string,
  type: RdsResource,
  identifier: string | undefined,
  conditions: Record<string, string | readonly string[]> = {},
): Access {
  const name = identifier === undefined ? '*' : nameIn(type, identifier);
  const tags = tagsOfResource(region, type, name);
  return {
    action,
    resource: identifier?.startsWith('arn:') === true ? identifier : rdsArn(region, type, name),
    conditions: {
      ...Object.fromEntries(
        Object.entries(tags).flatMap(([key, value]) => [
          [`aws:ResourceTag/${key}`, value],
          [`rds:${type}-tag/${key}`, value],
        ]),
      ),
      ...conditions,
    },
  };
}

export function restoreAccess(
  region: Region,
  input: {
    readonly DBClusterIdentifier?: string;
    readonly SnapshotIdentifier?: string;
    readonly DBSubnetGroupName?: string;
    readonly DBClusterParameterGroupName?: string;
    readonly EngineVersion?: string;
    readonly KmsKeyId?: string;
    readonly tags: Tags;
  },
): readonly Access[] {
  const action = 'rds:RestoreDBClusterFromSnapshot';
  const conditions = requestTags(input.tags);
  const snapshot = region.rds.snapshots.find(input.SnapshotIdentifier ?? '');
  const standardGroup = `default.${familyOf(majorOf(input.EngineVersion ?? DEFAULT_VERSION))}`;
  return [
    accessOn(region, action, 'cluster', input.DBClusterIdentifier, conditions),
    accessOn(region, action, 'cluster-snapshot', input.SnapshotIdentifier, conditions),
    accessOn(region, action, 'subgrp', input.DBSubnetGroupName ?? 'default', conditions),
    accessOn(region, action, 'cluster-pg', input.DBClusterParameterGroupName ?? standardGroup, conditions),
    ...taggingAccess(region, 'cluster', input.DBClusterIdentifier, input.tags),
    ...keyAccess(region, input.KmsKeyId ?? snapshot?.kmsKeyArn, ['kms:DescribeKey', 'kms:CreateGrant']),
  ];
}

/** Tagging while creating needs the permission to tag as well (Aurora User Guide, Grant permission to tag resources). */
export function taggingAccess(
  region: Region,
  type: RdsResource,
  identifier: string | undefined,
  tags: Tags,
): readonly Access[] {
  if (Object.keys(tags).length === 0) return [];
  return [accessOn(region, 'rds:AddTagsToResource', type, identifier, requestTags(tags))];
}

/** What turning on a managed master password takes (Aurora User Guide, Permissions required for Secrets Manager). */
export function managedPasswordAccess(region: Region, kmsKeyId: string | undefined): readonly Access[] {
  const resource = `arn:aws:secretsmanager:${region.name}:${region.world.accountId}:secret:rds!cluster-new`;
  const conditions = { 'secretsmanager:Name': 'rds!cluster-new' };
  return [
    { action: 'secretsmanager:CreateSecret', resource, conditions },
    { action: 'secretsmanager:TagResource', resource },
    ...(kmsKeyId === undefined
      ? keyAccess(region, 'alias/aws/secretsmanager', ['kms:DescribeKey'])
      : keyAccess(
          region,
          kmsKeyId,
          ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'],
          'secretsmanager',
        )),
  ];
}

function tagsOfResource(region: Region, type: RdsResource, name: string): Tags {
  switch (type) {
    case 'cluster':
      return region.rds.clusters.all.get(name)?.tags ?? {};
    case 'db':
      return region.rds.instances.all.get(name)?.tags ?? {};
    case 'cluster-snapshot':
      return region.rds.snapshots.all.get(name)?.tags ?? {};
    case 'subgrp':
      return region.rds.groups.subnetGroups.get(name)?.tags ?? {};
    case 'cluster-pg':
      return region.rds.groups.clusterParameterGroups.get(name)?.tags ?? {};
    case 'pg':
      return region.rds.groups.parameterGroups.get(name)?.tags ?? {};
    case 'cluster-auto-backup':
      return {};
    case 'global-cluster':
      return globalClustersOf(region.world).find(name)?.tags ?? {};
  }
}
