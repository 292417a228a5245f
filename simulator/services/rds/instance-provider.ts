import * as z from 'zod';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import type { ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { accessOn } from './access';
import { checkInstanceRequest, monitoringAccess } from './instance-rules';

const TYPE = 'AWS::RDS::DBInstance';

const Properties = z.strictObject({
  DBInstanceIdentifier: z.string().optional(),
  DBInstanceClass: z.string(),
  DBClusterIdentifier: z.string(),
  Engine: z.string(),
  AvailabilityZone: z.string().optional(),
  DBParameterGroupName: z.string().optional(),
  PromotionTier: TemplateNumber.optional(),
  PubliclyAccessible: TemplateBoolean.optional(),
  // Taken and without effect here: they change nothing that a failover sees.
  AutoMinorVersionUpgrade: TemplateBoolean.optional(),
  CopyTagsToSnapshot: TemplateBoolean.optional(),
  DBSubnetGroupName: z.string().optional(),
  EnablePerformanceInsights: TemplateBoolean.optional(),
  PerformanceInsightsRetentionPeriod: TemplateNumber.optional(),
  PerformanceInsightsKMSKeyId: z.string().optional(),
  MonitoringInterval: TemplateNumber.optional(),
  MonitoringRoleArn: z.string().optional(),
  CACertificateIdentifier: z.string().optional(),
  Tags: TagList.optional(),
});

export const instanceProvider: ResourceProvider = {
  type: TYPE,
  calls: {
    service: 'rds',
    create: ['CreateDBInstance', 'DescribeDBInstances'],
    update: ['ModifyDBInstance', 'DescribeDBInstances'],
    delete: ['DeleteDBInstance'],
  },
  access(request, change) {
    const { region } = request;
    const { DBInstanceIdentifier, MonitoringRoleArn } = parseProperties(TYPE, Properties, request.properties);
    const action = { create: 'rds:CreateDBInstance', update: 'rds:ModifyDBInstance', delete: 'rds:DeleteDBInstance' };
    const passed = change === 'create' ? monitoringAccess(MonitoringRoleArn) : [];
    return [accessOn(region, action[change], 'db', DBInstanceIdentifier ?? '*'), ...passed];
  },
  async create(request) {
    const properties = parseProperties(TYPE, Properties, request.properties);
    checkInstanceRequest(properties);
    const { rds } = request.region;
    const instance = rds.instances.create({
      identifier: properties.DBInstanceIdentifier ?? request.generateName(63).toLowerCase(),
      clusterIdentifier: properties.DBClusterIdentifier,
      instanceClass: properties.DBInstanceClass,
      availabilityZone: properties.AvailabilityZone,
      parameterGroup: properties.DBParameterGroupName,
      promotionTier: properties.PromotionTier,
      publiclyAccessible: properties.PubliclyAccessible,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    await instance.settled;
    if (instance.status !== 'available') {
      throw new AwsError('NotStabilized', `DB instance ${instance.identifier} is in status ${instance.status}`);
    }
    return {
      physicalId: instance.identifier,
      attributes: {
        DBInstanceArn: instance.arn,
        DbiResourceId: instance.resourceId,
        'Endpoint.Address': instance.endpoint,
        'Endpoint.Port': String(rds.clusters.get(instance.clusterIdentifier).port),
      },
    };
  },
  update(request) {
    const strip = (properties: Readonly<Record<string, unknown>>) =>
      JSON.stringify({ ...properties, Tags: undefined, PromotionTier: undefined });
    if (strip(request.properties) !== strip(request.previousProperties)) throw notModelled(`Changing ${TYPE} in place`);
    const { Tags, PromotionTier } = parseProperties(TYPE, Properties, request.properties);
    const instance = request.region.rds.instances.get(request.physicalId);
    instance.tags = mergeTags(request.stackTags, Tags);
    // Without an interruption (CloudFormation Template Reference, AWS::RDS::DBInstance).
    instance.promotionTier = PromotionTier ?? 1;
    return { physicalId: instance.identifier, attributes: { DBInstanceArn: instance.arn } };
  },
  async delete(request) {
    const { instances } = request.region.rds;
    const instance = instances.find(request.physicalId);
    if (instance === undefined) return;
    if (instance.status !== 'deleting') instances.delete(instance);
    await instance.settled;
  },
};
