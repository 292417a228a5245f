import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { accessOn, requestTags, taggingAccess } from './access';
import { applyFilters, onlyModelled, pageOf, required, tagsOf } from './arguments';
import { describeSnapshot } from './describe';
import { checkIdentifier, nameIn } from './identifiers';
import { keyAccess } from './key-access';
import { sleepInRegions } from './region-clock';
import { copySnapshot } from './snapshot-copy';

export function snapshotOperations(region: Region): Operations<typeof client> {
  return {
    DescribeDBClusterSnapshots: {
      access(input) {
        const action = 'rds:DescribeDBClusterSnapshots';
        const { DBClusterIdentifier, DBClusterSnapshotIdentifier } = input;
        return [
          ...(DBClusterIdentifier === undefined ? [] : [accessOn(region, action, 'cluster', DBClusterIdentifier)]),
          ...(DBClusterIdentifier !== undefined && DBClusterSnapshotIdentifier === undefined
            ? []
            : [accessOn(region, action, 'cluster-snapshot', DBClusterSnapshotIdentifier)]),
        ];
      },
      handle(input) {
        onlyModelled('rds:DescribeDBClusterSnapshots', input, [
          'DBClusterIdentifier',
          'DBClusterSnapshotIdentifier',
          'SnapshotType',
          'Filters',
          'MaxRecords',
          'Marker',
          'DbClusterResourceId',
        ]);
        const { DBClusterSnapshotIdentifier, DBClusterIdentifier, SnapshotType } = input;
        if (SnapshotType !== undefined && !['automated', 'manual', 'shared', 'public'].includes(SnapshotType)) {
          throw new AwsError('InvalidParameterValue', `Invalid snapshot type: ${SnapshotType}`);
        }
        const all =
          DBClusterSnapshotIdentifier === undefined
            ? [...region.rds.snapshots.all.values()]
            : [region.rds.snapshots.get(DBClusterSnapshotIdentifier)];
        const cluster = DBClusterIdentifier === undefined ? undefined : nameIn('cluster', DBClusterIdentifier);
        const wanted = all.filter(
          (snapshot) =>
            (cluster === undefined || snapshot.clusterIdentifier === cluster) &&
            (input.DbClusterResourceId === undefined || snapshot.clusterResourceId === input.DbClusterResourceId) &&
            (SnapshotType === undefined || SnapshotType === snapshot.type),
        );
        const filtered = applyFilters(wanted, input.Filters, {
          'db-cluster-id': (snapshot) => [snapshot.clusterIdentifier],
          'db-cluster-snapshot-id': (snapshot) => [snapshot.id],
          'snapshot-type': (snapshot) => [snapshot.type],
          engine: (snapshot) => [snapshot.engine],
        });
        const { items, Marker } = pageOf(filtered, input);
        return { DBClusterSnapshots: items.map(describeSnapshot), Marker };
      },
    },
    CreateDBClusterSnapshot: {
      access(input) {
        const action = 'rds:CreateDBClusterSnapshot';
        const tags = tagsOf(input.Tags);
        return [
          accessOn(region, action, 'cluster', input.DBClusterIdentifier, requestTags(tags)),
          accessOn(region, action, 'cluster-snapshot', input.DBClusterSnapshotIdentifier, requestTags(tags)),
          ...taggingAccess(region, 'cluster-snapshot', input.DBClusterSnapshotIdentifier, tags),
        ];
      },
      async handle(input) {
        onlyModelled('rds:CreateDBClusterSnapshot', input, [
          'DBClusterIdentifier',
          'DBClusterSnapshotIdentifier',
          'Tags',
        ]);
        const asked = required('DBClusterSnapshotIdentifier', input.DBClusterSnapshotIdentifier);
        const id = checkIdentifier('DBClusterSnapshotIdentifier', asked);
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        const snapshot = await region.rds.snapshots.take(cluster, id, tagsOf(input.Tags));
        const { durations, scheduler } = region.world;
        const durationMs = durations.drawMs('auroraClusterSnapshot');
        scheduler.spawn(async () => {
          if (await sleepInRegions([region], durationMs)) region.rds.snapshots.finish(snapshot);
        });
        return { DBClusterSnapshot: describeSnapshot(snapshot) };
      },
    },
    CopyDBClusterSnapshot: {
      access(input) {
        const action = 'rds:CopyDBClusterSnapshot';
        const tags = tagsOf(input.Tags);
        return [
          accessOn(region, action, 'cluster-snapshot', input.SourceDBClusterSnapshotIdentifier, requestTags(tags)),
          accessOn(region, action, 'cluster-snapshot', input.TargetDBClusterSnapshotIdentifier, requestTags(tags)),
          ...taggingAccess(region, 'cluster-snapshot', input.TargetDBClusterSnapshotIdentifier, tags),
          ...keyAccess(region, input.KmsKeyId, ['kms:DescribeKey', 'kms:CreateGrant']),
        ];
      },
      handle: (input) => ({ DBClusterSnapshot: describeSnapshot(copySnapshot(region, input)) }),
    },
    DeleteDBClusterSnapshot: {
      access: (input) => [
        accessOn(region, 'rds:DeleteDBClusterSnapshot', 'cluster-snapshot', input.DBClusterSnapshotIdentifier),
      ],
      async handle(input) {
        const asked = required('DBClusterSnapshotIdentifier', input.DBClusterSnapshotIdentifier);
        const snapshot = region.rds.snapshots.get(asked);
        // AWS Backup's are deleted as its recovery points (AWS Backup Developer Guide, Deleting backups).
        if (snapshot.status !== 'available' || snapshot.type !== 'manual' || snapshot.id.startsWith('awsbackup:')) {
          throw new AwsError(
            'InvalidDBClusterSnapshotStateFault',
            `The DB cluster snapshot ${snapshot.id} can't be deleted: only a manual one that is available and isn't managed by AWS Backup can.`,
          );
        }
        const described = describeSnapshot(snapshot);
        await region.rds.snapshots.remove(snapshot.id);
        return { DBClusterSnapshot: described };
      },
    },
  };
}
