import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { withSteadyTags } from '../steady-tags';

export interface ProtectedVaultProps {
  readonly config: Config;
  readonly vaultName: string;
  readonly key: IKey;
}

/**
 * A vault that nothing is deleted from before its time, except by the break-glass role: not by whoever deploys, nor by
 * an administrator who is not allowed to become that role, or to edit it. Its recovery points still expire: AWS Backup removes them with the role that made them,
 * or with its service-linked role, through the API of RDS (AWS Backup Developer Guide, Identity and access management),
 * and an access policy only governs who calls the API of AWS Backup (Vault access policies).
 */
export function protectedVault(
  scope: Construct,
  id: string,
  { config, vaultName, key }: ProtectedVaultProps,
): BackupVault {
  const lock = config.backup.vaultLock;
  const vault = new BackupVault(scope, id, {
    backupVaultName: vaultName,
    encryptionKey: key,
    accessPolicy: new PolicyDocument({ statements: [onlyTheBreakGlassRoleDeletes(config)] }),
    lockConfiguration:
      lock === null
        ? undefined
        : {
            minRetention: Duration.days(lock.minRetentionDays),
            maxRetention: days(lock.maxRetentionDays),
            // What makes it a lock in compliance mode (AWS Backup API Reference, PutBackupVaultLockConfiguration).
            changeableFor: days(lock.changeableForDays),
          },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  // Its own policy would refuse an update that puts it again.
  withSteadyTags(vault, config);
  return vault;
}

function days(count: number | undefined): Duration | undefined {
  return count === undefined ? undefined : Duration.days(count);
}

/**
 * Changing this policy is denied as well, or whoever wants to delete would change it first. So a deployment that changes
 * it fails until the break-glass role has taken it off (docs/RUNBOOK_DR.md). Vault policies take no wildcards in actions.
 * DeleteBackupVault is not among them: it only takes an empty vault (AWS Backup Developer Guide, DeleteBackupVault), which
 * is how a first deployment that fails is rolled back.
 */
function onlyTheBreakGlassRoleDeletes(config: Config): PolicyStatement {
  return new PolicyStatement({
    sid: 'OnlyTheBreakGlassRoleDeletes',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [
      'backup:DeleteBackupVaultAccessPolicy',
      'backup:DeleteBackupVaultLockConfiguration',
      'backup:DeleteRecoveryPoint',
      'backup:DisassociateRecoveryPoint',
      'backup:PutBackupVaultAccessPolicy',
      'backup:UpdateRecoveryPointLifecycle',
    ],
    resources: ['*'],
    conditions: { ArnNotEquals: { 'aws:PrincipalArn': namesOf(config).breakGlassRoleArn } },
  });
}
