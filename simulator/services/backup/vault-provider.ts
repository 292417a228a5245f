import * as z from 'zod';
import type { ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { parseProperties, TemplateNumber } from '../provider-properties';
import { notModelled } from '../not-modelled';
import type { Vault } from './model';
import { checkVaultPolicy } from './vault-policy';

const TYPE = 'AWS::Backup::BackupVault';

const Properties = z.strictObject({
  BackupVaultName: z.string(),
  EncryptionKeyArn: z.string().optional(),
  AccessPolicy: z.unknown().optional(),
  LockConfiguration: z
    .strictObject({
      MinRetentionDays: TemplateNumber,
      MaxRetentionDays: TemplateNumber.optional(),
      // AWS Backup API Reference, PutBackupVaultLockConfiguration: three days are the least.
      ChangeableForDays: TemplateNumber.pipe(z.number().min(3)).optional(),
    })
    .optional(),
  BackupVaultTags: z.record(z.string(), z.string()).optional(),
});

export const vaultProvider: ResourceProvider = {
  type: TYPE,
  calls: {
    service: 'backup',
    create: ['CreateBackupVault', 'PutBackupVaultAccessPolicy'],
    update: ['PutBackupVaultAccessPolicy'],
    delete: ['DeleteBackupVault'],
  },
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
  update(request) {
    const { vaults } = request.region.backup;
    const vault = vaults.get(request.physicalId);
    const before = parseProperties(TYPE, Properties, request.previousProperties);
    const now = parseProperties(TYPE, Properties, request.properties);
    const isChanged = (name: keyof typeof now) => JSON.stringify(now[name]) !== JSON.stringify(before[name]);
    if (isChanged('BackupVaultName') || isChanged('EncryptionKeyArn')) throw notModelled(`Replacing ${TYPE}`);
    const check = (action: string) =>
      checkVaultPolicy(request.region.world, vault, request.caller, { action, resource: vault.arn });
    // The handler may put the policy with any update, of the tags too: UNVERIFIED, and the stricter of the two.
    if (isChanged('AccessPolicy') || now.AccessPolicy !== undefined) {
      check(`backup:${now.AccessPolicy === undefined ? 'Delete' : 'Put'}BackupVaultAccessPolicy`);
      vault.accessPolicy = now.AccessPolicy;
    }
    if (isChanged('LockConfiguration')) {
      check(`backup:${now.LockConfiguration === undefined ? 'Delete' : 'Put'}BackupVaultLockConfiguration`);
      vault.lock = now.LockConfiguration;
    }
    return resultOf(vault);
  },
  delete(request) {
    const { vaults } = request.region.backup;
    const vault = vaults.all.get(request.physicalId);
    if (vault === undefined) return;
    const access = { action: 'backup:DeleteBackupVault', resource: vault.arn };
    checkVaultPolicy(request.region.world, vault, request.caller, access);
    vaults.remove(request.physicalId);
  },
};

function resultOf(vault: Vault): ProviderResult {
  return { physicalId: vault.name, attributes: { BackupVaultName: vault.name, BackupVaultArn: vault.arn } };
}
