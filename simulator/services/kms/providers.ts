import * as z from 'zod';
import type { Access } from '../../service';
import { AwsError } from '../../service';
import type { ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import type { KmsKey } from './key';
import { checkKeyPolicy, checkLockout } from './key-policy';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';

const KeyProperties = z.strictObject({
  Description: z.string().optional(),
  Enabled: TemplateBoolean.default(true),
  EnableKeyRotation: TemplateBoolean.optional(),
  RotationPeriodInDays: TemplateNumber.optional(),
  KeyPolicy: z.unknown().optional(),
  BypassPolicyLockoutSafetyCheck: TemplateBoolean.default(false),
  MultiRegion: TemplateBoolean.optional(),
  PendingWindowInDays: TemplateNumber.default(30),
  Tags: TagList.optional(),
});

const key: ResourceProvider = {
  type: 'AWS::KMS::Key',
  calls: { service: 'kms', create: ['CreateKey'], update: ['PutKeyPolicy'], delete: ['ScheduleKeyDeletion'] },
  access: (request, change) => keyAccess(request, change),
  create(request) {
    const properties = parseProperties(key.type, KeyProperties, request.properties);
    checkLockout(request.region.world, properties.KeyPolicy, request.caller, {
      isBypassed: properties.BypassPolicyLockoutSafetyCheck,
    });
    const made = request.region.kms.createKey({
      description: properties.Description,
      policy: properties.KeyPolicy,
      enabled: properties.Enabled,
      multiRegion: properties.MultiRegion,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    return { physicalId: made.keyId, attributes: { Arn: made.arn, KeyId: made.keyId } };
  },
  update(request) {
    const properties = parseProperties(key.type, KeyProperties, request.properties);
    const existing = request.region.kms.get(request.physicalId);
    existing.description = properties.Description ?? '';
    const before = parseProperties(key.type, KeyProperties, request.previousProperties);
    // Only then does the handler put it (KeyHandlerHelper.updateKeyPolicy, in its public source).
    if (JSON.stringify(properties.KeyPolicy) !== JSON.stringify(before.KeyPolicy))
      putPolicy(request, existing, properties);
    existing.tags = mergeTags(request.stackTags, properties.Tags);
    if (properties.Enabled !== (existing.state === 'Enabled')) {
      request.region.kms.setEnabled(request.physicalId, properties.Enabled);
    }
    return { physicalId: existing.keyId, attributes: { Arn: existing.arn, KeyId: existing.keyId } };
  },
  delete(request) {
    const { PendingWindowInDays } = parseProperties(key.type, KeyProperties, request.properties);
    const existing = request.region.kms.find(request.physicalId);
    if (existing === undefined) return;
    checkKeyPolicy(request.region.world, existing, request.caller, 'kms:ScheduleKeyDeletion');
    request.region.kms.scheduleDeletion(request.physicalId, PendingWindowInDays);
  },
};

const AliasProperties = z.strictObject({ AliasName: z.string(), TargetKeyId: z.string() });

const alias: ResourceProvider = {
  type: 'AWS::KMS::Alias',
  calls: { service: 'kms', create: ['CreateAlias'], update: ['UpdateAlias'], delete: ['DeleteAlias'] },
  access(request, change) {
    const { AliasName, TargetKeyId } = parseProperties(alias.type, AliasProperties, request.properties);
    const target = request.region.kms.find(TargetKeyId)?.arn ?? TargetKeyId;
    const action = { create: 'kms:CreateAlias', update: 'kms:UpdateAlias', delete: 'kms:DeleteAlias' }[change];
    return [
      { action, resource: arn(request, AliasName) },
      { action, resource: target },
    ];
  },
  create(request) {
    const { AliasName, TargetKeyId } = parseProperties(alias.type, AliasProperties, request.properties);
    if (request.region.kms.hasAlias(AliasName)) {
      throw new AwsError('AlreadyExistsException', `An alias with the name ${arn(request, AliasName)} already exists`);
    }
    request.region.kms.putAlias(AliasName, TargetKeyId);
    return { physicalId: AliasName, attributes: { AliasName } };
  },
  update(request) {
    const { AliasName, TargetKeyId } = parseProperties(alias.type, AliasProperties, request.properties);
    request.region.kms.putAlias(AliasName, TargetKeyId);
    return { physicalId: AliasName, attributes: { AliasName } };
  },
  delete(request) {
    request.region.kms.removeAlias(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [key, alias];

function putPolicy(request: ProviderRequest, existing: KmsKey, properties: z.output<typeof KeyProperties>): void {
  const { world } = request.region;
  checkKeyPolicy(world, existing, request.caller, 'kms:PutKeyPolicy');
  const isBypassed = properties.BypassPolicyLockoutSafetyCheck;
  checkLockout(world, properties.KeyPolicy, request.caller, { isBypassed });
  existing.policy = properties.KeyPolicy;
}

function keyAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const properties = parseProperties(key.type, KeyProperties, request.properties);
  const resource = arn(request, 'key/*');
  if (change === 'delete') return [{ action: 'kms:ScheduleKeyDeletion', resource }];
  return [
    change === 'create' ? { action: 'kms:CreateKey', resource: '*' } : { action: 'kms:DescribeKey', resource },
    { action: 'kms:PutKeyPolicy', resource },
    ...(properties.EnableKeyRotation === true ? [{ action: 'kms:EnableKeyRotation', resource }] : []),
    { action: 'kms:TagResource', resource },
  ];
}

function arn(request: ProviderRequest, resource: string): string {
  return `arn:aws:kms:${request.region.name}:${request.region.world.accountId}:${resource}`;
}
