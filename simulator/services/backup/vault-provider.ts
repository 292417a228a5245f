import * as z from 'zod';
import type { ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TemplateNumber } from '../provider-properties';
import type { Vault } from './model';

const TYPE = 'AWS::Backup::BackupVault';

const Properties = z.strictObject({
  BackupVaultName: z.string(),
  EncryptionKeyArn: z.string().optional(),
  AccessPolicy: z.unknown().optional(),
  LockConfiguration: z
    .strictObject({
      MinRetentionDays: TemplateNumber,
      MaxRetentionDays: TemplateNumber.optional(),
      ChangeableForDays: TemplateNumber.optional(),
    })
    .optional(),
  BackupVaultTags: z.record(z.string(), z.string()).optional(),
});

export const vaultProvider: ResourceProvider = {
  type: TYPE,
  access(request, change) {
    const { BackupVaultName } = parseProperties(TYPE, Properties, request.properties);
    const action = {
      create: 'backup:CreateBackupVault',
      update: 'backup:PutBackupVaultAccessPolicy',
      delete: 'backup:DeleteBackupVault',
    }[change];
    return [{ action, resource: request.region.backup.vaults.arn(BackupVaultName) }];
  },
  create(request) {
    const properties = parseProperties(TYPE, Properties, request.properties);
    const vault = request.region.backup.vaults.create({
      name: properties.BackupVaultName,
      kmsKeyId: properties.EncryptionKeyArn,
      accessPolicy: properties.AccessPolicy,
      lock: properties.LockConfiguration,
    });
    return resultOf(vault);
  },
  delete(request) {
    request.region.backup.vaults.remove(request.physicalId);
  },
};

function resultOf(vault: Vault): ProviderResult {
  return { physicalId: vault.name, attributes: { BackupVaultName: vault.name, BackupVaultArn: vault.arn } };
}
