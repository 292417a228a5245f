import { Match } from 'aws-cdk-lib/assertions';
import { NOT_RESTORED } from '../../../functions/removeCluster/contract';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { standby } = synthesizeStacks().stacks;

test('copies arrive in a vault with a key of our own: the aws/backup key would fail them', () => {
  standby.hasResource('AWS::Backup::BackupVault', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      BackupVaultName: 'pilot-light-standby',
      EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
    },
  });
  standby.hasResource('AWS::KMS::Key', {
    DeletionPolicy: 'Retain',
    Properties: { EnableKeyRotation: true },
  });
  standby.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/pilot-light-standby' });
});

test('the groups for a restored cluster are there, with the parameters of the primary', () => {
  standby.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
    Family: 'aurora-postgresql17',
    Parameters: { 'rds.force_ssl': '1' },
  });
  standby.hasResourceProperties('AWS::RDS::DBSubnetGroup', {
    SubnetIds: [{ Ref: Match.anyValue() }, { Ref: Match.anyValue() }],
  });
});

test('nothing gets into the database network, and nothing out', () => {
  standby.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: Match.absent(),
    SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
  });
});

test('the roles of the activation exist under the names that it expects', () => {
  for (const [RoleName, service] of [
    ['pilot-light-workload-us-west-2', 'lambda.amazonaws.com'],
    ['pilot-light-activation-us-west-2', 'cloudformation.amazonaws.com'],
    ['pilot-light-cache-us-west-2', 'cloudformation.amazonaws.com'],
  ]) {
    standby.hasResourceProperties('AWS::IAM::Role', {
      RoleName,
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: service } }] },
    });
  }
});

test("CloudFormation's role makes the workload's function and routes, passes its role on, and does nothing else", () => {
  const [activation] = Object.values(
    standby.findResources('AWS::IAM::Role', { Properties: { RoleName: 'pilot-light-activation-us-west-2' } }),
  );
  const statements: { Action: string | string[]; Resource: unknown }[] = activation?.['Properties'].Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: never[] } }) => PolicyDocument.Statement,
  );
  const services = new Set(statements.flatMap(({ Action }) => Action).map((action) => action.split(':')[0]));
  expect(services).toEqual(new Set(['apigateway', 'iam', 'lambda', 's3', 'ssm']));
  expect(statements.map(({ Resource }) => Resource)).not.toContain('*');
  expect(JSON.stringify(statements)).toContain('"iam:PassedToService":"lambda.amazonaws.com"');
});

test('the API answers under the public name, and has no route until a failover', () => {
  standby.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'app.example.com' });
  standby.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: '$default' });
  standby.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'api-standby.example.com.', Type: 'A' });
  standby.resourceCountIs('AWS::ApiGatewayV2::Route', 0);
});

test('the parameters say where the API is, and that there is no database yet', () => {
  const value = (Name: string, Value: unknown) => standby.hasResourceProperties('AWS::SSM::Parameter', { Name, Value });
  value('/pilot-light/standby/api-id', { Ref: Match.anyValue() });
  value('/pilot-light/workload/cluster-arn', NOT_RESTORED);
  value('/pilot-light/workload/secret-arn', NOT_RESTORED);
});

test('replica and artifacts are versioned and outlive the stack', () => {
  for (const purpose of ['replica', 'artifacts']) {
    standby.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        BucketName: `pilot-light-${purpose}-111111111111-us-west-2`,
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  }
});

test('it does not name the primary region', () => {
  expect(textOf(standby)).not.toContain('us-east-1');
});

test('it holds nothing that costs by the hour', () => {
  const types = Object.keys(inventory(standby));
  expect(
    types.filter((type) => /NatGateway|VPCEndpoint|RDS::DBCluster$|DBInstance|LoadBalancer|Lambda/.test(type)),
  ).toEqual([]);
  expect(inventory(standby)).toMatchObject({ 'AWS::IAM::Role': 3, 'AWS::S3::Bucket': 3, 'AWS::KMS::Key': 1 });
});
