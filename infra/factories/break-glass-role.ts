import { Duration } from 'aws-cdk-lib';
import { AccountRootPrincipal, ArnPrincipal, type IPrincipal, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf, WORKLOAD_TAG } from '../names';
import { arnsOf } from '../permissions/arns';
import { wildcard } from '../permissions/permission';
import { KEY_PROTECTED_FROM } from './protected-key';
import { roleWithPolicies } from './role-with-policies';

export interface BreakGlassRoleProps {
  readonly config: Config;
}

const RANDOM_IDS =
  'AWS Backup names recovery points by a random id. This is the only role that the policies of the vaults let delete ' +
  'from them, for a person, and what it does is in CloudTrail.';

const RANDOM_KEY_IDS =
  'KMS names keys by a random id. A condition on their tag holds it to the keys of this workload, whose policies let no ' +
  'other role do this.';

/**
 * The one role that the vaults let delete, and the keys let take them away. Nobody has it: it is assumed for an hour, and
 * each time it is, that is in CloudTrail. Roles are in no region: it is there when either is lost. It is as strong as the
 * account's IAM: who may edit its trust, or make a role of its name, is the role (docs/SECURITY-REVIEW.md).
 */
export function breakGlassRole(scope: Construct, id: string, { config }: BreakGlassRoleProps): Role {
  const { account, primaryRegion, standbyRegion } = config;
  const names = namesOf(config);
  const recoveryPoints = [
    ...[primaryRegion, standbyRegion].map((region) => arnsOf(config, region).backups.resource),
    `arn:aws:backup:${primaryRegion}:${account}:recovery-point:continuous:*`,
  ];
  return roleWithPolicies(scope, id, {
    roleName: names.breakGlassRole,
    description: 'Break glass: deletes recovery points and takes the access policies off the backup vaults',
    assumedBy: trusted(config),
    maxSessionDuration: Duration.hours(1),
    policies: {
      vaults: [
        {
          actions: [
            'backup:DeleteBackupVault',
            'backup:DeleteBackupVaultAccessPolicy',
            'backup:DeleteBackupVaultLockConfiguration',
            'backup:DescribeBackupVault',
            'backup:GetBackupVaultAccessPolicy',
            'backup:ListRecoveryPointsByBackupVault',
            'backup:PutBackupVaultAccessPolicy',
          ],
          resources: [names.primaryVaultArn, names.standbyVaultArn],
        },
        {
          actions: [
            'backup:DeleteRecoveryPoint',
            'backup:DescribeRecoveryPoint',
            'backup:DisassociateRecoveryPoint',
            'backup:UpdateRecoveryPointLifecycle',
          ],
          resources: recoveryPoints.map((arn) => wildcard(arn, RANDOM_IDS)),
        },
      ],
      keys: [
        {
          actions: [
            'kms:CancelKeyDeletion',
            'kms:DescribeKey',
            'kms:EnableKey',
            'kms:GetKeyPolicy',
            ...KEY_PROTECTED_FROM,
          ],
          resources: [primaryRegion, standbyRegion].map((region) =>
            wildcard(`arn:aws:kms:${region}:${account}:key/*`, RANDOM_KEY_IDS),
          ),
          conditions: { StringEquals: { [`aws:ResourceTag/${WORKLOAD_TAG}`]: config.name } },
        },
      ],
    },
  });
}

/**
 * Identities of the account, where a policy of theirs permits it too (IAM User Guide, Role trust policies), with a second
 * factor; or the one role that is named. A session that a role gives has no second factor to show, whatever its user had
 * (IAM User Guide, Secure API access with MFA).
 */
function trusted({ backup }: Config): IPrincipal {
  const { breakGlassTrustedRoleArn } = backup;
  if (breakGlassTrustedRoleArn !== undefined) return new ArnPrincipal(breakGlassTrustedRoleArn);
  return new AccountRootPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
}
