import * as z from 'zod';
import { type Access, AwsError } from '../../service';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList } from '../provider-properties';
import type { BucketReplication } from './bucket';
import { defaultKeyOf } from './encryption';
import { findBucket } from './find-bucket';
import { enabledRules, ReplicationRule } from './replication-rule';

/** What is kept and has no effect in the simulation. */
const WithoutEffect = z.unknown().optional();

const BucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  ReplicationConfiguration: z.strictObject({ Role: z.string(), Rules: z.array(ReplicationRule) }).optional(),
  BucketEncryption: WithoutEffect,
  PublicAccessBlockConfiguration: WithoutEffect,
  OwnershipControls: WithoutEffect,
  LifecycleConfiguration: WithoutEffect,
  LoggingConfiguration: z
    .strictObject({ DestinationBucketName: z.string(), LogFilePrefix: z.string().optional() })
    .optional(),
  Tags: TagList.optional(),
});
type BucketProperties = z.infer<typeof BucketProperties>;

const bucket: ResourceProvider = {
  type: 'AWS::S3::Bucket',
  calls: {
    service: 's3',
    create: ['CreateBucket', 'PutBucketEncryption', 'PutBucketVersioning', 'PutPublicAccessBlock'],
    update: ['PutBucketEncryption', 'PutBucketVersioning', 'PutPublicAccessBlock'],
    delete: ['DeleteBucket'],
  },
  access: bucketAccess,
  create(request) {
    const properties = parseProperties(bucket.type, BucketProperties, request.properties);
    // Buckets have no upper case letters, so CloudFormation's own names have none either.
    const name = properties.BucketName ?? request.generateName(63).toLowerCase();
    request.region.s3.createBucket(name);
    try {
      return configure(request, name, properties);
    } catch (error) {
      request.region.s3.deleteBucket(name);
      throw error;
    }
  },
  update(request) {
    const properties = parseProperties(bucket.type, BucketProperties, request.properties);
    const isRenamed = (properties.BucketName ?? request.physicalId) !== request.physicalId;
    return isRenamed ? bucket.create(request) : configure(request, request.physicalId, properties);
  },
  delete(request) {
    request.region.s3.deleteBucket(request.physicalId);
  },
};

const PolicyProperties = z.strictObject({ Bucket: z.string(), PolicyDocument: z.unknown() });

/** Policies are kept and not evaluated: ours only refuse plain HTTP, and no simulated call is made without TLS. */
const bucketPolicy: ResourceProvider = {
  type: 'AWS::S3::BucketPolicy',
  calls: { service: 's3', create: ['PutBucketPolicy'], update: ['PutBucketPolicy'], delete: ['DeleteBucketPolicy'] },
  access(request, change) {
    const { Bucket } = parseProperties(bucketPolicy.type, PolicyProperties, request.properties);
    const action = change === 'delete' ? 's3:DeleteBucketPolicy' : 's3:PutBucketPolicy';
    return [{ action, resource: `arn:aws:s3:::${Bucket}` }];
  },
  create: putPolicy,
  update: (request) => {
    const { Bucket } = parseProperties(bucketPolicy.type, PolicyProperties, request.properties);
    if (Bucket !== request.physicalId) removePolicy(request);
    return putPolicy(request);
  },
  delete: removePolicy,
};

export const providers: readonly ResourceProvider[] = [bucket, bucketPolicy];

function configure(request: ProviderRequest, name: string, properties: BucketProperties): ProviderResult {
  requireLogTarget(request, properties);
  request.region.s3.configureBucket(name, {
    isVersioned: properties.VersioningConfiguration?.Status === 'Enabled',
    replication: replicationOf(properties),
    kmsKeyId: defaultKeyOf(properties.BucketEncryption),
    tags: mergeTags(request.stackTags, properties.Tags),
  });
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${request.region.name}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${request.region.name}.amazonaws.com`,
    },
  };
}

/** Logs themselves are not written; that they could be is checked, as PutBucketLogging does (S3 API Reference). */
function requireLogTarget({ region }: ProviderRequest, { LoggingConfiguration }: BucketProperties): void {
  if (LoggingConfiguration === undefined) return;
  const target = findBucket(region.world, LoggingConfiguration.DestinationBucketName);
  if (target === undefined) {
    throw new AwsError('InvalidTargetBucketForLogging', 'The target bucket for logging does not exist');
  }
  if (target.region === region.name) return;
  // S3 User Guide, Troubleshoot server access logging.
  throw new AwsError('CrossLocationLoggingProhibitted', 'Cross S3 location logging not allowed.', {
    status: 403,
    members: { TargetBucketLocation: target.region },
  });
}

function replicationOf({ ReplicationConfiguration }: BucketProperties): BucketReplication | undefined {
  if (ReplicationConfiguration === undefined) return undefined;
  return { roleArn: ReplicationConfiguration.Role, rules: enabledRules(ReplicationConfiguration.Rules) };
}

/** The configuration operations behind the properties that a bucket can have. */
const CONFIGURATION_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  VersioningConfiguration: ['s3:PutBucketVersioning'],
  ReplicationConfiguration: ['s3:PutReplicationConfiguration'],
  BucketEncryption: ['s3:PutEncryptionConfiguration'],
  PublicAccessBlockConfiguration: ['s3:PutBucketPublicAccessBlock'],
  OwnershipControls: ['s3:PutBucketOwnershipControls'],
  LifecycleConfiguration: ['s3:PutLifecycleConfiguration'],
  LoggingConfiguration: ['s3:PutBucketLogging'],
  Tags: ['s3:PutBucketTagging'],
};

function bucketAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const properties = parseProperties(bucket.type, BucketProperties, request.properties);
  const resource = `arn:aws:s3:::${properties.BucketName ?? '*'}`;
  if (change === 'delete') return [{ action: 's3:DeleteBucket', resource }];
  const actions = Object.entries(CONFIGURATION_ACTIONS).flatMap(([property, needed]) =>
    request.properties[property] === undefined ? [] : needed,
  );
  const { ReplicationConfiguration } = properties;
  return [
    ...(change === 'create' ? [{ action: 's3:CreateBucket', resource }] : []),
    ...actions.map((action) => ({ action, resource })),
    ...(ReplicationConfiguration === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: ReplicationConfiguration.Role,
            conditions: { 'iam:PassedToService': 's3.amazonaws.com' },
          },
        ]),
  ];
}

function putPolicy(request: ProviderRequest): ProviderResult {
  const { Bucket, PolicyDocument } = parseProperties(bucketPolicy.type, PolicyProperties, request.properties);
  request.region.s3.configureBucket(Bucket, { policy: PolicyDocument });
  return { physicalId: Bucket };
}

function removePolicy(request: ExistingRequest): void {
  if (request.region.s3.bucketHere(request.physicalId) === undefined) return;
  request.region.s3.configureBucket(request.physicalId, { policy: undefined });
}
