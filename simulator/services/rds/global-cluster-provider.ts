import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { mergeTags, parseProperties, TagList, TemplateBoolean } from '../provider-properties';
import { accessOn } from './access';
import { globalClustersOf } from './global-clusters';
import { detach } from './global-failover';

const TYPE = 'AWS::RDS::GlobalCluster';

const Properties = z.strictObject({
  GlobalClusterIdentifier: z.string().optional(),
  /** The identifier or the ARN of a cluster of this region. */
  SourceDBClusterIdentifier: z.string().optional(),
  DeletionProtection: TemplateBoolean.default(false),
  Tags: TagList.optional(),
});

/** A global cluster around the cluster that becomes its primary. */
export const globalClusterProvider: ResourceProvider = {
  type: TYPE,
  calls: {
    service: 'rds',
    create: ['CreateGlobalCluster'],
    update: ['ModifyGlobalCluster'],
    delete: ['DeleteGlobalCluster'],
  },
  access(request, change) {
    const { region } = request;
    const { GlobalClusterIdentifier: identifier, SourceDBClusterIdentifier: source } = read(request);
    if (change === 'delete') return [accessOn(region, 'rds:DeleteGlobalCluster', 'global-cluster', identifier)];
    const action = change === 'create' ? 'rds:CreateGlobalCluster' : 'rds:ModifyGlobalCluster';
    return [
      accessOn(region, action, 'global-cluster', identifier),
      ...(change === 'create' ? [accessOn(region, action, 'cluster', source)] : []),
    ];
  },
  create(request) {
    const properties = read(request);
    if (properties.SourceDBClusterIdentifier === undefined)
      throw notModelled(`${TYPE} without SourceDBClusterIdentifier`);
    const { region } = request;
    const global = globalClustersOf(region.world).create({
      identifier: properties.GlobalClusterIdentifier ?? request.generateName(63).toLowerCase(),
      primary: region.rds.clusters.get(properties.SourceDBClusterIdentifier),
      deletionProtection: properties.DeletionProtection,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: global.identifier, attributes: { GlobalClusterArn: global.arn } };
  },
  update(request) {
    const properties = read(request);
    const before = parseProperties(TYPE, Properties, request.previousProperties);
    if (properties.SourceDBClusterIdentifier !== before.SourceDBClusterIdentifier) {
      throw notModelled(`Changing SourceDBClusterIdentifier of ${TYPE}`);
    }
    const global = globalClustersOf(request.region.world).get(request.physicalId);
    global.deletionProtection = properties.DeletionProtection;
    global.tags = mergeTags(request.stackTags, properties.Tags);
    return { physicalId: global.identifier, attributes: { GlobalClusterArn: global.arn } };
  },
  /** CloudFormation takes the primary out, not the secondaries, which are other stacks'. */
  delete(request) {
    const { region } = request;
    const globals = globalClustersOf(region.world);
    const global = globals.find(request.physicalId);
    if (global === undefined) return;
    if (global.members.length > 1) {
      throw new AwsError(
        'InvalidGlobalClusterStateFault',
        `Global cluster ${global.identifier} is not empty: remove its secondary clusters first.`,
      );
    }
    if (global.members.length === 1) detach(region, global, globals.primaryOf(global));
    globals.remove(global);
  },
};

function read(request: ProviderRequest): z.infer<typeof Properties> {
  return parseProperties(TYPE, Properties, request.properties);
}
