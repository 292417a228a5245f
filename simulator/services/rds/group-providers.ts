import * as z from 'zod';
import { AwsError } from '../../service';
import type { ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList } from '../provider-properties';
import { notModelled } from '../not-modelled';
import { accessOn } from './access';

const SubnetGroup = z.strictObject({
  DBSubnetGroupName: z.string().optional(),
  DBSubnetGroupDescription: z.string(),
  SubnetIds: z.array(z.string()),
  Tags: TagList.optional(),
});

const subnetGroup: ResourceProvider = {
  type: 'AWS::RDS::DBSubnetGroup',
  calls: {
    service: 'rds',
    create: ['CreateDBSubnetGroup'],
    update: ['ModifyDBSubnetGroup'],
    delete: ['DeleteDBSubnetGroup'],
  },
  access(request, change) {
    const { DBSubnetGroupName } = parseProperties(subnetGroup.type, SubnetGroup, request.properties);
    const action = {
      create: 'rds:CreateDBSubnetGroup',
      update: 'rds:ModifyDBSubnetGroup',
      delete: 'rds:DeleteDBSubnetGroup',
    }[change];
    return [accessOn(request.region, action, 'subgrp', DBSubnetGroupName ?? '*')];
  },
  create(request) {
    const properties = parseProperties(subnetGroup.type, SubnetGroup, request.properties);
    const group = request.region.rds.groups.createSubnetGroup({
      name: properties.DBSubnetGroupName ?? request.generateName(255),
      description: properties.DBSubnetGroupDescription,
      subnetIds: properties.SubnetIds,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: group.name };
  },
  update(request) {
    const properties = parseProperties(subnetGroup.type, SubnetGroup, request.properties);
    if ((properties.DBSubnetGroupName?.toLowerCase() ?? request.physicalId) !== request.physicalId) {
      return subnetGroup.create(request);
    }
    request.region.rds.groups.changeSubnetGroup(request.physicalId, {
      description: properties.DBSubnetGroupDescription,
      subnetIds: properties.SubnetIds,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: request.physicalId };
  },
  delete(request) {
    const { groups, clusters } = request.region.rds;
    if ([...clusters.all.values()].some((cluster) => cluster.subnetGroup === request.physicalId)) {
      throw new AwsError(
        'InvalidDBSubnetGroupStateFault',
        `Cannot delete the subnet group '${request.physicalId}' because at least one database cluster is still using it.`,
      );
    }
    groups.subnetGroups.delete(request.physicalId);
  },
};

const ClusterParameters = z.strictObject({
  DBClusterParameterGroupName: z.string().optional(),
  Description: z.string(),
  Family: z.string(),
  Parameters: z.record(z.string(), z.coerce.string()),
  Tags: TagList.optional(),
});

const clusterParameterGroup: ResourceProvider = {
  type: 'AWS::RDS::DBClusterParameterGroup',
  calls: { service: 'rds', create: ['CreateDBClusterParameterGroup'], delete: ['DeleteDBClusterParameterGroup'] },
  access(request, change) {
    const properties = parseProperties(clusterParameterGroup.type, ClusterParameters, request.properties);
    const action = change === 'delete' ? 'rds:DeleteDBClusterParameterGroup' : 'rds:CreateDBClusterParameterGroup';
    const name = properties.DBClusterParameterGroupName ?? '*';
    return [accessOn(request.region, action, 'cluster-pg', name)];
  },
  create(request) {
    const properties = parseProperties(clusterParameterGroup.type, ClusterParameters, request.properties);
    if (/^(1|on|true)$/i.test(properties.Parameters['track_commit_timestamp'] ?? ''))
      throw notModelled('The cluster parameter track_commit_timestamp, which would give the clock of the machine,');
    const group = request.region.rds.groups.createParameterGroup('cluster-pg', {
      name: properties.DBClusterParameterGroupName ?? request.generateName(255),
      description: properties.Description,
      family: properties.Family,
      parameters: properties.Parameters,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: group.name };
  },
  delete(request) {
    request.region.rds.groups.clusterParameterGroups.delete(request.physicalId);
  },
};

const InstanceParameters = z.strictObject({
  DBParameterGroupName: z.string().optional(),
  Description: z.string(),
  Family: z.string(),
  Parameters: z.record(z.string(), z.coerce.string()).default({}),
  Tags: TagList.optional(),
});

const parameterGroup: ResourceProvider = {
  type: 'AWS::RDS::DBParameterGroup',
  calls: { service: 'rds', create: ['CreateDBParameterGroup'], delete: ['DeleteDBParameterGroup'] },
  access(request, change) {
    const { DBParameterGroupName } = parseProperties(parameterGroup.type, InstanceParameters, request.properties);
    const action = change === 'delete' ? 'rds:DeleteDBParameterGroup' : 'rds:CreateDBParameterGroup';
    return [accessOn(request.region, action, 'pg', DBParameterGroupName ?? '*')];
  },
  create(request) {
    const properties = parseProperties(parameterGroup.type, InstanceParameters, request.properties);
    const group = request.region.rds.groups.createParameterGroup('pg', {
      name: properties.DBParameterGroupName ?? request.generateName(255),
      description: properties.Description,
      family: properties.Family,
      parameters: properties.Parameters,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: group.name };
  },
  delete(request) {
    request.region.rds.groups.parameterGroups.delete(request.physicalId);
  },
};

export const groupProviders: readonly ResourceProvider[] = [subnetGroup, clusterParameterGroup, parameterGroup];
