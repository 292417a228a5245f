import { awsErrorOf, callService } from '../support/fake-world';
import { darken, type Ground, HERE, make, pair } from './ground';

describe('a call cannot name', () => {
  type Ask = readonly [
    what: string,
    service: string,
    operation: string,
    input: (ground: Ground) => unknown,
    code: string,
  ];
  const asks: readonly Ask[] = [
    [
      'a function',
      'lambda',
      'Invoke',
      ({ fn }) => ({ FunctionName: fn, InvocationType: 'DryRun' }),
      'ResourceNotFoundException',
    ],
    ['a topic', 'sns', 'Publish', ({ topic }) => ({ TopicArn: topic, Message: 'x' }), 'InvalidParameterException'],
    ['a table', 'dynamodb', 'DescribeTable', ({ table }) => ({ TableName: table }), 'ResourceNotFoundException'],
    ['a key', 'kms', 'DescribeKey', ({ key }) => ({ KeyId: key }), 'NotFoundException'],
    [
      'a bus',
      'events',
      'PutEvents',
      ({ region }) => ({
        Entries: [
          {
            EventBusName: `arn:aws:events:${region.name}:111111111111:event-bus/default`,
            Source: 'a',
            DetailType: 'b',
            Detail: '{}',
          },
        ],
      }),
      'ValidationException',
    ],
    [
      'the key of an object',
      's3',
      'PutObject',
      ({ key }) => ({ Bucket: `logs-${HERE}`, Key: 'a', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key }),
      'KMS.NotFoundException',
    ],
  ];

  test.each(asks)(
    '%s of another region, dark or not, and can name its own',
    async (_what, service, operation, input, code) => {
      const { world, here, there } = await pair();
      const ask = (ground: Ground) => callService(world, { region: HERE, service, operation, input: input(ground) });
      expect(await awsErrorOf(world, ask(there))).toMatchObject({ code });
      darken(world);
      expect(await awsErrorOf(world, ask(there))).toMatchObject({ code });
      await expect(ask(here)).resolves.toBeDefined();
    },
  );
});

test('a bucket takes a key of another region for its default, and then no object', async () => {
  const { world, here, there } = await pair();
  const BucketEncryption = (KMSMasterKeyID: string) => ({
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }],
  });
  const put = (Bucket: string, more = {}) =>
    callService(world, { region: HERE, service: 's3', operation: 'PutObject', input: { Bucket, Key: 'a', ...more } });
  await make(here.region, 'AWS::S3::Bucket', { BucketName: 'theirs', BucketEncryption: BucketEncryption(there.key) });
  await make(here.region, 'AWS::S3::Bucket', { BucketName: 'ours', BucketEncryption: BucketEncryption(here.key) });
  expect(await awsErrorOf(world, put('theirs'))).toMatchObject({
    code: 'KMS.NotFoundException',
    message: 'Invalid arn us-east-2',
  });
  await expect(put('theirs', { ServerSideEncryption: 'AES256' })).resolves.toBeDefined();
  await expect(put('ours')).resolves.toBeDefined();
});
