import { Match } from 'aws-cdk-lib/assertions';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { primary } = synthesizeStacks().stacks;

test('the cluster is encrypted with our key, cannot be deleted by accident and leaves a snapshot behind', () => {
  primary.hasResource('AWS::RDS::DBCluster', {
    DeletionPolicy: 'Snapshot',
    UpdateReplacePolicy: 'Snapshot',
    Properties: {
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
      DeletionProtection: true,
      EnableHttpEndpoint: true,
      ManageMasterUserPassword: Match.absent(),
      MasterUserPassword: {
        'Fn::Join': [
          '',
          ['{{resolve:secretsmanager:', { Ref: Match.stringLikeRegexp('^MasterSecret') }, ':SecretString:password::}}'],
        ],
      },
      BackupRetentionPeriod: 35,
      EnableCloudwatchLogsExports: ['postgresql'],
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 86_400 },
    },
  });
});

test('the log of PostgreSQL is kept for three months, in a group that is there before RDS makes one', () => {
  primary.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: '/aws/rds/cluster/pilot-light-primary/postgresql',
    RetentionInDays: 90,
  });
  primary.hasResource('AWS::RDS::DBCluster', { DependsOn: [Match.stringLikeRegexp('^ClusterLogs')] });
});

test('every hour is backed up, within an hour, and copied to the standby vault: at three by the daily rule', () => {
  const rule = (days: number, copyDays: number, more: object) => ({
    ...more,
    StartWindowMinutes: 60,
    CompletionWindowMinutes: 360,
    Lifecycle: { DeleteAfterDays: days },
    CopyActions: [
      {
        DestinationBackupVaultArn: 'arn:aws:backup:us-west-2:111111111111:backup-vault:pilot-light-standby',
        Lifecycle: { DeleteAfterDays: copyDays },
      },
    ],
  });
  const hourly = { ScheduleExpression: 'cron(0 0-2,4-23 * * ? *)', EnableContinuousBackup: true };
  const daily = { ScheduleExpression: 'cron(0 3 * * ? *)' };
  const planOf = (
    stack: typeof primary,
    [[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]],
  ) => {
    stack.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [Match.objectLike(rule(a, b, hourly)), Match.objectLike(rule(c, d, daily))],
      },
    });
  };
  planOf(primary, [
    [35, 1],
    [90, 14],
  ]);
  planOf(synthesizeStacks({ profile: 'strict' }).stacks.primary, [
    [35, 7],
    [90, 90],
  ]);
});

test('AWS Backup copies this account’s own recovery points, into the standby vault and no other', () => {
  const snapshots = 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:*';
  const continuous = 'arn:aws:backup:us-east-1:111111111111:recovery-point:continuous:*';
  for (const [stack, Resource] of [
    [primary, [continuous, snapshots]],
    [synthesizeStacks({ backup: { continuous: false } }).stacks.primary, snapshots],
  ] as const) {
    const [role] = Object.values(
      stack.findResources('AWS::IAM::Role', { Properties: { RoleName: 'pilot-light-backup-us-east-1' } }),
    );
    expect(JSON.stringify(role?.Properties.Policies)).toContain(
      JSON.stringify({
        Action: 'backup:CopyFromBackupVault',
        Condition: {
          'ForAllValues:ArnEquals': {
            'backup:CopyTargets': 'arn:aws:backup:us-west-2:111111111111:backup-vault:pilot-light-standby',
          },
        },
        Effect: 'Allow',
        Resource,
      }),
    );
  }
});

test('clusters of the workload are backed up by their tag', () => {
  primary.hasResourceProperties('AWS::Backup::BackupSelection', {
    BackupSelection: {
      Resources: ['primary', 'repair'].map((what) => `arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-${what}*`),
      Conditions: {
        StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup:automated', ConditionValue: 'true' }],
      },
    },
  });
  primary.hasResourceProperties('AWS::RDS::DBCluster', {
    Tags: Match.arrayWith([{ Key: 'backup:automated', Value: 'true' }]),
  });
});

test('the backup role is ours and reaches this cluster, its snapshots, two vaults and two keys', () => {
  expect(textOf(primary)).not.toContain('ManagedPolicyArns');
  primary.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'backup.amazonaws.com' } }] },
    Policies: Match.arrayWith([
      Match.objectLike({
        PolicyName: 'keys',
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Action: 'kms:CreateGrant',
              Resource: 'arn:aws:kms:us-west-2:111111111111:key/*',
              Condition: {
                'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/pilot-light-standby' },
                Bool: { 'kms:GrantIsForAWSResource': 'true' },
              },
            }),
          ]),
        },
      }),
    ]),
  });
});

test('the frontend is private, versioned and replicated to the standby region', () => {
  primary.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      BucketName: 'pilot-light-frontend-111111111111-us-east-1',
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      ReplicationConfiguration: {
        Rules: [
          Match.objectLike({
            Status: 'Enabled',
            Priority: 1,
            Destination: { Bucket: 'arn:aws:s3:::pilot-light-replica-111111111111-us-west-2' },
          }),
        ],
      },
    },
  });
  primary.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    },
  });
});

test('it holds what the workload and its backups need, and nothing that CDK adds by itself', () => {
  expect(inventory(primary)).toMatchObject({
    'AWS::RDS::DBCluster': 1,
    'AWS::RDS::DBInstance': 2,
    // The workload's own, and those that keep the roles of the database and write down what it holds.
    'AWS::Lambda::Function': 3,
    'AWS::ApiGatewayV2::Api': 1,
    'AWS::ApiGatewayV2::Route': 3,
    'AWS::Backup::BackupVault': 1,
    'AWS::IAM::Role': 8,
    // The cluster's and the vault's.
    'AWS::KMS::Key': 2,
    // The frontend, and the access logs.
    'AWS::S3::Bucket': 2,
  });
  expect(Object.keys(inventory(primary)).filter((type) => /^Custom::|NatGateway|InternetGateway/.test(type))).toEqual(
    [],
  );
});
