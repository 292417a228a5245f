import type { Access } from '../../service';
import type { Region } from '../../world';

/**
 * What a caller must be allowed to do with a KMS key that a service is to use for it, with the condition keys of such a
 * request (KMS Developer Guide, AWS KMS condition keys).
 */
export function keyAccess(
  region: Region,
  keyId: string | undefined,
  actions: readonly string[],
  viaService: 'rds' | 'secretsmanager' | 'backup' | 'elasticache' = 'rds',
): readonly Access[] {
  const key = keyId === undefined ? undefined : region.kms.find(keyId);
  // A key that does not exist fails in the call itself, with a better message.
  if (key === undefined) return [];
  const tags = Object.entries(key.tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value]);
  return actions.map((action) => ({
    action,
    resource: key.arn,
    conditions: {
      // KMS Developer Guide, ABAC for AWS KMS.
      ...Object.fromEntries(tags),
      'kms:ViaService': `${viaService}.${region.name}.amazonaws.com`,
      'kms:CallerAccount': region.world.accountId,
      'kms:ResourceAliases': region.kms.aliasesOf(key.keyId),
      ...(action === 'kms:CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {}),
    },
  }));
}
