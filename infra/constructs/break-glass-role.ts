import { Duration } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';

/**
 * The one role that the vaults let delete. Nobody has it: it is assumed with a second factor, for an hour, and each time
 * it is, that is in CloudTrail. Roles are in no region: it is there when either is lost. Only permitted identities of the account can: a trust of the account gives nothing by
 * itself (IAM User Guide, Role trust policies).
 */
export function breakGlassRole(scope: Construct, id: string, config: Config): Role {
  const { account, primaryRegion, standbyRegion } = config;
  const names = namesOf(config);
  return new Role(scope, id, {
    roleName: names.breakGlassRole,
    description: 'Break glass: deletes recovery points and takes the access policies off the backup vaults',
    assumedBy: new AccountRootPrincipal().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      vaults: new PolicyDocument({
        statements: [
          new PolicyStatement({
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
          }),
          // AWS Backup names snapshots and continuous backups itself: the beginnings are all that is known ahead.
          new PolicyStatement({
            actions: [
              'backup:DeleteRecoveryPoint',
              'backup:DescribeRecoveryPoint',
              'backup:DisassociateRecoveryPoint',
              'backup:UpdateRecoveryPointLifecycle',
            ],
            resources: [
              `arn:aws:rds:${primaryRegion}:${account}:cluster-snapshot:awsbackup:*`,
              `arn:aws:rds:${standbyRegion}:${account}:cluster-snapshot:awsbackup:*`,
              `arn:aws:backup:${primaryRegion}:${account}:recovery-point:continuous:*`,
            ],
          }),
        ],
      }),
    },
  });
}
