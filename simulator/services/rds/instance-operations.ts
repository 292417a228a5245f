import type * as client from '@aws-sdk/client-rds';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { accessOn, requestTags, taggingAccess } from './access';
import { applyFilters, onlyModelled, pageOf, required, tagsOf } from './arguments';
import { describeInstance } from './describe';
import { checkInstanceRequest, monitoringAccess } from './instance-rules';

export function instanceOperations(region: Region): Operations<typeof client> {
  return {
    CreateDBInstance: {
      access(input) {
        const tags = tagsOf(input.Tags);
        const conditions = {
          ...requestTags(tags),
          'rds:PubliclyAccessible': String(input.PubliclyAccessible ?? false),
        };
        return [
          accessOn(region, 'rds:CreateDBInstance', 'db', input.DBInstanceIdentifier, conditions),
          accessOn(region, 'rds:CreateDBInstance', 'cluster', input.DBClusterIdentifier, conditions),
          ...(input.DBParameterGroupName === undefined
            ? []
            : [accessOn(region, 'rds:CreateDBInstance', 'pg', input.DBParameterGroupName, conditions)]),
          ...taggingAccess(region, 'db', input.DBInstanceIdentifier, tags),
          ...monitoringAccess(input.MonitoringRoleArn),
        ];
      },
      handle(input) {
        onlyModelled('rds:CreateDBInstance', input, CREATE_PARAMETERS);
        checkInstanceRequest({ ...input, Engine: required('Engine', input.Engine) });
        if (input.DBClusterIdentifier === undefined)
          throw notModelled('rds:CreateDBInstance without DBClusterIdentifier');
        const instance = region.rds.instances.create({
          identifier: required('DBInstanceIdentifier', input.DBInstanceIdentifier),
          clusterIdentifier: input.DBClusterIdentifier,
          instanceClass: required('DBInstanceClass', input.DBInstanceClass),
          engineVersion: input.EngineVersion,
          availabilityZone: input.AvailabilityZone,
          parameterGroup: input.DBParameterGroupName,
          promotionTier: input.PromotionTier,
          publiclyAccessible: input.PubliclyAccessible,
          tags: tagsOf(input.Tags),
        });
        return { DBInstance: describeInstance(region, instance) };
      },
    },
    DescribeDBInstances: {
      access: (input) => [accessOn(region, 'rds:DescribeDBInstances', 'db', input.DBInstanceIdentifier)],
      handle(input) {
        const { DBInstanceIdentifier } = input;
        const all =
          DBInstanceIdentifier === undefined
            ? [...region.rds.instances.all.values()]
            : [region.rds.instances.get(DBInstanceIdentifier)];
        const wanted = applyFilters(all, input.Filters, {
          'db-cluster-id': (instance) => [
            instance.clusterIdentifier,
            region.rds.clusters.find(instance.clusterIdentifier)?.arn,
          ],
          'db-instance-id': (instance) => [instance.identifier, instance.arn],
          'dbi-resource-id': (instance) => [instance.resourceId],
          engine: (instance) => [instance.engine],
        });
        const { items, Marker } = pageOf(wanted, input);
        return { DBInstances: items.map((instance) => describeInstance(region, instance)), Marker };
      },
    },
    DeleteDBInstance: {
      access: (input) => [accessOn(region, 'rds:DeleteDBInstance', 'db', input.DBInstanceIdentifier)],
      handle(input) {
        onlyModelled('rds:DeleteDBInstance', input, [
          'DBInstanceIdentifier',
          'SkipFinalSnapshot',
          'FinalDBSnapshotIdentifier',
          'DeleteAutomatedBackups',
        ]);
        const instance = region.rds.instances.get(required('DBInstanceIdentifier', input.DBInstanceIdentifier));
        if (input.FinalDBSnapshotIdentifier !== undefined) {
          throw new AwsError(
            'InvalidParameterCombination',
            'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance.',
          );
        }
        region.rds.instances.delete(instance);
        return { DBInstance: describeInstance(region, instance) };
      },
    },
  };
}

const CREATE_PARAMETERS = [
  'DBInstanceIdentifier',
  'DBClusterIdentifier',
  'DBInstanceClass',
  'Engine',
  'EngineVersion',
  'AvailabilityZone',
  'DBParameterGroupName',
  'PromotionTier',
  'PubliclyAccessible',
  'Tags',
  // Taken and without effect here: they change nothing that a failover sees.
  'AutoMinorVersionUpgrade',
  'EnablePerformanceInsights',
  'PerformanceInsightsRetentionPeriod',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'CopyTagsToSnapshot',
] as const;
