import { awsErrorOf } from '../support/fake-world';
import { begin, darken, type Ground, HERE, pair, ROLE, TABLE, take } from './ground';

const CACHE = { ServerlessCacheName: 'shop', Engine: 'valkey', MajorEngineVersion: '8' };
const CLUSTER = {
  DBClusterIdentifier: 'made',
  Engine: 'aurora-postgresql',
  MasterUsername: 'app',
  ManageMasterUserPassword: true,
};

/** The resource of a template in us-west-2, made of what is there and of what is in us-east-2, and AWS's answer to the latter. */
const REFUSED: readonly [
  what: string,
  type: string,
  of: (ground: Ground) => Record<string, unknown>,
  code: string,
  text: string,
][] = [
  [
    'a subnet in a zone',
    'AWS::EC2::Subnet',
    ({ region }) => ({ CidrBlock: '10.9.0.0/24', AvailabilityZone: `${region.name}a` }),
    'InvalidParameterValue',
    'Value (us-east-2a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-west-2a, us-west-2b, us-west-2c.',
  ],
  [
    'a subnet of a network',
    'AWS::EC2::Subnet',
    ({ vpc }) => ({ VpcId: vpc }),
    'InvalidVpcID.NotFound',
    'does not exist',
  ],
  [
    'an endpoint of a service',
    'AWS::EC2::VPCEndpoint',
    ({ region }) => ({ ServiceName: `com.amazonaws.${region.name}.s3` }),
    'InvalidServiceName',
    "The Vpc Endpoint Service 'com.amazonaws.us-east-2.s3' does not exist",
  ],
  [
    'a flow log to a log group',
    'AWS::EC2::FlowLog',
    ({ region }) => ({ LogDestination: `arn:aws:logs:${region.name}:111111111111:log-group:flow` }),
    'InvalidParameter',
    'LogDestination must be in the same region as the API caller.',
  ],
  [
    'a DB subnet group of subnets',
    'AWS::RDS::DBSubnetGroup',
    ({ subnets }) => ({ DBSubnetGroupDescription: 'x', SubnetIds: subnets }),
    'InvalidParameterValue',
    'Some input subnets in :[subnet-',
  ],
  [
    'a cluster in security groups',
    'AWS::RDS::DBCluster',
    ({ group }) => ({ ...CLUSTER, VpcSecurityGroupIds: [group] }),
    'InvalidParameterValue',
    'Invalid security group , groupId= sg-',
  ],
  [
    'a cluster with a key',
    'AWS::RDS::DBCluster',
    ({ key }) => ({ ...CLUSTER, StorageEncrypted: true, KmsKeyId: key }),
    'KMSKeyNotAccessibleFault',
    'does not exist, is not enabled or you do not have permissions to access it.',
  ],
  [
    'a vault with a key',
    'AWS::Backup::BackupVault',
    ({ key }) => ({ BackupVaultName: 'vault', EncryptionKeyArn: key }),
    'InvalidParameterValueException',
    'Invalid arn us-east-2',
  ],
  [
    'a secret with a key',
    'AWS::SecretsManager::Secret',
    ({ key }) => ({ Name: 'login', SecretString: 'x', KmsKeyId: key }),
    'EncryptionFailure',
    "Secrets Manager can't encrypt the secret value: Invalid arn us-east-2",
  ],
  [
    'a log group with a key',
    'AWS::Logs::LogGroup',
    ({ key }) => ({ LogGroupName: 'serve', KmsKeyId: key }),
    'AccessDeniedException',
    "The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-west-2:111111111111:log-group:serve'",
  ],
  [
    'a table with a key',
    'AWS::DynamoDB::Table',
    ({ key }) => ({ ...TABLE, SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key } }),
    'ValidationException',
    'NotFoundException: Invalid arn us-east-2',
  ],
  [
    'a cache with a key',
    'AWS::ElastiCache::ServerlessCache',
    ({ key }) => ({ ...CACHE, KmsKeyId: key }),
    'InvalidParameterValueException',
    'Invalid arn us-east-2',
  ],
  [
    'a cache in subnets',
    'AWS::ElastiCache::ServerlessCache',
    ({ subnets }) => ({ ...CACHE, SubnetIds: subnets }),
    'InvalidParameterValueException',
    'does not exist',
  ],
  [
    'a bucket that logs into a bucket',
    'AWS::S3::Bucket',
    ({ logs }) => ({ BucketName: 'made', LoggingConfiguration: { DestinationBucketName: logs } }),
    'CrossLocationLoggingProhibitted',
    'Cross S3 location logging not allowed.',
  ],
  [
    'the permission of a function',
    'AWS::Lambda::Permission',
    ({ fn }) => ({ FunctionName: fn, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' }),
    'ResourceNotFoundException',
    "Functions from 'us-east-2' are not reachable in this region ('us-west-2')",
  ],
  [
    'a rule with a function',
    'AWS::Events::Rule',
    ({ fn }) => ({ ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'fn', Arn: fn }] }),
    'ValidationException',
    'is not in us-west-2',
  ],
  [
    'a rule with a queue for what it cannot deliver',
    'AWS::Events::Rule',
    ({ region, queue }) => ({
      ScheduleExpression: 'rate(1 hour)',
      Targets: [{ Id: 'x', Arn: `arn:aws:sns:${HERE}:111111111111:oncall`, DeadLetterConfig: { Arn: queue } }],
      Description: region.name,
    }),
    'ValidationException',
    'is not in us-west-2',
  ],
  [
    'a rule of a bus',
    'AWS::Events::Rule',
    ({ region }) => ({
      EventBusName: `arn:aws:events:${region.name}:111111111111:event-bus/default`,
      EventPattern: { source: ['x'] },
    }),
    'ValidationException',
    'Cross-region api call is not allowed.',
  ],
  [
    'a schedule with a function',
    'AWS::Scheduler::Schedule',
    ({ fn }) => ({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: fn, RoleArn: ROLE },
    }),
    'ValidationException',
    'is not in us-west-2',
  ],
  [
    'a subscription to a topic, without its region',
    'AWS::SNS::Subscription',
    ({ topic }) => ({ TopicArn: topic, Protocol: 'email', Endpoint: 'ops@example.com' }),
    'InvalidParameterException',
    'Invalid parameter: TopicArn',
  ],
  [
    'a domain with a certificate',
    'AWS::ApiGatewayV2::DomainName',
    ({ region }) => ({
      DomainName: 'api.example.com',
      DomainNameConfigurations: [{ CertificateArn: `arn:aws:acm:${region.name}:111111111111:certificate/1` }],
    }),
    'BadRequestException',
    "Certificate must be in 'us-west-2'",
  ],
];

describe('a template cannot give', () => {
  test.each(REFUSED)('%s of another region, and can give that of its own', async (_what, type, of, code, text) => {
    const { world, here, there } = await pair();
    expect(await awsErrorOf(world, begin(here.region, type, of(there)))).toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
    await take(world, begin(here.region, type, of(here)));
  });

  test('a reference into a region that is dark either: nobody asks there', async () => {
    const { world, here, there } = await pair();
    darken(world);
    for (const [, type, of, code] of REFUSED) {
      expect(await awsErrorOf(world, begin(here.region, type, of(there)))).toMatchObject({ code });
    }
  });
});
