import { LedgerStore } from '../../simulator/data/ledger-store';
import { setDataStoreOf } from '../../simulator/data/store-of-world';
import { createWorld } from '../../simulator/create-world';
import type { World } from '../../simulator/world';
import { answeringSql } from './sql';

/** Wrong requests go here. */
export const FUZZED_REGION = 'us-west-2';
/** Right ones go here, to resources that no wrong request reaches. */
export const CONTROL_REGION = 'us-east-1';
export const PASSWORD = 'correct-horse-battery';

const ROLE = (service: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'all',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      },
    ],
  },
});

const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:ssm:getParameter',
      Arguments: '{% $states.input %}',
      End: true,
    },
  },
};

const HANDLER = 'exports.handler = async (event) => ({ event });';

/** One resource, or more, of every service that has operations. */
const TEMPLATE = {
  Resources: {
    FunctionRole: ROLE('lambda.amazonaws.com'),
    MachineRole: ROLE('states.amazonaws.com'),
    BackupRole: ROLE('backup.amazonaws.com'),
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'table',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'topic' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
    LogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/function' } },
    Parameter: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/control/parameter', Type: 'String', Value: 'right' },
    },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        },
      },
    },
    Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/key', TargetKeyId: { Ref: 'Key' } } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'bucket-${AWS::Region}' } } },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: 'secret', SecretString: JSON.stringify({ username: 'postgres', password: PASSWORD }) },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'function',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: HANDLER },
        Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
      },
    },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'machine',
        RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
        DefinitionString: JSON.stringify(MACHINE),
      },
    },
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'alarm',
        Namespace: 'namespace',
        MetricName: 'metric',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
    Vault: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'vault' } },
    Network: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    SubnetA: subnet('a', '10.0.0.0/24'),
    SubnetB: subnet('b', '10.0.1.0/24'),
    SubnetGroup: {
      Type: 'AWS::RDS::DBSubnetGroup',
      Properties: {
        DBSubnetGroupName: 'subnets',
        DBSubnetGroupDescription: 'two zones',
        SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
      },
    },
    Cluster: {
      Type: 'AWS::RDS::DBCluster',
      Properties: {
        DBClusterIdentifier: 'cluster',
        Engine: 'aurora-postgresql',
        EngineVersion: '17.9',
        DatabaseName: 'app',
        MasterUsername: 'postgres',
        MasterUserPassword: PASSWORD,
        DBSubnetGroupName: { Ref: 'SubnetGroup' },
        EnableHttpEndpoint: true,
        StorageEncrypted: true,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
      },
    },
    Instance: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceIdentifier: 'instance',
        DBClusterIdentifier: { Ref: 'Cluster' },
        DBInstanceClass: 'db.serverless',
        Engine: 'aurora-postgresql',
      },
    },
  },
};

function subnet(zone: string, CidrBlock: string) {
  return {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Network' }, CidrBlock, AvailabilityZone: { 'Fn::Sub': '${AWS::Region}' + zone } },
  };
}

export interface FuzzedEstate {
  readonly world: World;
  /** Names, ids and ARNs of what is in the region that is fuzzed. */
  readonly names: readonly string[];
}

/** Two regions with the same resources. Rows are in memory: a restored cluster costs nothing. */
export async function makeEstate(seed: number): Promise<FuzzedEstate> {
  const world = createWorld({
    seed,
    startMs: Date.parse('2026-01-05T00:00:00Z'),
    durations: 'fast',
    accountId: '111111111111',
    regions: [CONTROL_REGION, FUZZED_REGION],
  });
  setDataStoreOf(world, answeringSql(new LedgerStore()));
  world.route53.putZone({ id: 'Z0FUZZ', name: 'example.com' });
  for (const region of [CONTROL_REGION, FUZZED_REGION]) await deploy(world, region);
  await use(world);
  return { world, names: await namesIn(world) };
}

/** What only calls make: a snapshot, an execution, an object, a row. */
async function use(world: World): Promise<void> {
  const on = (service: string, operation: string, input: object) =>
    call(world, FUZZED_REGION, service, operation, input);
  const stateMachineArn = world.region(FUZZED_REGION).states.machineArn('machine');
  const snapshot = { DBClusterIdentifier: 'cluster', DBClusterSnapshotIdentifier: 'snapshot' };
  await on('rds', 'CreateDBClusterSnapshot', snapshot);
  await on('states', 'StartExecution', { stateMachineArn, name: 'one', input: '{"Name":"/control/parameter"}' });
  await on('s3', 'PutObject', { Bucket: `bucket-${FUZZED_REGION}`, Key: 'key', Body: 'body' });
  await on('dynamodb', 'PutItem', { TableName: 'table', Item: { id: { S: 'x' }, a: { N: '1' } } });
  await world.scheduler.runUntil(world.scheduler.now() + 600_000);
}

async function deploy(world: World, region: string): Promise<void> {
  await call(world, region, 'cloudformation', 'CreateStack', {
    StackName: 'stack',
    TemplateBody: JSON.stringify(TEMPLATE),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  const status = async () => {
    const output = await call(world, region, 'cloudformation', 'DescribeStacks', { StackName: 'stack' });
    return (output as { Stacks: { StackStatus: string; StackStatusReason?: string }[] }).Stacks[0];
  };
  let now = await status();
  for (let waits = 0; now?.StackStatus === 'CREATE_IN_PROGRESS' && waits < 1000; waits += 1) {
    await world.scheduler.runUntil(world.scheduler.now() + 30_000);
    now = await status();
  }
  if (now?.StackStatus !== 'CREATE_COMPLETE') {
    const events = await call(world, region, 'cloudformation', 'DescribeStackEvents', { StackName: 'stack' });
    throw new Error(`the estate was not made: ${JSON.stringify(events)}`);
  }
}

async function namesIn(world: World): Promise<readonly string[]> {
  const output = await call(world, FUZZED_REGION, 'cloudformation', 'DescribeStackResources', { StackName: 'stack' });
  const { StackResources } = output as { StackResources: { PhysicalResourceId?: string }[] };
  const ids = StackResources.flatMap(({ PhysicalResourceId: id }) => (id === undefined ? [] : [id]));
  return [...new Set(ids)];
}

export async function call(
  world: World,
  region: string,
  service: string,
  operation: string,
  input: unknown,
): Promise<unknown> {
  const caller = { kind: 'operator' } as const;
  return await world.scheduler.runToEnd(world.dispatcher.dispatch({ region, service, operation, input, caller }));
}
