import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { accessOn, managedPasswordAccess, restoreAccess } from './access';
import { applyFilters, checkScaling, onlyModelled, pageOf, required, tagsOf } from './arguments';
import { failOverCluster } from './cluster-failover';
import { RESTORE_OPTIONS } from './cluster-options';
import { describeCluster } from './describe';
import { checkEngine } from './engine-versions';
import { checkIdentifier } from './identifiers';
import { deleteCluster, modifyCluster } from './modify-cluster';
import { pointInTimeAccess, restoreToPointInTime } from './point-in-time';
import { startCluster, stopCluster } from './start-stop';

export function clusterOperations(region: Region): Operations<typeof client> {
  return {
    RestoreDBClusterFromSnapshot: {
      access: (input) => restoreAccess(region, { ...input, tags: tagsOf(input.Tags) }),
      handle(input) {
        onlyModelled('rds:RestoreDBClusterFromSnapshot', input, RESTORE_PARAMETERS);
        checkIdentifier('DBClusterIdentifier', required('DBClusterIdentifier', input.DBClusterIdentifier));
        checkEngine(required('Engine', input.Engine));
        if (input.EngineMode !== undefined && input.EngineMode !== 'provisioned') {
          throw notModelled(`rds:RestoreDBClusterFromSnapshot with EngineMode ${input.EngineMode}`);
        }
        const snapshot = region.rds.snapshots.get(snapshotIdentifier(input.SnapshotIdentifier));
        if (snapshot.status !== 'available') {
          throw new AwsError(
            'InvalidDBClusterSnapshotStateFault',
            `The DB cluster snapshot ${snapshot.id} isn't available to be restored: its status is ${snapshot.status}.`,
          );
        }
        const cluster = region.rds.clusters.restore(snapshot, {
          identifier: input.DBClusterIdentifier ?? '',
          engineVersion: input.EngineVersion,
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
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
    RestoreDBClusterToPointInTime: {
      access: (input) => pointInTimeAccess(region, input),
      async handle(input) {
        return { DBCluster: describeCluster(region, await restoreToPointInTime(region, input)) };
      },
    },
    DescribeDBClusters: {
      access: (input) => [accessOn(region, 'rds:DescribeDBClusters', 'cluster', input.DBClusterIdentifier)],
      handle(input) {
        onlyModelled('rds:DescribeDBClusters', input, ['DBClusterIdentifier', 'Filters', 'MaxRecords', 'Marker']);
        const { DBClusterIdentifier } = input;
        const all =
          DBClusterIdentifier === undefined
            ? [...region.rds.clusters.all.values()]
            : [region.rds.clusters.get(DBClusterIdentifier)];
        const wanted = applyFilters(all, input.Filters, {
          'db-cluster-id': (cluster) => [cluster.identifier, cluster.arn],
          'db-cluster-resource-id': (cluster) => [cluster.resourceId],
          engine: (cluster) => [cluster.engine],
        });
        const { items, Marker } = pageOf(wanted, input);
        return { DBClusters: items.map((cluster) => describeCluster(region, cluster)), Marker };
      },
    },
    ModifyDBCluster: {
      access: (input) => [
        accessOn(
          region,
          'rds:ModifyDBCluster',
          'cluster',
          input.DBClusterIdentifier,
          input.ManageMasterUserPassword === undefined
            ? {}
            : { 'rds:ManageMasterUserPassword': String(input.ManageMasterUserPassword) },
        ),
        ...(input.DBClusterParameterGroupName === undefined
          ? []
          : [accessOn(region, 'rds:ModifyDBCluster', 'cluster-pg', input.DBClusterParameterGroupName)]),
        ...(input.ManageMasterUserPassword === true
          ? managedPasswordAccess(region, input.MasterUserSecretKmsKeyId)
          : []),
      ],
      handle(input) {
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        modifyCluster(region, cluster, input);
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
    EnableHttpEndpoint: {
      access: (input) => [accessOn(region, 'rds:EnableHttpEndpoint', 'cluster', input.ResourceArn)],
      handle(input) {
        const arn = required('ResourceArn', input.ResourceArn);
        const ending = region.rds.failures.take('EnableHttpEndpoint');
        const cluster = arn.startsWith('arn:') ? region.rds.clusters.find(arn) : undefined;
        if (cluster === undefined || cluster.arn !== arn) {
          throw new AwsError('ResourceNotFoundFault', `The specified resource ARN ${arn} wasn't found.`, {
            status: 404,
          });
        }
        if (cluster.status !== 'available') {
          throw new AwsError(
            'InvalidResourceStateFault',
            `The HTTP endpoint can't be enabled while the DB cluster ${cluster.identifier} is ${cluster.status}.`,
          );
        }
        // The call answers at once; the endpoint answers a little later.
        if (ending === undefined) {
          const { scheduler, durations } = region.world;
          scheduler.after(durations.drawMs('auroraEnableDataApi'), () => {
            cluster.httpEndpointEnabled = true;
            region.rds.record('cluster', cluster.identifier, 'http-endpoint-enabled');
          });
        }
        return { ResourceArn: cluster.arn, HttpEndpointEnabled: true };
      },
    },
    StartDBCluster: {
      access: (input) => [accessOn(region, 'rds:StartDBCluster', 'cluster', input.DBClusterIdentifier)],
      handle(input) {
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        startCluster(region, cluster);
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
    StopDBCluster: {
      access: (input) => [accessOn(region, 'rds:StopDBCluster', 'cluster', input.DBClusterIdentifier)],
      handle(input) {
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        stopCluster(region, cluster);
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
    FailoverDBCluster: {
      access: (input) => [
        accessOn(region, 'rds:FailoverDBCluster', 'cluster', input.DBClusterIdentifier),
        ...(input.TargetDBInstanceIdentifier === undefined
          ? []
          : [accessOn(region, 'rds:FailoverDBCluster', 'db', input.TargetDBInstanceIdentifier)]),
      ],
      handle(input) {
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        failOverCluster(region, cluster, input.TargetDBInstanceIdentifier);
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
    DeleteDBCluster: {
      access: (input) => [
        accessOn(region, 'rds:DeleteDBCluster', 'cluster', input.DBClusterIdentifier),
        ...(input.FinalDBSnapshotIdentifier === undefined
          ? []
          : [accessOn(region, 'rds:DeleteDBCluster', 'cluster-snapshot', input.FinalDBSnapshotIdentifier)]),
      ],
      async handle(input) {
        const cluster = region.rds.clusters.get(required('DBClusterIdentifier', input.DBClusterIdentifier));
        await deleteCluster(region, cluster, input);
        return { DBCluster: describeCluster(region, cluster) };
      },
    },
  };
}

const RESTORE_PARAMETERS = [
  'DBClusterIdentifier',
  'SnapshotIdentifier',
  'Engine',
  'EngineVersion',
  'EngineMode',
  ...RESTORE_OPTIONS,
] as const;

/** A cluster snapshot by name or ARN: AWS Backup's own recovery points are not snapshots of RDS. */
function snapshotIdentifier(identifier: string | undefined): string {
  const asked = required('SnapshotIdentifier', identifier);
  if (asked.startsWith('arn:aws:backup:')) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter SnapshotIdentifier is not a valid identifier: ${asked}. Write the ARN of a cluster snapshot, arn:aws:rds:REGION:ACCOUNT:cluster-snapshot:NAME`,
    );
  }
  return asked;
}
