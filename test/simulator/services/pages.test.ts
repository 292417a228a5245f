import { createWorld } from '../../../simulator/create-world';
import { modelledTypes } from '../../../simulator/resource-types';
import type { Region } from '../../../simulator/world';
import { awsErrorOf, callService, providerRequest } from '../support/fake-world';

const HERE = 'us-west-2';
const startMs = Date.parse('2026-01-05T00:00:00Z');
const world = createWorld({ seed: 1, startMs, accountId: '111111111111', regions: [HERE, 'us-east-1'] });
const region = world.region(HERE);
const TYPES = modelledTypes();

async function make(where: Region, type: string, properties: Record<string, unknown>): Promise<void> {
  await world.scheduler.runToEnd((async () => TYPES.get(type)?.create(providerRequest(where, 'It', properties)))());
}

const call = (service: string, operation: string, input: object) =>
  world.scheduler.runToEnd(callService(world, { region: HERE, service, operation, input }));

/** Some things to list of each kind. */
beforeAll(async () => {
  const statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  await make(world.region('us-east-1'), 'AWS::IAM::Role', { RoleName: 'fn', AssumeRolePolicyDocument });
  const Role = 'arn:aws:iam::111111111111:role/fn';
  const fn = { Handler: 'index.handler', Runtime: 'nodejs22.x', Role, Code: { ZipFile: 'exports.handler = 1' } };
  for (let n = 0; n < 60; n += 1) await make(region, 'AWS::Lambda::Function', { ...fn, FunctionName: `fn-${n}` });
  for (let n = 0; n < 12; n += 1) region.ssm.put({ name: `/shop/${n}`, value: 'x', type: 'String' });
  const topic = region.sns.createTopic('oncall').arn;
  for (let n = 0; n < 120; n += 1) region.sns.subscribe(topic, 'email', `ops-${n}@example.com`);
  for (let n = 0; n < 3; n += 1) region.backup.vaults.create({ name: `vault-${n}` });
  region.s3.createBucket('evidence');
  for (let n = 0; n < 3; n += 1) region.s3.putObject('evidence', `${n}`, 'x');
});

const TOPIC = `arn:aws:sns:${HERE}:111111111111:oncall`;

/** What one operation calls the number, the token and the list, and how many come of how many. */
interface List {
  readonly service: string;
  readonly operation: string;
  readonly input?: object;
  readonly size?: string;
  readonly token: readonly [asked: string, given: string];
  readonly items: string;
  readonly first: number;
  readonly all: number;
  readonly wrongToken: string;
}

const LISTS: readonly List[] = [
  {
    service: 'lambda',
    operation: 'ListFunctions',
    token: ['Marker', 'NextMarker'],
    items: 'Functions',
    first: 50,
    all: 60,
    wrongToken: 'InvalidParameterValueException',
  },
  {
    service: 'lambda',
    operation: 'ListFunctions',
    input: { MaxItems: 10_000 },
    token: ['Marker', 'NextMarker'],
    items: 'Functions',
    first: 50,
    all: 60,
    wrongToken: 'InvalidParameterValueException',
  },
  {
    service: 'lambda',
    operation: 'ListFunctions',
    input: { MaxItems: 7 },
    token: ['Marker', 'NextMarker'],
    items: 'Functions',
    first: 7,
    all: 60,
    wrongToken: 'InvalidParameterValueException',
  },
  {
    service: 'ssm',
    operation: 'GetParametersByPath',
    input: { Path: '/shop' },
    token: ['NextToken', 'NextToken'],
    items: 'Parameters',
    first: 10,
    all: 12,
    wrongToken: 'InvalidNextToken',
  },
  {
    service: 'sns',
    operation: 'ListSubscriptionsByTopic',
    input: { TopicArn: TOPIC },
    token: ['NextToken', 'NextToken'],
    items: 'Subscriptions',
    first: 100,
    all: 120,
    wrongToken: 'InvalidParameterException',
  },
  {
    service: 'backup',
    operation: 'ListBackupVaults',
    input: { MaxResults: 2 },
    token: ['NextToken', 'NextToken'],
    items: 'BackupVaultList',
    first: 2,
    all: 3,
    wrongToken: 'InvalidParameterValueException',
  },
  {
    service: 's3',
    operation: 'ListObjectsV2',
    input: { Bucket: 'evidence', MaxKeys: 2 },
    token: ['ContinuationToken', 'NextContinuationToken'],
    items: 'Contents',
    first: 2,
    all: 3,
    wrongToken: 'InvalidArgument',
  },
  {
    service: 'servicequotas',
    operation: 'ListServiceQuotas',
    input: { ServiceCode: 'rds', MaxResults: 3 },
    token: ['NextToken', 'NextToken'],
    items: 'Quotas',
    first: 3,
    all: 5,
    wrongToken: 'InvalidPaginationTokenException',
  },
];

