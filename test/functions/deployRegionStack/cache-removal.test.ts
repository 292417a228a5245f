import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServerlessCachesCommand } from '@aws-sdk/client-elasticache';
import { awsError, context } from '../lambda-context';
import {
  beginAnew,
  cacheIs,
  cloudFormation,
  deletedCaches,
  deletedStacks,
  dynamoDb,
  elastiCache,
  handler,
  REMOVE,
  stacksAre,
} from './with-cache';

beforeEach(beginAnew);

describe('removing', () => {
  test('begins with both stacks at once, and is done when both are gone', async () => {
    stacksAre({ Activation: 'CREATE_COMPLETE', Cache: 'CREATE_COMPLETE' });
    expect(await handler(REMOVE, context)).toMatchObject({
      phase: 'working',
      waitFor: { target: 'stackGone', stackName: 'Activation' },
    });
    expect(deletedStacks()).toEqual(['Activation', 'Cache']);

    stacksAre({ Cache: 'DELETE_IN_PROGRESS' });
    expect(await handler(REMOVE, context)).toMatchObject({
      phase: 'working',
      waitFor: { target: 'stackGone', stackName: 'Cache' },
    });

    stacksAre({});
    expect(await handler(REMOVE, context)).toMatchObject({ phase: 'gone' });
  });

  test('takes a cache of ours that no stack has, too', async () => {
    cacheIs('AVAILABLE', 'Cache');
    expect(await handler(REMOVE, context)).toMatchObject({
      phase: 'working',
      waitFor: null,
    });
    expect(deletedCaches()).toBe(1);
  });

  test('never touches a cache that is not ours', async () => {
    cacheIs('AVAILABLE', undefined);
    expect(await handler(REMOVE, context)).toMatchObject({ phase: 'gone' });
    expect(deletedCaches()).toBe(0);
  });

  test('of a stack goes on when ElastiCache does not answer; done is said only when the cache is known to be gone', async () => {
    elastiCache.on(DescribeServerlessCachesCommand).rejects(awsError('TimeoutError'));
    stacksAre({ Activation: 'CREATE_COMPLETE' });
    expect(await handler(REMOVE, context)).toMatchObject({ phase: 'working', waitFor: { stackName: 'Activation' } });
    stacksAre({});
    await expect(handler(REMOVE, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('leaves the cache while users are served through it', async () => {
    stacksAre({ Cache: 'CREATE_COMPLETE' });
    dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
    await expect(handler(REMOVE, context)).rejects.toMatchObject({ reason: 'standby-serves' });
    expect(deletedStacks()).toEqual([]);
  });
});

describe('by hand', () => {
  const BY_HAND = { action: 'cache' };

  test('makes the cache that a failover could not, and says when it is there', async () => {
    stacksAre({ Activation: 'CREATE_COMPLETE' });
    // Not the command that has just been used: in JSON its quotes would be escaped.
    const creating = { state: 'creating', command: null };
    expect(await handler(BY_HAND, context)).toMatchObject({ phase: 'working', cache: creating });
    stacksAre({ Activation: 'CREATE_COMPLETE', Cache: 'CREATE_COMPLETE' });
    expect(await handler(BY_HAND, context)).toMatchObject({ phase: 'ready', cache: { state: 'ready' } });
  });

  test('is refused where nothing would use it', async () => {
    await expect(handler(BY_HAND, context)).rejects.toMatchObject({ name: 'InvalidRequestError' });
    expect(cloudFormation.commandCalls(CreateStackCommand)).toEqual([]);
  });
});
