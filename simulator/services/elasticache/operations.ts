import type * as client from '@aws-sdk/client-elasticache';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
import { keyAccess } from '../rds/key-access';
import { describe } from './serverless-cache';

export function operationsOf(region: Region): Operations<typeof client> {
  const on = (action: string, name = '*'): Access => ({
    action: `elasticache:${action}`,
    resource: region.elastiCache.arn(name.toLowerCase()),
  });
  return {
    CreateServerlessCache: {
      access: (input) => [
        on('CreateServerlessCache', input.ServerlessCacheName),
        ...(input.Tags === undefined ? [] : [on('AddTagsToResource', input.ServerlessCacheName)]),
        ...endpointAccess(region, input),
        ...keyAccess(region, input.KmsKeyId, ['kms:DescribeKey', 'kms:CreateGrant'], 'elasticache'),
      ],
      handle(input) {
        for (const member of ['SnapshotArnsToRestore', 'UserGroupId', 'DailySnapshotTime', 'NetworkType'] as const) {
          if (input[member] !== undefined) throw notModelled(`${member} of elasticache:CreateServerlessCache`);
        }
        return { ServerlessCache: describe(region.elastiCache.create(input)) };
      },
    },
    DescribeServerlessCaches: {
      access: (input) => [on('DescribeServerlessCaches', input.ServerlessCacheName)],
      handle({ ServerlessCacheName: name, MaxResults: size, NextToken: wanted }) {
        const caches = name === undefined ? region.elastiCache.caches : [region.elastiCache.get(name)];
        const { items, token } = pageOf(caches, { size, token: wanted }, CACHES);
        return { ServerlessCaches: items.map(describe), NextToken: token };
      },
    },
    ModifyServerlessCache: {
      access: (input) => [on('ModifyServerlessCache', input.ServerlessCacheName)],
      handle(input) {
        for (const member of ['Engine', 'MajorEngineVersion', 'UserGroupId', 'RemoveUserGroup'] as const) {
          if (input[member] !== undefined) throw notModelled(`${member} of elasticache:ModifyServerlessCache`);
        }
        return { ServerlessCache: describe(region.elastiCache.modify(input)) };
      },
    },
    ListTagsForResource: {
      access: ({ ResourceName: resource = '*' }) => [{ action: 'elasticache:ListTagsForResource', resource }],
      handle({ ResourceName: arn = '' }) {
        const name = /:serverlesscache:(.+)$/.exec(arn)?.[1];
        if (name === undefined) throw notModelled(`Tags of ${arn}`);
        const { tags } = region.elastiCache.get(name);
        return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
    },
    DeleteServerlessCache: {
      access: (input) => [
        {
          ...on('DeleteServerlessCache', input.ServerlessCacheName),
          conditions: tagsOf(region, input.ServerlessCacheName),
        },
      ],
      handle(input) {
        if (input.FinalSnapshotName !== undefined)
          throw notModelled('FinalSnapshotName of elasticache:DeleteServerlessCache');
        return { ServerlessCache: describe(region.elastiCache.delete(input.ServerlessCacheName ?? '')) };
      },
    },
  };
}

/** The tags of the cache, as a condition of a policy reads them (Service Authorization Reference, ElastiCache). */
function tagsOf({ elastiCache }: Region, name: string = ''): NonNullable<Access['conditions']> {
  const tags = elastiCache.find(name)?.tags ?? {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/** ElastiCache makes the VPC endpoint of the cache in the caller's name (AmazonElastiCacheFullAccess, its statements). */
function endpointAccess(
  region: Region,
  { SubnetIds = [], SecurityGroupIds = [] }: client.CreateServerlessCacheRequest,
): readonly Access[] {
  const arn = (type: string, id: string) => `arn:aws:ec2:${region.name}:${region.world.accountId}:${type}/${id}`;
  const endpoint = arn('vpc-endpoint', 'vpce-new');
  const vpcs = new Set(SubnetIds.flatMap((id) => region.ec2.subnet(id)?.properties['VpcId'] ?? []).map(String));
  return [
    {
      action: 'ec2:CreateVpcEndpoint',
      resource: endpoint,
      conditions: { 'ec2:VpceServiceName': `com.amazonaws.elasticache.serverless.${region.name}.vpce-svc-1` },
    },
    ...[
      ...[...vpcs].map((id) => arn('vpc', id)),
      ...SubnetIds.map((id) => arn('subnet', id)),
      ...SecurityGroupIds.map((id) => arn('security-group', id)),
    ].map((resource) => ({ action: 'ec2:CreateVpcEndpoint', resource })),
    {
      action: 'ec2:CreateTags',
      resource: endpoint,
      conditions: { 'ec2:CreateAction': 'CreateVpcEndpoint', 'aws:RequestTag/AmazonElastiCacheManaged': 'true' },
    },
  ];
}

/** ElastiCache API Reference, DescribeServerlessCaches: 50 where nothing is said; its bounds are UNVERIFIED. */
const CACHES: PageRules = {
  member: 'maxResults',
  least: 1,
  most: 100,
  otherwise: 50,
  wrongSize: (message) => new AwsError('InvalidParameterValueException', message),
  wrongToken: () => new AwsError('InvalidParameterValueException', 'The NextToken is not valid.'),
};