test.each(LISTS)(
  '$service:$operation $input comes page by page',
  async ({ service, operation, input = {}, token, items, first, all }) => {
    const sizes: number[] = [];
    let next: unknown;
    do {
      const page = await call(service, operation, { ...input, ...(next === undefined ? {} : { [token[0]]: next }) });
      sizes.push((page as Record<string, unknown[]>)[items]?.length ?? 0);
      next = (page as Record<string, unknown>)[token[1]];
    } while (next !== undefined);
    expect(sizes[0]).toBe(first);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(all);
  },
);

test.each(LISTS)(
  '$service:$operation takes no token that it did not give',
  async ({ service, operation, input = {}, token, wrongToken }) => {
    for (const wrong of ['nonsense', '12', Buffer.from('12').toString('base64')]) {
      const asked = call(service, operation, { ...input, [token[0]]: wrong });
      await expect(asked).rejects.toMatchObject({ code: wrongToken });
    }
  },
);

test.each([
  [
    'lambda',
    'ListFunctions',
    { MaxItems: 0 },
    'ValidationException',
    "Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  ['lambda', 'ListFunctions', { MaxItems: 10_001 }, 'ValidationException', 'less than or equal to 10000'],
  ['ssm', 'GetParametersByPath', { Path: '/shop', MaxResults: 11 }, 'ValidationException', 'less than or equal to 10'],
  ['ssm', 'GetParametersByPath', { Path: '/shop', MaxResults: 0 }, 'ValidationException', 'greater than or equal to 1'],
  [
    'ssm',
    'GetParameters',
    { Names: Array.from({ length: 11 }, (_, n) => `/shop/${n}`) },
    'ValidationException',
    'Member must have length less than or equal to 10',
  ],
  ['backup', 'ListBackupVaults', { MaxResults: 1001 }, 'InvalidParameterValueException', '1000'],
  ['backup', 'ListBackupVaults', { MaxResults: 0 }, 'InvalidParameterValueException', '1'],
  ['states', 'ListStateMachines', { maxResults: 1001 }, 'ValidationException', 'less than or equal to 1000'],
  ['monitoring', 'DescribeAlarms', { MaxRecords: 101 }, 'ValidationError', 'less than or equal to 100'],
  [
    'rds',
    'DescribeDBClusters',
    { MaxRecords: 19 },
    'InvalidParameterValue',
    'Invalid value 19 for MaxRecords. Must be between 20 and 100',
  ],
  ['rds', 'DescribeDBClusters', { MaxRecords: 101 }, 'InvalidParameterValue', 'Must be between 20 and 100'],
  ['servicequotas', 'ListServiceQuotas', { ServiceCode: 'rds', MaxResults: 101 }, 'IllegalArgumentException', '100'],
  ['s3', 'ListObjectsV2', { Bucket: 'evidence', MaxKeys: -1 }, 'InvalidArgument', 'maxKeys'],
])('%s:%s %j is out of range', async (service, operation, input, code, text) => {
  expect(await awsErrorOf(world, callService(world, { region: HERE, service, operation, input }))).toMatchObject({
    code,
    message: expect.stringContaining(text),
  });
});

test.each([
  ['ssm', 'GetParametersByPath', { Path: '/shop', MaxResults: 10 }],
  ['ssm', 'GetParameters', { Names: ['/shop/1'] }],
  ['backup', 'ListBackupVaults', { MaxResults: 1000 }],
  ['states', 'ListStateMachines', { maxResults: 0 }],
  ['states', 'ListStateMachines', { maxResults: 1000 }],
  ['monitoring', 'DescribeAlarms', { MaxRecords: 100 }],
  ['rds', 'DescribeDBClusters', { MaxRecords: 20 }],
  ['rds', 'DescribeDBClusters', { MaxRecords: 100 }],
  ['s3', 'ListObjectsV2', { Bucket: 'evidence', MaxKeys: 5000 }],
  ['s3', 'ListObjectsV2', { Bucket: 'evidence', MaxKeys: 0 }],
])('%s:%s %j is in range', async (service, operation, input) => {
  await expect(call(service, operation, input)).resolves.toBeDefined();
});
