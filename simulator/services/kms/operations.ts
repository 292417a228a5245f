import type * as client from '@aws-sdk/client-kms';
import type { Access, Operations } from '../../service';
import type { Region } from '../../world';
import type { KmsKey } from './key';

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    DescribeKey: {
      access: (input) => accessTo(region, 'kms:DescribeKey', input.KeyId),
      handle: (input) => ({ KeyMetadata: describe(region.kms.get(input.KeyId ?? '')) }),
    },
    EnableKey: {
      access: (input) => accessTo(region, 'kms:EnableKey', input.KeyId),
      handle(input) {
        region.kms.setEnabled(input.KeyId ?? '', true);
        return {};
      },
    },
    DisableKey: {
      access: (input) => accessTo(region, 'kms:DisableKey', input.KeyId),
      handle(input) {
        region.kms.setEnabled(input.KeyId ?? '', false);
        return {};
      },
    },
  };
}

/**
 * KMS authorises against the key that an alias leads to, never against the alias; all aliases of the key are in
 * kms:ResourceAliases (KMS Developer Guide, AWS KMS condition keys).
 */
function accessTo(region: Region, action: string, id: string | undefined): readonly Access[] {
  const key = id === undefined ? undefined : region.kms.find(id);
  if (key === undefined) return [{ action, resource: id ?? '*' }];
  return [{ action, resource: key.arn, conditions: { 'kms:ResourceAliases': region.kms.aliasesOf(key.keyId) } }];
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
