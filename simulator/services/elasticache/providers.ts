import type { CacheUsageLimits } from '@aws-sdk/client-elasticache';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError } from '../../service';
import { callService } from '../cloudformation/call-service';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { mergeTags, parseProperties, TagList, TemplateNumber } from '../provider-properties';
import { describe, type ServerlessCache } from './serverless-cache';

const Limit = { Minimum: TemplateNumber.optional(), Maximum: TemplateNumber.optional() };
const Properties = z.strictObject({
  ServerlessCacheName: z.string(),
  Description: z.string().optional(),
  Engine: z.string(),
  MajorEngineVersion: z.string().optional(),
  CacheUsageLimits: z
    .strictObject({
      DataStorage: z.strictObject({ ...Limit, Unit: z.literal('GB') }).optional(),
      ECPUPerSecond: z.strictObject(Limit).optional(),
    })
    .optional(),
  KmsKeyId: z.string().optional(),
  SecurityGroupIds: z.array(z.string()).optional(),
  SubnetIds: z.array(z.string()).optional(),
  SnapshotRetentionLimit: TemplateNumber.optional(),
  Tags: TagList.optional(),
});

/** What another cache is made for (the type's registry schema, createOnlyProperties). */
const CREATE_ONLY = ['ServerlessCacheName', 'KmsKeyId', 'SubnetIds'] as const;

const serverlessCache: ResourceProvider = {
  type: 'AWS::ElastiCache::ServerlessCache',
  calls: 'dispatched',
  // As the handlers of the type's registry schema; the calls themselves are authorised on their way.
  access(request, change) {
    const { elastiCache } = request.region;
    const resource = elastiCache.arn(parse(request).ServerlessCacheName);
    const actions = {
      create: ['DescribeServerlessCaches', 'ListTagsForResource'],
      update: ['DescribeServerlessCaches', 'ListTagsForResource', 'AddTagsToResource', 'RemoveTagsFromResource'],
      delete: ['DescribeServerlessCaches', 'ListTagsForResource'],
    }[change];
    return actions.map((action) => ({ action: `elasticache:${action}`, resource }));
  },
  async create(request) {
    const { Tags, ...properties } = parse(request);
    const tags = Object.entries(mergeTags(request.stackTags, Tags));
    const input = { ...properties, Tags: tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value })) };
    await call(request, 'CreateServerlessCache', input, properties.ServerlessCacheName);
    return stabilised(request.region.elastiCache.get(properties.ServerlessCacheName));
  },
  async update(request) {
    const now = parse(request);
    const before = parseProperties(serverlessCache.type, Properties, request.previousProperties);
    const isChanged = (name: keyof typeof now) => !isDeepStrictEqual(now[name], before[name]);
    if (CREATE_ONLY.some(isChanged)) return serverlessCache.create(request);
    if (isChanged('Engine') || isChanged('MajorEngineVersion')) throw notModelled('Changing the engine of a cache');
    const cache = request.region.elastiCache.get(request.physicalId);
    cache.tags = mergeTags(request.stackTags, now.Tags);
    const { ServerlessCacheName, Description, CacheUsageLimits, SecurityGroupIds, SnapshotRetentionLimit } = now;
    const changed = { Description, CacheUsageLimits, SecurityGroupIds, SnapshotRetentionLimit };
    if ((Object.keys(changed) as (keyof typeof changed)[]).some(isChanged)) {
      await call(request, 'ModifyServerlessCache', { ServerlessCacheName, ...changed });
    }
    return stabilised(cache);
  },
  async delete(request) {
    const cache = request.region.elastiCache.find(request.physicalId);
    if (cache === undefined) return;
    // A cache that is still on its way is removed as soon as it can be.
    await cache.settled;
    try {
      await call(request, 'DeleteServerlessCache', { ServerlessCacheName: cache.name });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ServerlessCacheNotFoundFault') throw error;
    }
    await cache.settled;
  },
};

export const providers: readonly ResourceProvider[] = [serverlessCache];

function parse(request: ProviderRequest | ExistingRequest) {
  return parseProperties(serverlessCache.type, Properties, request.properties);
}

type Input = Readonly<Record<string, unknown>> & { readonly CacheUsageLimits?: CacheUsageLimits | undefined };

function call(request: ProviderRequest, operation: string, input: Input, physicalId?: string): Promise<unknown> {
  return callService(request, { service: 'elasticache', operation, input }, physicalId);
}

async function stabilised(cache: ServerlessCache): Promise<ProviderResult> {
  await cache.settled;
  if (cache.status !== 'available') {
    throw new AwsError('NotStabilized', `Serverless cache ${cache.name} is in the state ${cache.status}`);
  }
  const { Endpoint, ReaderEndpoint, FullEngineVersion } = describe(cache);
  return {
    physicalId: cache.name,
    attributes: {
      ARN: cache.arn,
      CreateTime: new Date(cache.createdAtMs).toISOString(),
      Status: cache.status,
      FullEngineVersion,
      'Endpoint.Address': Endpoint?.Address,
      'Endpoint.Port': String(Endpoint?.Port),
      'ReaderEndpoint.Address': ReaderEndpoint?.Address,
      'ReaderEndpoint.Port': String(ReaderEndpoint?.Port),
    },
  };
}
