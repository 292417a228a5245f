import { Match } from 'aws-cdk-lib/assertions';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { primary } = synthesizeStacks().stacks;

test('the cluster is encrypted with our key, cannot be deleted by accident and outlives its stack', () => {
  primary.hasResource('AWS::RDS::DBCluster', {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
      DeletionProtection: true,
      EnableHttpEndpoint: true,
      ManageMasterUserPassword: true,
      MasterUserPassword: Match.absent(),
      BackupRetentionPeriod: 7,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
    },
  });
});

test('a writer and a reader stand in two zones', () => {
  for (const [zone, tier] of [
    ['us-east-1a', 0],
    ['us-east-1b', 1],
  ]) {
    primary.hasResourceProperties('AWS::RDS::DBInstance', {
      AvailabilityZone: zone,
      PromotionTier: tier,
      DBInstanceClass: 'db.serverless',
      PubliclyAccessible: false,
    });
  }
});

test('a snapshot is taken every hour, begun within an hour, and copied to the standby vault', () => {
  primary.hasResourceProperties('AWS::Backup::BackupPlan', {
    BackupPlan: {
      BackupPlanRule: [
        {
          ScheduleExpression: 'cron(0 * * * ? *)',
          StartWindowMinutes: 60,
          Lifecycle: { DeleteAfterDays: 7 },
          CopyActions: [
            {
              DestinationBackupVaultArn: 'arn:aws:backup:us-west-2:111111111111:backup-vault:pilot-light-standby',
              Lifecycle: { DeleteAfterDays: 7 },
            },
          ],
        },
      ],
    },
  });
});

test('the vault has our key and stays when the stack goes', () => {
  primary.hasResource('AWS::Backup::BackupVault', {
    DeletionPolicy: 'Retain',
    Properties: { EncryptionKeyArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } },
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
    DeletionPolicy: 'Retain',
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

test('the workload may talk to this database and to no other', () => {
  primary.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'rds-data:ExecuteStatement',
          Resource: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
        }),
        Match.objectLike({
          Action: 'secretsmanager:GetSecretValue',
          Resource: { 'Fn::GetAtt': [Match.anyValue(), 'MasterUserSecret.SecretArn'] },
        }),
      ]),
    },
  });
});

test('it holds what the workload and its backups need, and nothing that CDK adds by itself', () => {
  expect(inventory(primary)).toMatchObject({
    'AWS::RDS::DBCluster': 1,
    'AWS::RDS::DBInstance': 2,
    // The workload's own, and the one that writes down what the database holds.
    'AWS::Lambda::Function': 2,
    'AWS::ApiGatewayV2::Api': 1,
    'AWS::ApiGatewayV2::Route': 3,
    'AWS::Backup::BackupVault': 1,
    'AWS::IAM::Role': 7,
    'AWS::KMS::Key': 1,
    'AWS::S3::Bucket': 1,
  });
  expect(Object.keys(inventory(primary)).filter((type) => /^Custom::|NatGateway|InternetGateway/.test(type))).toEqual(
    [],
  );
});
