import type * as client from '@aws-sdk/client-kms';
import type { Access, Operations } from '../../service';
import type { Kms, KmsKey } from './kms';

export function operationsOf(kms: Kms): Operations<typeof client> {
  return {
    DescribeKey: {
      access: (input) => accessTo(kms, 'kms:DescribeKey', input.KeyId),
      handle: (input) => ({ KeyMetadata: describe(kms.get(input.KeyId ?? '')) }),
    },
    EnableKey: {
      access: (input) => accessTo(kms, 'kms:EnableKey', input.KeyId),
      handle(input) {
        kms.setEnabled(input.KeyId ?? '', true);
        return {};
      },
    },
    DisableKey: {
      access: (input) => accessTo(kms, 'kms:DisableKey', input.KeyId),
      handle(input) {
        kms.setEnabled(input.KeyId ?? '', false);
        return {};
      },
    },
  };
}

/** KMS authorises against the key that an alias leads to, never against the alias (KMS Developer Guide). */
function accessTo(kms: Kms, action: string, id: string | undefined): readonly Access[] {
  return [{ action, resource: id === undefined ? '*' : (kms.find(id)?.arn ?? id) }];
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
