import type { AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../../simulator/service';
import { DynamoDb } from '../../../../simulator/services/dynamodb/dynamodb';
import { providers } from '../../../../simulator/services/dynamodb/providers';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

const RUNNING = {
  pk: { S: 'failover' },
  owner: { S: 'execution-1' },
  status: { S: 'RUNNING' },
  expiresAt: { N: '100' },
};

async function lockTable() {
  const world = fakeWorld({ regionServices: (region) => ({ dynamoDb: new DynamoDb(region) }) });
  const region = world.region('us-west-2');
  const [table] = providers;
  await table?.create(
    providerRequest(region, 'Lock', {
      TableName: 'lock',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
  );
  const call = (operation: string, input: object) =>
    callService<{ Item?: Record<string, AttributeValue>; Attributes?: Record<string, AttributeValue>; Count?: number }>(
      world,
      { region: 'us-west-2', service: 'dynamodb', operation, input: { TableName: 'lock', ...input } },
    );
  return { world, region, call };
}

const takeLock = (owner: string, now: string) => ({
  Item: { ...RUNNING, owner: { S: owner } },
  ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner OR (#status <> :running AND NOT expiresAt > :now)',
  ExpressionAttributeNames: { '#owner': 'owner', '#status': 'status' },
  ExpressionAttributeValues: { ':owner': { S: owner }, ':running': { S: 'RUNNING' }, ':now': { N: now } },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
});

describe('a lock in a table', () => {
  test('is taken when it is free, and again by its owner', async () => {
    const { call } = await lockTable();
    await call('PutItem', takeLock('execution-1', '1'));
    await call('PutItem', takeLock('execution-1', '1'));
    expect((await call('GetItem', { Key: { pk: { S: 'failover' } } })).Item).toEqual(RUNNING);
  });

  test('is refused to another execution, which is told who holds it', async () => {
    const { world, call } = await lockTable();
    await call('PutItem', takeLock('execution-1', '1'));
    const error = await awsErrorOf(world, call('PutItem', takeLock('execution-2', '1')));
    expect(error.code).toBe('ConditionalCheckFailedException');
    const { Item }: Pick<ConditionalCheckFailedException, 'Item'> = error.members;
    expect(Item).toEqual(RUNNING);
  });

  test('goes to another execution once it is no longer running and has expired', async () => {
    const { call } = await lockTable();
    await call('PutItem', { Item: { ...RUNNING, status: { S: 'FAILED' } } });
    await call('PutItem', takeLock('execution-2', '100'));
    expect((await call('GetItem', { Key: { pk: { S: 'failover' } } })).Item?.['owner']).toEqual({ S: 'execution-2' });
  });

  test('is released by its owner only', async () => {
    const { world, call } = await lockTable();
    await call('PutItem', { Item: RUNNING });
    const release = (owner: string) =>
      call('DeleteItem', {
        Key: { pk: { S: 'failover' } },
        ConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: owner } },
        ReturnValues: 'ALL_OLD',
      });
    expect((await awsErrorOf(world, release('execution-2'))).code).toBe('ConditionalCheckFailedException');
    expect((await release('execution-1')).Attributes).toEqual(RUNNING);
    expect((await call('GetItem', { Key: { pk: { S: 'failover' } } })).Item).toBeUndefined();
  });
});

describe('UpdateItem', () => {
  const update = (expression: string, values: Record<string, AttributeValue> | undefined, more: object = {}) => ({
    Key: { pk: { S: 'failover' } },
    UpdateExpression: expression,
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
    ...more,
  });

  test('sets, counts, appends and removes in one expression', async () => {
    const { call } = await lockTable();
    await call('PutItem', {
      Item: { pk: { S: 'failover' }, attempts: { N: '1' }, steps: { L: [{ S: 'a' }] }, gone: { BOOL: true } },
    });
    const { Attributes } = await call(
      'UpdateItem',
      update(
        'SET attempts = attempts + :one, steps = list_append(steps, :more), since = if_not_exists(since, :now) REMOVE gone',
        {
          ':one': { N: '1' },
          ':more': { L: [{ S: 'b' }] },
          ':now': { S: '10:00' },
        },
      ),
    );
    expect(Attributes).toEqual({
      pk: { S: 'failover' },
      attempts: { N: '2' },
      steps: { L: [{ S: 'a' }, { S: 'b' }] },
      since: { S: '10:00' },
    });
  });

  test('makes the item when there is none, and returns only what it updated when asked to', async () => {
    const { call } = await lockTable();
    const { Attributes } = await call(
      'UpdateItem',
      update('ADD attempts :one', { ':one': { N: '1' } }, { ReturnValues: 'UPDATED_NEW' }),
    );
    expect(Attributes).toEqual({ attempts: { N: '1' } });
  });

  test.each([
    ['a reserved word', 'SET status = :v', 'reserved keyword: status'],
    ['a key attribute', 'SET pk = :v', 'part of the key'],
    ['a syntax error', 'SET x :v', 'Syntax error; token: ":v"'],
    ['a value that is not defined', 'SET x = :w', 'attribute value: :w'],
    ['two paths that overlap', 'SET x = :v, x = :v', 'overlap'],
    ['an attribute that is not there', 'SET x = y, z = :v', 'refers to an attribute that does not exist'],
    ['an unused value', 'REMOVE x', 'unused in expressions: keys: {:v}'],
  ])('refuses %s', async (_, expression, message) => {
    const { world, call } = await lockTable();
    const error = await awsErrorOf(world, call('UpdateItem', update(expression, { ':v': { S: 'v' } })));
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(message);
  });
});

describe('a condition', () => {
  const item = {
    pk: { S: 'failover' },
    n: { N: '10' },
    word: { S: 'abc' },
    steps: { L: [{ M: { x: { N: '1.0' } } }] },
  };

  test.each([
    ['n BETWEEN :low AND :high', true],
    ['n IN (:low, :high)', false],
    ['size(word) = :three', true],
    ['steps[0].x = :one', true],
    ['begins_with(word, :ab) AND contains(word, :bc)', true],
    ['attribute_type(n, :N)', true],
    ['attribute_exists(nothing)', false],
    ['nothing <> :one', true],
    ['nothing < :one', false],
    ['NOT n < :low AND n <= :high OR attribute_exists(nothing)', true],
  ])('%s is %s', async (expression, holds) => {
    const { call } = await lockTable();
    await call('PutItem', { Item: item });
    const values = {
      ':low': { N: '9' },
      ':high': { N: '11' },
      ':three': { N: '3' },
      ':one': { N: '1' },
      ':ab': { S: 'ab' },
      ':bc': { S: 'bc' },
      ':N': { S: 'N' },
    };
    const used = Object.fromEntries(
      Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression)),
    );
    const attempt = awsErrorCodeOf(
      call('PutItem', {
        Item: item,
        ConditionExpression: expression,
        ExpressionAttributeValues: Object.keys(used).length > 0 ? used : undefined,
      }),
    );
    expect(await attempt).toBe(holds ? undefined : 'ConditionalCheckFailedException');
  });
});

