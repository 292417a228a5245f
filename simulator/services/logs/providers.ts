import * as z from 'zod';
import { type Access, AwsError } from '../../service';
import type { ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';

const LogGroupProperties = z.strictObject({
  LogGroupName: z.string().optional(),
  LogGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS']).optional(),
  RetentionInDays: TemplateNumber.optional(),
  KmsKeyId: z.string().optional(),
  DeletionProtectionEnabled: TemplateBoolean.optional(),
  Tags: TagList.optional(),
});

const logGroup: ResourceProvider = {
  type: 'AWS::Logs::LogGroup',
  calls: {
    service: 'logs',
    create: ['CreateLogGroup', 'PutRetentionPolicy'],
    update: ['PutRetentionPolicy'],
    delete: ['DeleteLogGroup'],
  },
  access: logGroupAccess,
  create(request) {
    const properties = parseProperties(logGroup.type, LogGroupProperties, request.properties);
    const name = properties.LogGroupName ?? request.generateName(512);
    requireKey(request, name);
    // Refused also where CloudFormation has kept the first of that name.
    request.region.logs.create({ name, logGroupClass: properties.LogGroupClass, ...changeableOf(request) });
    return logGroupResult(request, name);
  },
  update(request) {
    const { LogGroupName } = parseProperties(logGroup.type, LogGroupProperties, request.properties);
    const name = LogGroupName ?? request.physicalId;
    requireKey(request, name);
    const { retentionInDays, ...changes } = changeableOf(request);
    const group = Object.assign(request.region.logs.get(name), changes);
    request.region.logs.retain(group, retentionInDays);
    return logGroupResult(request, name);
  },
  delete(request) {
    const group = request.region.logs.find(request.physicalId);
    if (group !== undefined) request.region.logs.delete(group);
  },
};

const ResourcePolicyProperties = z.strictObject({ PolicyName: z.string(), PolicyDocument: z.string() });

const resourcePolicy: ResourceProvider = {
  type: 'AWS::Logs::ResourcePolicy',
  calls: {
    service: 'logs',
    create: ['PutResourcePolicy'],
    update: ['PutResourcePolicy'],
    delete: ['DeleteResourcePolicy'],
  },
  access: (_request, change) => [
    { action: change === 'delete' ? 'logs:DeleteResourcePolicy' : 'logs:PutResourcePolicy', resource: '*' },
  ],
  create(request) {
    return {
      physicalId: parseProperties(resourcePolicy.type, ResourcePolicyProperties, request.properties).PolicyName,
    };
  },
  update(request) {
    return {
      physicalId: parseProperties(resourcePolicy.type, ResourcePolicyProperties, request.properties).PolicyName,
    };
  },
  delete() {},
};

export const providers: readonly ResourceProvider[] = [logGroup, resourcePolicy];

function changeableOf(request: ProviderRequest) {
  const properties = parseProperties(logGroup.type, LogGroupProperties, request.properties);
  return {
    retentionInDays: properties.RetentionInDays,
    kmsKeyId: properties.KmsKeyId,
    isProtected: properties.DeletionProtectionEnabled ?? false,
    tags: mergeTags(request.stackTags, properties.Tags),
  };
}

/** The text is that of AssociateKmsKey for a key that is not there (hashicorp/terraform-provider-aws #29282). */
function requireKey(request: ProviderRequest, name: string): void {
  const { KmsKeyId } = parseProperties(logGroup.type, LogGroupProperties, request.properties);
  if (KmsKeyId === undefined || request.region.kms.isUsable(KmsKeyId)) return;
  throw new AwsError(
    'AccessDeniedException',
    `The specified KMS key does not exist or is not allowed to be used with Arn '${logGroupArn(request, name)}'`,
  );
}

function logGroupResult(request: ProviderRequest, name: string) {
  return { physicalId: name, attributes: { Arn: `${logGroupArn(request, name)}:*` } };
}

function logGroupAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const properties = parseProperties(logGroup.type, LogGroupProperties, request.properties);
  const resource = logGroupArn(request, properties.LogGroupName ?? '*');
  if (change === 'delete') return [{ action: 'logs:DeleteLogGroup', resource }];
  return [
    ...(change === 'create' ? [{ action: 'logs:CreateLogGroup', resource }] : []),
    { action: 'logs:DescribeLogGroups', resource: logGroupArn(request, '*') },
    ...(properties.RetentionInDays === undefined ? [] : [{ action: 'logs:PutRetentionPolicy', resource }]),
    ...(Object.keys(request.stackTags).length > 0 || properties.Tags !== undefined
      ? [{ action: 'logs:TagResource', resource }]
      : []),
    ...(properties.KmsKeyId === undefined ? [] : [{ action: 'logs:AssociateKmsKey', resource }]),
  ];
}

function logGroupArn(request: ProviderRequest, name: string): string {
  return `arn:aws:logs:${request.region.name}:${request.region.world.accountId}:log-group:${name}`;
}
