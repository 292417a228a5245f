import {
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServerlessCachesCommand } from '@aws-sdk/client-elasticache';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { aws } from '../../../functions/deployRegionStack/aws';
import { build } from '../../../functions/deployRegionStack/handler';
import { awsError, context, NOW } from '../lambda-context';
import {
  beginAnew,
  cacheIs,
  cloudFormation,
  DEPLOY,
  deletedCaches,
  deletedStacks,
  dynamoDb,
  elastiCache,
  handler,
  ssm,
  stacksAre,
} from './with-cache';

beforeEach(beginAnew);

test('a failover starts the cache beside the activation stack, in one call and with a role of its own', async () => {
  expect(await handler(DEPLOY, context)).toMatchObject({
    phase: 'working',
    stackName: 'Activation',
    waitFor: null,
    cache: { state: 'creating', detail: 'the stack Cache is being created' },
  });
  expect(cloudFormation.commandCalls(CreateChangeSetCommand)).toHaveLength(1);
  expect(cloudFormation.commandCalls(CreateStackCommand)[0]?.args[0].input).toEqual({
    StackName: 'Cache',
    TemplateURL: 'https://bucket.s3.us-west-2.amazonaws.com/t.json',
    RoleARN: 'arn:aws:iam::111111111111:role/cache',
    ClientRequestToken: `Cache-${NOW}`,
    OnFailure: 'ROLLBACK',
    Tags: [{ Key: 'team', Value: 'ops' }],
  });
});

describe('whatever becomes of the cache, the activation stack goes on', () => {
  const ready = () =>
    cloudFormation.on(DescribeChangeSetCommand).resolves({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'EXECUTE_COMPLETE',
    });

  test.each([
    [
      'ElastiCache does not answer',
      () => elastiCache.on(DescribeServerlessCachesCommand).rejects(awsError('TimeoutError')),
    ],
    ['CloudFormation refuses its stack', () => cloudFormation.on(CreateStackCommand).rejects(awsError('AccessDenied'))],
    ['its template is not published', () => ssm.on(GetParameterCommand).rejects(awsError('ParameterNotFound'))],
  ])('%s', async (_, breakIt) => {
    stacksAre({ Activation: 'CREATE_COMPLETE' });
    ready();
    breakIt();
    expect(await handler(DEPLOY, context)).toMatchObject({
      phase: 'ready',
      stackName: 'Activation',
      cache: { state: 'failed', command: expect.stringContaining(`--payload '{"action":"cache"}'`) },
    });
  });

  test('ElastiCache hangs: the answer does not wait for it', async () => {
    jest.useFakeTimers();
    stacksAre({ Activation: 'CREATE_COMPLETE' });
    ready();
    elastiCache.on(DescribeServerlessCachesCommand).callsFake(() => new Promise(() => {}));
    const answer = handler(DEPLOY, context);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await answer).toMatchObject({ phase: 'ready', cache: { state: 'failed' } });
    jest.useRealTimers();
  });
});

test('an activation stack that fails is reported as it was, though the cache is there', async () => {
  stacksAre({ Activation: 'UPDATE_ROLLBACK_FAILED', Cache: 'CREATE_COMPLETE' });
  dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({ reason: 'stack-needs-repair' });
});

test('a cache that could not be made is named with its reason, and its stack makes room for the next', async () => {
  stacksAre({ Cache: 'ROLLBACK_COMPLETE' });
  cloudFormation.on(DescribeStackEventsCommand).resolves({
    StackEvents: [
      {
        StackId: 'Cache',
        StackName: 'Cache',
        EventId: '1',
        Timestamp: new Date(NOW),
        LogicalResourceId: 'CacheCache1234',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'Resource handler returned message: "Internal" (HandlerErrorCode: InternalFailure)',
      },
    ],
  });
  expect(await handler(DEPLOY, context)).toMatchObject({
    cache: { state: 'failed', detail: expect.stringMatching(/ROLLBACK_COMPLETE.+CacheCache1234.+InternalFailure/) },
  });
  expect(deletedStacks()).toEqual(['Cache']);
});

test('a cache of ours that its stack has lost is deleted before it is made again', async () => {
  cacheIs('AVAILABLE', 'Cache');
  expect(await handler(DEPLOY, context)).toMatchObject({
    cache: { state: 'failed', detail: expect.stringContaining('belonged to no stack') },
  });
  expect(deletedCaches()).toBe(1);
  expect(cloudFormation.commandCalls(CreateStackCommand)).toEqual([]);
});

test('a cache of that name that is not ours is left, and named with the command', async () => {
  cacheIs('AVAILABLE', undefined);
  expect(await handler(DEPLOY, context)).toMatchObject({
    cache: {
      state: 'failed',
      detail: expect.stringContaining(
        'aws elasticache delete-serverless-cache --region us-west-2 --serverless-cache-name pilot-light-standby',
      ),
    },
  });
  expect(deletedCaches()).toBe(0);
});

test('a cache that stands is left as it is by a failover', async () => {
  stacksAre({ Cache: 'CREATE_COMPLETE' });
  expect(await handler(DEPLOY, context)).toMatchObject({ cache: { state: 'ready' } });
  expect(cloudFormation.commandCalls(UpdateStackCommand)).toEqual([]);
});

test('a warm standby brings its cache to what is published', async () => {
  process.env['STANDBY'] = 'warm';
  const warm = build(aws, () => NOW);
  stacksAre({ Activation: 'CREATE_COMPLETE', Cache: 'CREATE_COMPLETE' });
  const WARM = { action: 'warm', id: '20261122030000' };
  expect(await warm(WARM, context)).toMatchObject({
    cache: { state: 'creating', detail: expect.stringMatching(/updated/) },
  });
  cloudFormation.on(UpdateStackCommand).rejects(awsError('ValidationError', 'No updates are to be performed.'));
  expect(await warm(WARM, context)).toMatchObject({ cache: { state: 'ready' } });
  delete process.env['STANDBY'];
});
