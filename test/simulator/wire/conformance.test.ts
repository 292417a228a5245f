import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { BackupClient, ListRecoveryPointsByBackupVaultCommand, StartBackupJobCommand } from '@aws-sdk/client-backup';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricDataCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeDBClustersCommand, RDSClient, RestoreDBClusterFromSnapshotCommand } from '@aws-sdk/client-rds';
import { ChangeResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../simulator/service';
import type { FakeWorld } from '../support/fake-world';
import { stubService, transports, wireWorld, type Transport } from './wire-fixture';

const REGION = 'us-west-2';
const at = new Date('2026-11-24T03:00:05Z');

describe.each(transports)('%s', (_, open) => {
  let world: FakeWorld;
  let transport: Transport;

  beforeEach(async () => {
    world = wireWorld();
    transport = await open(world, REGION);
  });

  afterEach(async () => {
    await transport.close();
  });

  function register(signingName: string, operation: string, output: (input: never) => unknown, region = REGION) {
    const stub = stubService(signingName, operation, output);
    world.dispatcher.register(region, stub.service);
    return stub;
  }

  function refuse(error: AwsError) {
    return () => {
      throw error;
    };
  }

  describe('query (RDS, CloudFormation)', () => {
    const input = {
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-1',
      Engine: 'aurora-postgresql',
      Port: 5432,
      DeletionProtection: false,
      VpcSecurityGroupIds: ['sg-1', 'sg-2'],
      EnableCloudwatchLogsExports: [],
      Tags: [
        { Key: 'pilot-light:failover-id', Value: 'fo & <1>' },
        { Key: 'ünïcode', Value: 'a=b c' },
      ],
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
    };

    it('carries nested lists and structures in, and lists, dates, numbers and booleans out', async () => {
      const cluster = {
        DBClusterIdentifier: 'restored',
        Status: 'creating',
        ClusterCreateTime: at,
        AllocatedStorage: 1,
        StorageEncrypted: true,
        TagList: input.Tags,
        DBClusterMembers: [{ DBInstanceIdentifier: 'writer', IsClusterWriter: true }],
        AvailabilityZones: ['us-west-2a', 'us-west-2b'],
      };
      const stub = register('rds', 'RestoreDBClusterFromSnapshot', () => ({ DBCluster: cluster }));
      const { DBCluster } = await new RDSClient(transport.config).send(new RestoreDBClusterFromSnapshotCommand(input));
      expect(stub.inputs).toEqual([input]);
      expect(stub.contexts).toMatchObject([{ region: REGION, caller: { kind: 'operator' } }]);
      expect(DBCluster).toEqual(cluster);
    });

    it('names an error by its shape although the code on the wire is another', async () => {
      const refusal = new AwsError('InsufficientStorageClusterCapacityFault', 'no room');
      register('rds', 'RestoreDBClusterFromSnapshot', refuse(refusal));
      const sent = new RDSClient(transport.config).send(new RestoreDBClusterFromSnapshotCommand(input));
      await expect(sent).rejects.toMatchObject({
        name: 'InsufficientStorageClusterCapacityFault',
        message: 'no room',
        Code: 'InsufficientStorageClusterCapacity',
        $metadata: { httpStatusCode: 400 },
      });
    });

    it('gives the status of the model to a resource that is not there', async () => {
      register('rds', 'DescribeDBClusters', refuse(new AwsError('DBClusterNotFoundFault', 'DBCluster x not found.')));
      const sent = new RDSClient(transport.config).send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'x' }));
      await expect(sent).rejects.toMatchObject({ name: 'DBClusterNotFoundFault', $metadata: { httpStatusCode: 404 } });
    });

    it('keeps a code that has no shape', async () => {
      const message = 'Stack with id Activation does not exist';
      register('cloudformation', 'DescribeStacks', refuse(new AwsError('ValidationError', message)));
      const sent = new CloudFormationClient(transport.config).send(
        new DescribeStacksCommand({ StackName: 'Activation' }),
      );
      await expect(sent).rejects.toMatchObject({
        name: 'ValidationError',
        message,
        $metadata: { httpStatusCode: 400 },
      });
    });
  });

  describe('JSON (Step Functions, DynamoDB, Systems Manager)', () => {
    it('carries a start date out as a Date', async () => {
      const executionArn = 'arn:aws:states:us-west-2:111111111111:execution:failover:1';
      const stub = register('states', 'StartExecution', () => ({ executionArn, startDate: at }));
      const input = {
        stateMachineArn: 'arn:aws:states:us-west-2:111111111111:stateMachine:failover',
        input: '{"a":1}',
      };
      const output = await new SFNClient(transport.config).send(new StartExecutionCommand(input));
      expect(stub.inputs).toEqual([input]);
      expect(output).toMatchObject({ executionArn, startDate: at });
    });

    it('carries attribute values of every kind both ways', async () => {
      const item = {
        pk: { S: 'failover' },
        expiresAt: { N: '1795500000' },
        parts: { L: [{ BOOL: true }, { NULL: true }] },
        detail: { M: { bytes: { B: Uint8Array.from([0, 1, 255]) } } },
        names: { SS: ['a', 'b'] },
      };
      const put = register('dynamodb', 'PutItem', () => ({}));
      const client = new DynamoDBClient(transport.config);
      await client.send(new PutItemCommand({ TableName: 'lock', Item: item }));
      expect(put.inputs).toEqual([{ TableName: 'lock', Item: item }]);
      register('dynamodb', 'GetItem', () => ({ Item: item }));
      const { Item } = await client.send(new GetItemCommand({ TableName: 'lock', Key: { pk: { S: 'failover' } } }));
      expect(Item).toEqual(item);
    });

    it('carries the members of an error', async () => {
      const Item = { owner: { S: 'someone else' } };
      const refusal = new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
        members: { Item },
      });
      register('dynamodb', 'PutItem', refuse(refusal));
      const sent = new DynamoDBClient(transport.config).send(new PutItemCommand({ TableName: 'lock', Item: {} }));
      await expect(sent).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
        message: 'The conditional request failed',
        Item,
      });
    });

    it('answers an operation that nobody modelled with an error that says so', async () => {
      register('ssm', 'PutParameter', () => ({}));
      const sent = new SSMClient(transport.config).send(new GetParameterCommand({ Name: '/a' }));
      await expect(sent).rejects.toMatchObject({
        name: 'NotModelled',
        message: 'ssm:GetParameter is not modelled by the simulator (docs/SIMULATOR.md)',
        $metadata: { httpStatusCode: 501 },
      });
    });
  });

  describe('REST-JSON (Backup, Lambda)', () => {
    it('reads labels, query, dates in the query and lists out', async () => {
      const point = { RecoveryPointArn: 'arn:aws:rds:…', CreationDate: at, BackupSizeInBytes: 12, IsEncrypted: true };
      const stub = register('backup', 'ListRecoveryPointsByBackupVault', () => ({
        RecoveryPoints: [point],
        NextToken: 'n',
      }));
      const input = {
        BackupVaultName: 'pilot-light-standby',
        MaxResults: 50,
        ByCreatedAfter: at,
        ByResourceType: 'Aurora',
      };
      const client = new BackupClient(transport.config);
      const output = await client.send(new ListRecoveryPointsByBackupVaultCommand(input));
      expect(stub.inputs).toEqual([input]);
      expect(output).toMatchObject({ RecoveryPoints: [point], NextToken: 'n' });
    });

    it('reads maps in the body and names the error in the header', async () => {
      const refusal = new AwsError('LimitExceededException', 'too many', {
        members: { Type: 'Sender', Context: 'jobs' },
      });
      const stub = register('backup', 'StartBackupJob', refuse(refusal));
      const input = {
        BackupVaultName: 'pilot-light-primary',
        ResourceArn: 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary',
        IamRoleArn: 'arn:aws:iam::111111111111:role/backup',
        IdempotencyToken: 'once',
        RecoveryPointTags: { 'backup:automated': 'true' },
      };
      const sent = new BackupClient(transport.config).send(new StartBackupJobCommand(input));
      await expect(sent).rejects.toMatchObject({
        name: 'LimitExceededException',
        message: 'too many',
        Context: 'jobs',
      });
      expect(stub.inputs).toEqual([input]);
    });

    it('carries a payload of bytes both ways, with the members in headers beside it', async () => {
      const answer = { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"errorType":"Boom"}') };
      const stub = register('lambda', 'Invoke', () => answer);
      const name = 'arn:aws:lambda:us-west-2:111111111111:function:pilot-light-smokeTest';
      const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from('{"a":"ü"}') });
      const { StatusCode, FunctionError, Payload } = await new LambdaClient(transport.config).send(command);
      expect(stub.inputs).toEqual([{ FunctionName: name, Payload: Uint8Array.from(Buffer.from('{"a":"ü"}')) }]);
      expect({ StatusCode, FunctionError, Payload: Payload?.transformToString() }).toEqual({
        StatusCode: 200,
        FunctionError: 'Unhandled',
        Payload: '{"errorType":"Boom"}',
      });
    });
  });

  describe('REST-XML (Route 53, S3)', () => {
    it('carries a change batch in and its date out', async () => {
      const change = { Id: '/change/C1', Status: 'PENDING' as const, SubmittedAt: at };
      const stub = register('route53', 'ChangeResourceRecordSets', () => ({ ChangeInfo: change }), 'us-east-1');
      const input = {
        HostedZoneId: 'Z0PILOTLIGHT00',
        ChangeBatch: {
          Comment: 'move & prove',
          Changes: [
            {
              Action: 'UPSERT' as const,
              ResourceRecordSet: {
                Name: 'app.example.com.',
                Type: 'CNAME' as const,
                TTL: 60,
                Failover: 'PRIMARY' as const,
                SetIdentifier: 'primary',
                ResourceRecords: [{ Value: 'api-primary.example.com' }],
              },
            },
          ],
        },
      };
      const client = new Route53Client({ ...transport.config, region: 'us-east-1' });
      const { ChangeInfo } = await client.send(new ChangeResourceRecordSetsCommand(input));
      expect(stub.inputs).toEqual([input]);
      expect(ChangeInfo).toEqual(change);
    });

    it('carries the messages of an error', async () => {
      const refusal = new AwsError('InvalidChangeBatch', 'invalid', { members: { messages: ['no such record'] } });
      register('route53', 'ChangeResourceRecordSets', refuse(refusal), 'us-east-1');
      const sent = new Route53Client({ ...transport.config, region: 'us-east-1' }).send(
        new ChangeResourceRecordSetsCommand({ HostedZoneId: 'Z1', ChangeBatch: { Changes: [] } }),
      );
      await expect(sent).rejects.toMatchObject({ name: 'InvalidChangeBatch', messages: ['no such record'] });
    });

    const s3 = (pathStyle = true) => new S3Client({ ...transport.config, forcePathStyle: pathStyle });

    it('stores and reads bytes under a key with slashes and spaces, with metadata', async () => {
      const body = Buffer.from([0, 200, 13, 10, 255]);
      const put = register('s3', 'PutObject', () => ({ ETag: '"e"', VersionId: 'v1' }));
      const command = {
        Bucket: 'evidence',
        Key: 'executions/a b/ü+1.json',
        ContentType: 'text/plain',
        Metadata: { run: '1' },
      };
      const stored = await s3().send(new PutObjectCommand({ ...command, Body: body }));
      expect(stored).toMatchObject({ ETag: '"e"', VersionId: 'v1' });
      expect(put.inputs).toMatchObject([{ ...command, Body: Uint8Array.from(body) }]);

      register('s3', 'GetObject', () => ({
        Body: body,
        ContentType: 'text/plain',
        LastModified: at,
        Metadata: { run: '1' },
      }));
      const read = await s3().send(new GetObjectCommand({ Bucket: 'evidence', Key: command.Key }));
      expect(read).toMatchObject({ ContentType: 'text/plain', LastModified: at, Metadata: { run: '1' } });
      expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(body);
    });

    it('tells operations on the same path apart', async () => {
      const list = register('s3', 'ListObjectsV2', () => ({
        Contents: [{ Key: 'a', Size: 1, LastModified: at }],
        KeyCount: 1,
      }));
      const { Contents } = await s3().send(new ListObjectsV2Command({ Bucket: 'evidence', Prefix: 'executions/' }));
      expect(Contents).toEqual([{ Key: 'a', Size: 1, LastModified: at }]);
      expect(list.inputs).toEqual([{ Bucket: 'evidence', Prefix: 'executions/' }]);

      const copy = register('s3', 'CopyObject', () => ({ CopyObjectResult: { ETag: '"c"' } }));
      const copied = await s3().send(new CopyObjectCommand({ Bucket: 'b', Key: 'k', CopySource: 'a/k' }));
      expect(copied.CopyObjectResult?.ETag).toBe('"c"');
      expect(copy.inputs).toMatchObject([{ Bucket: 'b', Key: 'k', CopySource: 'a/k' }]);
    });

    it('answers a HEAD without a body and names what is missing elsewhere', async () => {
      register('s3', 'HeadObject', refuse(new AwsError('NotFound', 'Not Found', { status: 404 })));
      await expect(s3().send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
        name: 'NotFound',
      });
      register(
        's3',
        'GetObject',
        refuse(new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 })),
      );
      await expect(s3().send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
        name: 'NoSuchKey',
        $metadata: { httpStatusCode: 404 },
      });
    });
  });

  describe('CloudWatch, which left the query protocol', () => {
    const MetricData = [
      {
        MetricName: 'StandbyServes',
        Value: 1,
        Timestamp: at,
        Dimensions: [{ Name: 'Workload', Value: 'pilot-light' }],
      },
    ];

    it.each([
      ['in JSON', {}],
      ['in CBOR', { protocol: AwsSmithyRpcV2CborProtocol }],
    ])('is understood %s', async (_name, protocol) => {
      const stub = register('monitoring', 'PutMetricData', () => ({}));
      const client = new CloudWatchClient({ ...transport.config, ...protocol });
      await client.send(new PutMetricDataCommand({ Namespace: 'PilotLight', MetricData }));
      expect(stub.inputs).toEqual([{ Namespace: 'PilotLight', MetricData }]);

      register('monitoring', 'GetMetricStatistics', () => ({
        Label: 'x',
        Datapoints: [{ Timestamp: at, Maximum: 0.5 }],
      }));
      const period = { Namespace: 'PilotLight', MetricName: 'x', StartTime: at, EndTime: at, Period: 60 };
      const { Datapoints } = await client.send(new GetMetricStatisticsCommand(period));
      expect(Datapoints).toEqual([{ Timestamp: at, Maximum: 0.5 }]);

      register('monitoring', 'PutMetricData', refuse(new AwsError('InvalidParameterValueException', 'bad value')));
      const refused = client.send(new PutMetricDataCommand({ Namespace: 'PilotLight', MetricData }));
      await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: 'bad value' });
    });

    it('sends large bodies compressed', async () => {
      const stub = register('monitoring', 'PutMetricData', () => ({}));
      const many = Array.from({ length: 500 }, (__, index) => ({ MetricName: `metric-${index}`, Value: index }));
      await new CloudWatchClient(transport.config).send(new PutMetricDataCommand({ Namespace: 'N', MetricData: many }));
      expect(stub.inputs).toEqual([{ Namespace: 'N', MetricData: many }]);
    });
  });

  it('refuses an access key that nobody was given', async () => {
    const credentials = { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 's' };
    const config = { ...transport.config, credentials };
    await expect(new RDSClient(config).send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(new SSMClient(config).send(new GetParameterCommand({ Name: 'a' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('knows the role by its access key, and refuses what its policies do not allow', async () => {
    const roleArn = world.iam.putRole({ roleName: 'Restore', trustPolicy: { Version: '2012-10-17', Statement: [] } });
    const { service } = stubService('rds', 'DescribeDBClusters', () => ({ DBClusters: [] }));
    const operations = {
      DescribeDBClusters: {
        access: () => [{ action: 'rds:DescribeDBClusters', resource: '*' }],
        handle: () => ({ DBClusters: [] }),
      },
    };
    world.dispatcher.register(REGION, { ...service, operations });
    const client = new RDSClient({ ...transport.config, credentials: world.iam.issueCredentials(roleArn, 'run') });
    await expect(client.send(new DescribeDBClustersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        'User: arn:aws:sts::111111111111:assumed-role/Restore/run is not authorized to perform: rds:DescribeDBClusters ' +
        'on resource: * because no identity-based policy allows the rds:DescribeDBClusters action',
    });
    world.iam.putRolePolicy('Restore', 'read', {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'rds:Describe*', Resource: '*' },
    });
    await expect(client.send(new DescribeDBClustersCommand({}))).resolves.toMatchObject({ DBClusters: [] });
  });

  it('serves calls that overlap', async () => {
    register('rds', 'DescribeDBClusters', async () => {
      await world.scheduler.sleep(60_000);
      return { DBClusters: [] };
    });
    const client = new RDSClient(transport.config);
    const answers = await Promise.all([1, 2, 3].map(() => client.send(new DescribeDBClustersCommand({}))));
    expect(answers).toHaveLength(3);
  });

  it('gives no answer from a dark region', async () => {
    register('rds', 'DescribeDBClusters', () => ({ DBClusters: [] }));
    world.dark.add(REGION);
    await expect(new RDSClient(transport.config).send(new DescribeDBClustersCommand({}))).rejects.toThrow(
      /unreachable|socket hang up|ECONNRESET/,
    );
    expect(world.dispatcher.statistics).toEqual({ apiCalls: 1, callsToDarkRegion: 1 });
  });
});