describe('Query', () => {
  test('reads one partition in the order of its range key, page by page', async () => {
    const { region, world } = await lockTable();
    region.dynamoDb.createTable({
      name: 'history',
      hashKey: { name: 'pk', type: 'S' },
      rangeKey: { name: 'at', type: 'N' },
      ttlAttribute: undefined,
      pointInTimeRecovery: false,
      deletionProtection: false,
      tags: {},
    });
    const call = (operation: string, input: object) =>
      callService<{ Items: { at: { N: string } }[]; LastEvaluatedKey?: object }>(world, {
        region: 'us-west-2',
        service: 'dynamodb',
        operation,
        input: { TableName: 'history', ...input },
      });
    for (const at of ['9', '10', '2', '30']) await call('PutItem', { Item: { pk: { S: 'a' }, at: { N: at } } });
    await call('PutItem', { Item: { pk: { S: 'b' }, at: { N: '1' } } });
    const query = {
      KeyConditionExpression: 'pk = :pk AND at >= :from',
      ExpressionAttributeValues: { ':pk': { S: 'a' }, ':from': { N: '5' } },
      Limit: 2,
    };
    const error = await awsErrorOf(world, call('Query', query));
    // `at` is one of the words that an expression must not use.
    expect(error.message).toContain('reserved keyword: at');
    const named = {
      ...query,
      KeyConditionExpression: 'pk = :pk AND #at >= :from',
      ExpressionAttributeNames: { '#at': 'at' },
    };
    const first = await call('Query', named);
    expect(first.Items.map(({ at }) => at.N)).toEqual(['9', '10']);
    const second = await call('Query', { ...named, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.Items.map(({ at }) => at.N)).toEqual(['30']);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });
});

describe('a table', () => {
  test('with deletion protection stays', async () => {
    const { region } = await lockTable();
    region.dynamoDb.table('lock').settings.deletionProtection = true;
    expect(() => region.dynamoDb.deleteTable('lock')).toThrow('protected against deletion');
  });

  test('that does not exist, or a field that is not modelled, is an error that says so', async () => {
    const { world, call } = await lockTable();
    expect((await awsErrorOf(world, call('GetItem', { TableName: 'x', Key: {} }))).code).toBe(
      'ResourceNotFoundException',
    );
    const error = await awsErrorOf(world, call('GetItem', { Key: { pk: { S: 'a' } }, ProjectionExpression: 'x' }));
    expect(error.message).toContain('dynamodb:GetItem with ProjectionExpression is not modelled');
  });

  test('asks for permission with the partition key as a condition key', async () => {
    const { world, call } = await lockTable();
    await call('PutItem', { Item: RUNNING });
    const { dynamoDb } = world.region('us-west-2');
    const context = { world, region: 'us-west-2', caller: { kind: 'operator' } as const, requestId: '1' };
    expect(dynamoDb.service.operations.PutItem?.access({ TableName: 'lock', Item: RUNNING }, context)).toEqual([
      {
        action: 'dynamodb:PutItem',
        resource: 'arn:aws:dynamodb:us-west-2:111111111111:table/lock',
        conditions: { 'dynamodb:LeadingKeys': ['failover'] },
      },
    ]);
  });
});

async function awsErrorCodeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof AwsError
      ? error.code + (error.code === 'ValidationException' ? error.message : '')
      : String(error);
  }
}
