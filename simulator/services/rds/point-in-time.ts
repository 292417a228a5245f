import type { RestoreDBClusterToPointInTimeMessage } from '@aws-sdk/client-rds';
import { type Access, AwsError } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { accessOn, requestTags, taggingAccess } from './access';
import { checkScaling, onlyModelled, required, tagsOf } from './arguments';
import { RESTORE_OPTIONS } from './cluster-options';
import { majorOf } from './engine-versions';
import { familyOf } from './groups';
import { automatedBackupName } from './identifiers';
import { keyAccess } from './key-access';
import type { Cluster } from './model';

const DAY_MS = 86_400_000;
/** The latest restorable time is within the last five minutes (Aurora User Guide, Restoring a DB cluster to a specified time). */
const UPLOAD_EVERY_MS = 300_000;

/** From when to when a cluster can be restored; nothing while it has no rows of its own. */
export function restorableTimes(
  { restorableFromMs, backupRetentionPeriod }: Cluster,
  nowMs: number,
): { readonly EarliestRestorableTime?: Date; readonly LatestRestorableTime?: Date } {
  if (restorableFromMs === undefined) return {};
  const earliestMs = Math.max(restorableFromMs, nowMs - backupRetentionPeriod * DAY_MS);
  const latestMs = Math.max(earliestMs, Math.floor(nowMs / UPLOAD_EVERY_MS) * UPLOAD_EVERY_MS);
  return { EarliestRestorableTime: new Date(earliestMs), LatestRestorableTime: new Date(latestMs) };
}

export function pointInTimeAccess(region: Region, input: RestoreDBClusterToPointInTimeMessage): readonly Access[] {
  const action = 'rds:RestoreDBClusterToPointInTime';
  const tags = tagsOf(input.Tags);
  const conditions = requestTags(tags);
  const source = findSource(region, input);
  const standardGroup = `default.${familyOf(majorOf(source?.engineVersion ?? ''))}`;
  return [
    accessOn(region, action, 'cluster', input.DBClusterIdentifier, conditions),
    accessOn(region, action, 'cluster', source?.identifier ?? input.SourceDBClusterIdentifier, conditions),
    ...(input.SourceDbClusterResourceId === undefined
      ? []
      : [
          accessOn(
            region,
            action,
            'cluster-auto-backup',
            automatedBackupName(input.SourceDbClusterResourceId),
            conditions,
          ),
        ]),
    accessOn(region, action, 'subgrp', input.DBSubnetGroupName ?? 'default', conditions),
    accessOn(region, action, 'cluster-pg', input.DBClusterParameterGroupName ?? standardGroup, conditions),
    ...taggingAccess(region, 'cluster', input.DBClusterIdentifier, tags),
    ...keyAccess(region, input.KmsKeyId ?? source?.kmsKeyArn, ['kms:DescribeKey', 'kms:CreateGrant']),
  ];
}

/** A second cluster with the rows of the first as they were at an instant. */
export function restoreToPointInTime(region: Region, input: RestoreDBClusterToPointInTimeMessage): Promise<Cluster> {
  onlyModelled('rds:RestoreDBClusterToPointInTime', input, PARAMETERS);
  const identifier = required('DBClusterIdentifier', input.DBClusterIdentifier);
  const source = sourceOf(region, input);
  if ((input.RestoreType ?? 'full-copy') !== 'full-copy') {
    throw notModelled(`rds:RestoreDBClusterToPointInTime with RestoreType ${input.RestoreType ?? ''}`);
  }
  return region.rds.clusters.restoreToPointInTime(source, instantOf(source, input, region.world.scheduler.now()), {
    identifier,
    subnetGroup: input.DBSubnetGroupName,
    parameterGroup: input.DBClusterParameterGroupName,
    vpcSecurityGroupIds: input.VpcSecurityGroupIds,
    kmsKeyId: input.KmsKeyId,
    port: input.Port,
    deletionProtection: input.DeletionProtection,
    copyTagsToSnapshot: input.CopyTagsToSnapshot,
    backupRetentionPeriod: input.BackupRetentionPeriod,
    iamAuthentication: input.EnableIAMDatabaseAuthentication,
    logExports: input.EnableCloudwatchLogsExports,
    storageType: input.StorageType,
    scaling: checkScaling(input.ServerlessV2ScalingConfiguration),
    tags: tagsOf(input.Tags),
  });
}

/** The cluster that is named by one of the two, and by no more than one (RDS API Reference, RestoreDBClusterToPointInTime). */
function sourceOf(region: Region, input: RestoreDBClusterToPointInTimeMessage): Cluster {
  const { SourceDBClusterIdentifier: identifier, SourceDbClusterResourceId: resourceId } = input;
  if (resourceId === undefined) return region.rds.clusters.get(required('SourceDBClusterIdentifier', identifier));
  if (identifier !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Specify either SourceDBClusterIdentifier or SourceDbClusterResourceId, and not both.',
    );
  }
  const source = findSource(region, input);
  if (source !== undefined) return source;
  throw new AwsError('DBClusterAutomatedBackupNotFoundFault', `DBClusterAutomatedBackup ${resourceId} not found.`, {
    status: 404,
  });
}

/** A renamed cluster keeps its resource id. */
function findSource(region: Region, input: RestoreDBClusterToPointInTimeMessage): Cluster | undefined {
  const { SourceDBClusterIdentifier: identifier, SourceDbClusterResourceId: resourceId } = input;
  if (resourceId === undefined) return region.rds.clusters.find(identifier ?? '');
  return [...region.rds.clusters.all.values()].find((cluster) => cluster.resourceId === resourceId);
}

/** One of the two ways to say when (RDS API Reference, RestoreDBClusterToPointInTime), within what can be restored. */
function instantOf(source: Cluster, input: RestoreDBClusterToPointInTimeMessage, nowMs: number): number {
  const { RestoreToTime: at, UseLatestRestorableTime: isLatest = false } = input;
  if ((at !== undefined) === isLatest) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Specify either RestoreToTime or UseLatestRestorableTime, and not both.',
    );
  }
  const { EarliestRestorableTime: earliest, LatestRestorableTime: latest } = restorableTimes(source, nowMs);
  if (source.data === undefined || earliest === undefined || latest === undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `The DB cluster ${source.identifier} has no backups to restore from: its status is ${source.status}.`,
    );
  }
  if (at === undefined) return latest.getTime();
  if (at >= earliest && at <= latest) return at.getTime();
  throw new AwsError(
    'InvalidParameterValue',
    `RestoreToTime ${at.toISOString()} is not within the restorable times of ${source.identifier}: ` +
      `from ${earliest.toISOString()} to ${latest.toISOString()}.`,
  );
}

const PARAMETERS = [
  'DBClusterIdentifier',
  'SourceDBClusterIdentifier',
  'SourceDbClusterResourceId',
  'RestoreType',
  'RestoreToTime',
  'UseLatestRestorableTime',
  ...RESTORE_OPTIONS,
] as const;
