import type * as client from '@aws-sdk/client-kms';
import { type Access, AwsError, type Caller, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import type { KmsKey } from './key';
import { checkKeyPolicy, checkLockout } from './key-policy';

export function operationsOf(region: Region): Operations<typeof client> {
  const { world } = region;
  /** The key that a call means by its id or ARN; an alias names a key for DescribeKey alone (KMS API Reference, "KeyId"). */
  const openById = (id: string | undefined, caller: Caller, action: string) => {
    if (id !== undefined && /^(?:arn:[^/]*:)?alias\//.test(id)) {
      throw new AwsError('NotFoundException', `Invalid keyId ${id}`);
    }
    return open(id, caller, action);
  };
  /** The key that a call means, when its policy does not deny that call. */
  const open = (id: string | undefined, caller: Caller, action: string) => {
    const key = region.kms.get(id ?? '');
    checkKeyPolicy(world, key, caller, action);
    return key;
  };
  return {
    DescribeKey: {
      access: (input) => accessTo(region, 'kms:DescribeKey', input.KeyId),
      handle: (input, { caller }) => ({ KeyMetadata: describe(open(input.KeyId, caller, 'kms:DescribeKey')) }),
    },
    GetKeyPolicy: {
      access: (input) => accessTo(region, 'kms:GetKeyPolicy', input.KeyId),
      handle(input, { caller }) {
        const { policy } = openById(input.KeyId, caller, 'kms:GetKeyPolicy');
        if (policy === undefined) throw notModelled('GetKeyPolicy of a key that was made without a policy');
        return { Policy: JSON.stringify(policy), PolicyName: 'default' };
      },
    },
    PutKeyPolicy: {
      access: (input) => accessTo(region, 'kms:PutKeyPolicy', input.KeyId),
      handle(input, { caller }) {
        const key = openById(input.KeyId, caller, 'kms:PutKeyPolicy');
        const policy = parsePolicyText(input.Policy);
        checkLockout(world, policy, caller, { isBypassed: input.BypassPolicyLockoutSafetyCheck ?? false });
        key.policy = policy;
        return {};
      },
    },
    EnableKey: {
      access: (input) => accessTo(region, 'kms:EnableKey', input.KeyId),
      handle(input, { caller }) {
        region.kms.setEnabled(openById(input.KeyId, caller, 'kms:EnableKey').keyId, true);
        return {};
      },
    },
    DisableKey: {
      access: (input) => accessTo(region, 'kms:DisableKey', input.KeyId),
      handle(input, { caller }) {
        region.kms.setEnabled(openById(input.KeyId, caller, 'kms:DisableKey').keyId, false);
        return {};
      },
    },
    ScheduleKeyDeletion: {
      access: (input) => accessTo(region, 'kms:ScheduleKeyDeletion', input.KeyId),
      handle(input, { caller }) {
        const key = openById(input.KeyId, caller, 'kms:ScheduleKeyDeletion');
        const days = input.PendingWindowInDays ?? 30;
        if (days < 7 || days > 30) throw new AwsError('ValidationException', PENDING_WINDOW);
        region.kms.scheduleDeletion(key.keyId, days);
        return { KeyId: key.arn, KeyState: key.state, DeletionDate: key.deletionDate, PendingWindowInDays: days };
      },
    },
    CancelKeyDeletion: {
      access: (input) => accessTo(region, 'kms:CancelKeyDeletion', input.KeyId),
      handle(input, { caller }) {
        const key = openById(input.KeyId, caller, 'kms:CancelKeyDeletion');
        region.kms.cancelDeletion(key.keyId);
        return { KeyId: key.arn };
      },
    },
  };
}

/** KMS API Reference, ScheduleKeyDeletion: between 7 and 30, inclusive. */
const PENDING_WINDOW = 'PendingWindowInDays must be between 7 and 30.';

function parsePolicyText(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 'The policy is not a JSON document.');
  }
}

/**
 * KMS authorises against the key that an alias leads to, never against the alias; all aliases of the key are in
 * kms:ResourceAliases (KMS Developer Guide, AWS KMS condition keys).
 */
function accessTo(region: Region, action: string, id: string | undefined): readonly Access[] {
  const key = id === undefined ? undefined : region.kms.find(id);
  if (key === undefined) return [{ action, resource: id ?? '*' }];
  const tags = Object.entries(key.tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value]);
  const conditions = { 'kms:ResourceAliases': region.kms.aliasesOf(key.keyId), ...Object.fromEntries(tags) };
  return [{ action, resource: key.arn, conditions }];
}

function describe(key: KmsKey): client.KeyMetadata {
  return {
    AWSAccountId: key.arn.split(':')[4],
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.createdAt,
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    DeletionDate: key.deletionDate,
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: key.multiRegion,
  };
}
