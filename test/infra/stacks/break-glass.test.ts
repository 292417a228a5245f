import { Match } from 'aws-cdk-lib/assertions';
import { synthesizeStacks } from '../synthesized';

const { primary, standby } = synthesizeStacks().stacks;
const OWN_ROLE = 'arn:aws:iam::111111111111:role/security/break-glass';

test('nobody deletes from the vault but the break-glass role, which cannot be got around by changing the policy', () => {
  for (const [stack, role] of [
    [primary, 'arn:aws:iam::111111111111:role/pilot-light-break-glass'],
    [synthesizeStacks({ backup: { breakGlassRoleArn: OWN_ROLE } }).stacks.primary, OWN_ROLE],
  ] as const) {
    stack.hasResourceProperties('AWS::Backup::BackupVault', {
      LockConfiguration: Match.absent(),
      AccessPolicy: {
        Statement: [
          {
            Sid: 'OnlyTheBreakGlassRoleDeletes',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: Match.arrayWith([
              'backup:DeleteBackupVaultAccessPolicy',
              'backup:DeleteRecoveryPoint',
              'backup:PutBackupVaultAccessPolicy',
              'backup:UpdateRecoveryPointLifecycle',
            ]),
            Resource: '*',
            Condition: { ArnNotEquals: { 'aws:PrincipalArn': role } },
          },
        ],
      },
    });
  }
});

test('nobody takes a key of the backups away but the break-glass role, and the deployment goes without the check', () => {
  for (const [stack, count] of [
    [primary, 2],
    [standby, 1],
  ] as const) {
    const keys = stack.findResources('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      Properties: {
        BypassPolicyLockoutSafetyCheck: true,
        Tags: Match.arrayWith([{ Key: 'disaster-recovery:workload', Value: 'pilot-light' }]),
        KeyPolicy: {
          Statement: Match.arrayWith([
            {
              Sid: 'OnlyTheBreakGlassRoleTakesTheKeyAway',
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
              Resource: '*',
              Condition: {
                ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/pilot-light-break-glass' },
              },
            },
          ]),
        },
      },
    });
    expect(Object.keys(keys)).toHaveLength(count);
  }
});

test('the break-glass role is assumed with a second factor, or by the one role that is named', () => {
  const trustOf = (config: object) =>
    Object.values(
      synthesizeStacks(config).stacks.primary.findResources('AWS::IAM::Role', {
        Properties: { RoleName: 'pilot-light-break-glass' },
      }),
    ).map((role): unknown => role['Properties'].AssumeRolePolicyDocument.Statement);
  expect(trustOf({})).toEqual([
    [
      expect.objectContaining({
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      }),
    ],
  ]);
  const security = 'arn:aws:iam::222222222222:role/security';
  expect(trustOf({ backup: { breakGlassTrustedRoleArn: security } })).toEqual([
    [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: security } }],
  ]);
});

test('a lock is one in governance mode, unless it says how long it can be taken off', () => {
  const lockOf = (vaultLock: object) => {
    const { stacks } = synthesizeStacks({ backup: { vaultLock } });
    return [stacks.primary, stacks.standby].flatMap((stack) =>
      Object.values(stack.findResources('AWS::Backup::BackupVault')).map(
        (vault): unknown => vault['Properties'].LockConfiguration,
      ),
    );
  };
  const governance = { MinRetentionDays: 1 };
  expect(lockOf({})).toEqual([governance, governance]);
  const compliance = { MinRetentionDays: 1, MaxRetentionDays: 90, ChangeableForDays: 14 };
  expect(lockOf({ mode: 'compliance', maxRetentionDays: 90, changeableForDays: 14 })).toEqual([compliance, compliance]);
});

test('the vault has our key and stays when the stack goes', () => {
  primary.hasResource('AWS::Backup::BackupVault', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { EncryptionKeyArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } },
  });
});
