import * as z from 'zod';
import type { Access } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties } from '../provider-properties';
import type { Distribution } from './distribution';
import { readDistribution } from './distribution-properties';

const distribution: ResourceProvider = {
  type: 'AWS::CloudFront::Distribution',
  calls: {
    service: 'cloudfront',
    region: 'us-east-1',
    create: ['CreateDistributionWithTags', 'GetDistribution'],
    update: ['UpdateDistribution', 'GetDistribution'],
    delete: ['DeleteDistribution'],
  },
  access: (request, change) =>
    accessTo(
      request,
      'distribution',
      {
        create: ['CreateDistribution', 'GetDistribution', 'TagResource'],
        update: ['UpdateDistribution', 'GetDistribution', 'GetDistributionConfig', 'TagResource', 'UntagResource'],
        delete: ['DeleteDistribution', 'UpdateDistribution', 'GetDistribution', 'GetDistributionConfig'],
      }[change],
    ),
  async create(request) {
    const { settings, tags } = readDistribution(request);
    return resultOf(await cloudFront(request).put(undefined, settings, mergeTags(request.stackTags, tags)));
  },
  async update(request) {
    const { settings, tags } = readDistribution(request);
    return resultOf(await cloudFront(request).put(request.physicalId, settings, mergeTags(request.stackTags, tags)));
  },
  async delete(request) {
    await cloudFront(request).remove(request.physicalId);
  },
};

const AccessControlProperties = z.strictObject({
  OriginAccessControlConfig: z.strictObject({
    Name: z.string(),
    Description: z.string().optional(),
    OriginAccessControlOriginType: z.literal('s3'),
    // Without a signature a bucket that is not public refuses: the other behaviours serve other origins.
    SigningBehavior: z.literal('always'),
    SigningProtocol: z.literal('sigv4'),
  }),
});

const originAccessControl: ResourceProvider = {
  type: 'AWS::CloudFront::OriginAccessControl',
  calls: {
    service: 'cloudfront',
    region: 'us-east-1',
    create: ['CreateOriginAccessControl'],
    delete: ['DeleteOriginAccessControl'],
  },
  access: (request, change) =>
    accessTo(
      request,
      'origin-access-control',
      {
        create: ['CreateOriginAccessControl'],
        update: ['UpdateOriginAccessControl', 'GetOriginAccessControl'],
        delete: ['DeleteOriginAccessControl', 'GetOriginAccessControl'],
      }[change],
    ),
  create(request) {
    const { OriginAccessControlConfig } = parseProperties(
      originAccessControl.type,
      AccessControlProperties,
      request.properties,
    );
    const physicalId = cloudFront(request).createAccessControl(OriginAccessControlConfig.Name);
    return { physicalId, attributes: { Id: physicalId } };
  },
  delete(request) {
    cloudFront(request).deleteAccessControl(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [distribution, originAccessControl];

function cloudFront({ region: { world } }: ProviderRequest) {
  return world.cloudFront;
}

function accessTo({ region: { world } }: ProviderRequest, type: string, actions: readonly string[]): readonly Access[] {
  const resource = `arn:aws:cloudfront::${world.accountId}:${type}/*`;
  return actions.map((action) => ({ action: `cloudfront:${action}`, resource }));
}

function resultOf({ id, domainName }: Distribution): ProviderResult {
  return { physicalId: id, attributes: { Id: id, DomainName: domainName } };
}
