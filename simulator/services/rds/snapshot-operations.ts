import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { accessOn } from './access';
import { applyFilters, onlyModelled, pageOf } from './arguments';
import { describeSnapshot } from './describe';
import { nameIn } from './identifiers';

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
            (SnapshotType === undefined || SnapshotType === 'manual'),
        );
        const filtered = applyFilters(wanted, input.Filters, {
          'db-cluster-id': (snapshot) => [snapshot.clusterIdentifier],
          'db-cluster-snapshot-id': (snapshot) => [snapshot.id],
          'snapshot-type': () => ['manual'],
          engine: (snapshot) => [snapshot.engine],
        });
        const { items, Marker } = pageOf(filtered, input);
        return { DBClusterSnapshots: items.map(describeSnapshot), Marker };
      },
    },
  };
}
