import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest } from '../cloudformation/provider';
import { notModelled } from '../not-modelled';
import { parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import {
  type BucketOrigin,
  type DistributionSettings,
  MANAGED_CACHE_POLICIES,
  MANAGED_RESPONSE_HEADERS,
} from './distribution';

const TYPE = 'AWS::CloudFront::Distribution';
/** What is kept and has no effect in the simulation. */
const WithoutEffect = z.unknown().optional();

const Origin = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  ConnectionAttempts: TemplateNumber.default(3),
  ConnectionTimeout: TemplateNumber.default(10),
  OriginAccessControlId: z.string(),
  S3OriginConfig: z.strictObject({ OriginAccessIdentity: z.literal('').optional() }),
});

const OriginGroup = z.strictObject({
  Id: z.string(),
  FailoverCriteria: z.strictObject({
    StatusCodes: z.strictObject({ Items: z.array(TemplateNumber), Quantity: TemplateNumber }),
  }),
  Members: z.strictObject({
    Items: z.array(z.strictObject({ OriginId: z.string() })).length(2),
    Quantity: TemplateNumber,
  }),
});

const Properties = z.strictObject({
  DistributionConfig: z.strictObject({
    Enabled: TemplateBoolean,
    Aliases: z.array(z.string()).default([]),
    Comment: WithoutEffect,
    HttpVersion: WithoutEffect,
    IPV6Enabled: WithoutEffect,
    PriceClass: WithoutEffect,
    Logging: WithoutEffect,
    DefaultRootObject: z.string().default(''),
    ViewerCertificate: z
      .strictObject({
        AcmCertificateArn: z.string(),
        MinimumProtocolVersion: WithoutEffect,
        SslSupportMethod: WithoutEffect,
      })
      .optional(),
    DefaultCacheBehavior: z.strictObject({
      TargetOriginId: z.string(),
      ViewerProtocolPolicy: z.enum(['allow-all', 'redirect-to-https', 'https-only']),
      AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
      CachedMethods: WithoutEffect,
      CachePolicyId: z.string(),
      ResponseHeadersPolicyId: z.string().optional(),
      Compress: WithoutEffect,
    }),
    Origins: z.array(Origin).min(1),
    OriginGroups: z.strictObject({ Items: z.array(OriginGroup), Quantity: TemplateNumber }).optional(),
  }),
  Tags: TagList.optional(),
});

/** Reads the properties of a distribution; what CloudFront would refuse is an AwsError with its code. */
export function readDistribution(request: ProviderRequest): {
  readonly settings: DistributionSettings;
  readonly tags: z.infer<typeof TagList> | undefined;
} {
  const { DistributionConfig: config, Tags } = parseProperties(TYPE, Properties, request.properties);
  const behavior = config.DefaultCacheBehavior;
  if (!MANAGED_CACHE_POLICIES.has(behavior.CachePolicyId))
    throw notModelled(`The cache policy ${behavior.CachePolicyId}`);
  // A certificate of another region is not seen (CloudFront Developer Guide, Requirements for certificates).
  const certificate = config.ViewerCertificate?.AcmCertificateArn;
  if (config.Aliases.length > 0 && certificate?.split(':')[3] !== 'us-east-1') {
    throw new AwsError(
      'InvalidViewerCertificate',
      'The specified SSL certificate does not exist, is not in us-east-1 region, is not valid, or does not include a valid certificate chain.',
    );
  }
  const group = config.OriginGroups?.Items.find(({ Id }) => Id === behavior.TargetOriginId);
  const originIds =
    group === undefined ? [behavior.TargetOriginId] : group.Members.Items.map(({ OriginId }) => OriginId);
  return {
    settings: {
      isEnabled: config.Enabled,
      aliases: config.Aliases.map((alias) => alias.toLowerCase()),
      defaultRootObject: config.DefaultRootObject,
      allowedMethods: behavior.AllowedMethods,
      viewerProtocol: behavior.ViewerProtocolPolicy,
      responseHeaders: responseHeadersOf(behavior.ResponseHeadersPolicyId),
      origins: originIds.map((id) =>
        bucketOrigin(
          request,
          config.Origins.find(({ Id }) => Id === id),
          id,
        ),
      ),
      failoverStatuses: group?.FailoverCriteria.StatusCodes.Items ?? [],
    },
    tags: Tags,
  };
}

function responseHeadersOf(policyId: string | undefined): Readonly<Record<string, string>> {
  if (policyId === undefined) return {};
  const headers = MANAGED_RESPONSE_HEADERS[policyId];
  if (headers === undefined) throw notModelled(`The response headers policy ${policyId}`);
  return headers;
}

function bucketOrigin(
  { region: { world } }: ProviderRequest,
  origin: z.infer<typeof Origin> | undefined,
  id: string,
): BucketOrigin {
  if (origin === undefined) {
    throw new AwsError('NoSuchOrigin', `One or more of your origins or origin groups do not exist: ${id}`, {
      status: 404,
    });
  }
  if (!world.cloudFront.hasAccessControl(origin.OriginAccessControlId)) {
    throw new AwsError('NoSuchOriginAccessControl', 'The specified origin access control does not exist.', {
      status: 404,
    });
  }
  const bucket = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/.exec(origin.DomainName)?.[1];
  if (bucket === undefined)
    throw notModelled(`An origin that is no bucket under its regional name, ${origin.DomainName},`);
  return {
    bucket,
    connectionAttempts: origin.ConnectionAttempts,
    connectionTimeoutMs: origin.ConnectionTimeout * 1000,
  };
}
