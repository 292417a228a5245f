import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { accessOn } from './access';
import { applyFilters, onlyModelled, pageOf, required, tagList } from './arguments';
import { type GlobalCluster, globalClustersOf } from './global-clusters';
import { detach, failOver } from './global-failover';
import { switchOver } from './global-switchover';
import type { Cluster } from './model';
import { regionOf } from './replication';

export function globalOperations(region: Region): Operations<typeof client> {
  const accessTo = (action: string, global: string | undefined, cluster: string | undefined) => [
    accessOn(region, action, 'global-cluster', global),
    accessOn(region, action, 'cluster', cluster),
  ];
  return {
    DescribeGlobalClusters: {
      access: (input) => [
        accessOn(region, 'rds:DescribeGlobalClusters', 'global-cluster', input.GlobalClusterIdentifier),
      ],
      handle(input) {
        onlyModelled('rds:DescribeGlobalClusters', input, [
          'GlobalClusterIdentifier',
          'Filters',
          'MaxRecords',
          'Marker',
        ]);
        const globals = globalClustersOf(region.world);
        const all =
          input.GlobalClusterIdentifier === undefined
            ? [...globals.all.values()]
            : [globals.get(input.GlobalClusterIdentifier)];
        const wanted = applyFilters(all, input.Filters, {
          region: ({ members }) => members.map(({ arn }) => regionOf(arn)),
        });
        const { items, Marker } = pageOf(wanted, input);
        return { GlobalClusters: items.map(describe), Marker };
      },
    },
    ModifyGlobalCluster: {
      access: (input) => [accessOn(region, 'rds:ModifyGlobalCluster', 'global-cluster', input.GlobalClusterIdentifier)],
      handle(input) {
        onlyModelled('rds:ModifyGlobalCluster', input, ['GlobalClusterIdentifier', 'DeletionProtection']);
        const globals = globalClustersOf(region.world);
        const global = globals.get(required('GlobalClusterIdentifier', input.GlobalClusterIdentifier));
        global.deletionProtection = input.DeletionProtection ?? global.deletionProtection;
        return { GlobalCluster: describe(global) };
      },
    },
    FailoverGlobalCluster: {
      access: (input) =>
        accessTo('rds:FailoverGlobalCluster', input.GlobalClusterIdentifier, input.TargetDbClusterIdentifier),
      handle(input) {
        const global = globalClustersOf(region.world).get(
          required('GlobalClusterIdentifier', input.GlobalClusterIdentifier),
        );
        const target = secondary(region, required('TargetDbClusterIdentifier', input.TargetDbClusterIdentifier));
        if (input.AllowDataLoss === true && input.Switchover === true) {
          throw new AwsError(
            'InvalidParameterCombination',
            'AllowDataLoss and Switchover cannot be specified together.',
          );
        }
        // AWS points to SwitchoverGlobalCluster, which is asked for elsewhere (RDS API Reference, FailoverGlobalCluster).
        if (input.AllowDataLoss !== true) throw notModelled('rds:FailoverGlobalCluster as a switchover');
        failOver(region, global, target);
        return { GlobalCluster: describe(global) };
      },
    },
    SwitchoverGlobalCluster: {
      access: (input) =>
        accessTo('rds:SwitchoverGlobalCluster', input.GlobalClusterIdentifier, input.TargetDbClusterIdentifier),
      handle(input) {
        const globals = globalClustersOf(region.world);
        const global = globals.get(required('GlobalClusterIdentifier', input.GlobalClusterIdentifier));
        const arn = required('TargetDbClusterIdentifier', input.TargetDbClusterIdentifier);
        if (!global.members.some((member) => member.arn === arn)) {
          throw new AwsError(
            'DBClusterNotFoundFault',
            `DBCluster ${arn} not found in ${global.identifier}: write its ARN.`,
            { status: 404 },
          );
        }
        switchOver(region, global, globals.cluster(arn));
        return { GlobalCluster: describe(global) };
      },
    },
    RemoveFromGlobalCluster: {
      access: (input) =>
        accessTo('rds:RemoveFromGlobalCluster', input.GlobalClusterIdentifier, input.DbClusterIdentifier),
      handle(input) {
        const global = globalClustersOf(region.world).get(
          required('GlobalClusterIdentifier', input.GlobalClusterIdentifier),
        );
        detach(region, global, secondary(region, required('DbClusterIdentifier', input.DbClusterIdentifier)));
        return { GlobalCluster: describe(global) };
      },
    },
  };
}

/** Both operations are called in the region of the cluster, which they take by its ARN (Aurora User Guide). */
function secondary(region: Region, arn: string): Cluster {
  const cluster = region.rds.clusters.find(arn);
  if (cluster?.arn === arn) return cluster;
  throw new AwsError('DBClusterNotFoundFault', `DBCluster ${arn} not found in this region: write its ARN.`, {
    status: 404,
  });
}

function describe(global: GlobalCluster): client.GlobalCluster {
  const { members, failover } = global;
  return {
    GlobalClusterIdentifier: global.identifier,
    GlobalClusterResourceId: global.resourceId,
    GlobalClusterArn: global.arn,
    Status: global.status,
    Engine: global.engine,
    EngineVersion: global.engineVersion,
    DatabaseName: global.databaseName,
    StorageEncrypted: global.storageEncrypted,
    DeletionProtection: global.deletionProtection,
    GlobalClusterMembers: members.map(({ arn, isWriter, synchronization }) => ({
      DBClusterArn: arn,
      IsWriter: isWriter,
      Readers: isWriter ? members.filter((member) => !member.isWriter).map((member) => member.arn) : [],
      GlobalWriteForwardingStatus: isWriter ? undefined : 'disabled',
      SynchronizationStatus: synchronization,
    })),
    FailoverState: failover && {
      // The API Reference has a word for a switchover, the model of the SDK lacks it (FailoverState, Status).
      Status: global.status as client.FailoverStatus,
      FromDbClusterArn: failover.fromArn,
      ToDbClusterArn: failover.toArn,
      IsDataLossAllowed: failover.isDataLossAllowed,
    },
    TagList: tagList(global.tags),
  };
}
