import { AwsError } from '../../../../simulator/service';
import { REGION, runTask, states, statesWorld, FUNCTION_ARN } from './states-fixture';

const invoke = {
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION_ARN, Payload: { n: 2 } },
};

describe('lambda:invoke', () => {
  test('gives the payload, the version and what is known about the call', async () => {
    const world = statesWorld();
    world.worker = (payload) => ({ payload: { got: payload } });
    const { output = '' } = await runTask(world, invoke);
    expect(JSON.parse(output)).toMatchObject({
      ExecutedVersion: '$LATEST',
      StatusCode: 200,
      Payload: { got: { n: 2 } },
      SdkHttpMetadata: {
        HttpStatusCode: 200,
        HttpHeaders: { 'X-Amz-Executed-Version': '$LATEST', 'Content-Length': '15' },
      },
      SdkResponseMetadata: { RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('names a function’s error by its errorType, with the payload as the cause', async () => {
    const world = statesWorld();
    const payload = { errorType: 'UnsafeToProceedError', errorMessage: 'too old', trace: [] };
    world.worker = () => ({ payload, functionError: 'Unhandled' });
    expect(await runTask(world, invoke)).toMatchObject({
      status: 'FAILED',
      error: 'UnsafeToProceedError',
      cause: JSON.stringify(payload),
    });
  });

  test('names an error without a type Lambda.Unknown', async () => {
    const world = statesWorld();
    world.worker = () => ({ payload: { message: 'gone' }, functionError: 'Unhandled' });
    expect(await runTask(world, invoke)).toMatchObject({ error: 'Lambda.Unknown' });
  });

  test('names a throttled call Lambda.TooManyRequestsException', async () => {
    const world = statesWorld();
    world.worker = () => {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
    };
    const { error, cause } = await runTask(world, invoke);
    expect(error).toBe('Lambda.TooManyRequestsException');
    expect(cause).toMatch(
      /^Rate Exceeded\. \(Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: .*; Proxy: null\)$/,
    );
  });

  test('fails when the machine’s role may not invoke the function', async () => {
    const { status, error, cause } = await runTask(statesWorld({ permissions: ['sns:*'] }), invoke);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(cause).toContain(`is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION_ARN}`);
  });

  test('refuses arguments that the call does not have, whatever the Catch says', async () => {
    const task = { ...invoke, Arguments: { Function: 'x' }, Retry: [{ ErrorEquals: ['States.ALL'] }] };
    const { error, cause } = await runTask(statesWorld(), task);
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('could not be used to start the Task');
  });

  test('hands the token over and ends when somebody answers with it', async () => {
    const world = statesWorld();
    world.worker = (payload) => {
      const { token } = payload as { token: string };
      world.scheduler.after(90_000, async () => {
        const answer = { taskToken: token, output: '{"approved":true}' };
        const caller = { kind: 'operator' } as const;
        await world.dispatcher.dispatch({
          region: REGION,
          service: 'states',
          operation: 'SendTaskSuccess',
          input: answer,
          caller,
        });
      });
      return { payload: null };
    };
    const { output } = await runTask(world, {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION_ARN, Payload: { token: '{% $states.context.Task.Token %}' } },
    });
    expect(output).toBe('{"approved":true}');
    const ofAnotherRegion = Buffer.alloc(96, 7).toString('base64');
    await expect(states(world, 'SendTaskHeartbeat', { taskToken: ofAnotherRegion })).rejects.toMatchObject({
      code: 'TaskDoesNotExist',
    });
    await expect(states(world, 'SendTaskHeartbeat', { taskToken: 'nonsense' })).rejects.toMatchObject({
      code: 'InvalidToken',
    });
    await expect(states(world, 'SendTaskSuccess', { taskToken: 'x', output: '{' })).rejects.toMatchObject({
      code: 'InvalidOutput',
    });
  });
});

test('a function’s ARN as the resource takes the payload and gives the payload', async () => {
  const world = statesWorld();
  world.worker = (payload) => ({ payload: [payload] });
  expect(await runTask(world, { Resource: FUNCTION_ARN, Arguments: { a: 1 } })).toMatchObject({ output: '[{"a":1}]' });
});

describe('dynamodb', () => {
  const put = (resource: string, condition: string) => ({
    Resource: `arn:aws:states:::${resource}`,
    Arguments: {
      TableName: 'locks',
      Item: { pk: { S: 'failover' }, owner: { S: '{% $states.context.Execution.Name %}' } },
      ConditionExpression: condition,
    },
  });
  const worldWithTable = () => {
    const world = statesWorld();
    world.region(REGION).dynamoDb.createTable({
      name: 'locks',
      hashKey: { name: 'pk', type: 'S' },
      rangeKey: undefined,
      ttlAttribute: undefined,
      pointInTimeRecovery: false,
      deletionProtection: false,
      tags: {},
    });
    return world;
  };

  test.each([
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException', '(Service: AmazonDynamoDBv2; Status Code: 400;'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException', '(Service: DynamoDb, Status Code: 400,'],
  ])('%s says in its own words that a condition failed', async (resource, error, words) => {
    const world = worldWithTable();
    expect(await runTask(world, put(resource, 'attribute_not_exists(pk)'))).toMatchObject({ status: 'SUCCEEDED' });
    const second = await runTask(world, put(resource, 'attribute_not_exists(pk)'));
    expect(second).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(words) });
  });

  test('getItem gives the item as it is stored', async () => {
    const world = worldWithTable();
    await runTask(world, put('dynamodb:putItem', 'attribute_not_exists(pk)'));
    const Arguments = { TableName: 'locks', Key: { pk: { S: 'failover' } } };
    const { output = '' } = await runTask(world, { Resource: 'arn:aws:states:::dynamodb:getItem', Arguments });
    expect(JSON.parse(output)).toMatchObject({
      Item: { pk: { S: 'failover' } },
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });
});

describe('aws-sdk', () => {
  test.each([
    ['an object', { Dict: 'Value' }, '{"Dict":"Value"}'],
    ['a list', ['List', 'Data'], '["List","Data"]'],
    ['a text', 'text data', '"text data"'],
    ['a text that is JSON', '{"verdict":"ok"}', '"{\\"verdict\\":\\"ok\\"}"'],
    ['a number', 0, '0'],
    ['a truth value', false, 'false'],
  ])('writes %s as its JSON, and reads it as text', async (_, Body, kept) => {
    const world = statesWorld();
    world.region(REGION).s3.createBucket('evidence');
    const key = { Bucket: 'evidence', Key: 'executions/a.json' };
    const put = { Resource: 'arn:aws:states:::aws-sdk:s3:putObject', Arguments: { ...key, Body } };
    expect(await runTask(world, put)).toMatchObject({ status: 'SUCCEEDED' });
    const { output = '' } = await runTask(world, { Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments: key });
    expect(JSON.parse(output)).toMatchObject({ Body: kept });
  });

  test('names a missing object S3.NoSuchKeyException', async () => {
    const world = statesWorld();
    world.region(REGION).s3.createBucket('evidence');
    const Arguments = { Bucket: 'evidence', Key: 'none' };
    const result = await runTask(world, { Resource: 'arn:aws:states:::aws-sdk:s3:getObject', Arguments });
    expect(result.error).toBe('S3.NoSuchKeyException');
    expect(result.cause).toMatch(/^The specified key does not exist\. \(Service: S3, Status Code: 404, Request ID: /);
  });

  test('takes and gives the names of the Java SDK', async () => {
    const world = statesWorld();
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Work' }];
    const wrong = {
      Resource: 'arn:aws:states:::aws-sdk:sfn:describeExecution',
      Arguments: { executionArn: 'x' },
      Catch,
    };
    expect((await runTask(world, wrong)).cause).toContain(
      'The field "executionArn" is not supported by Step Functions',
    );
    const right = { Resource: wrong.Resource, Arguments: { ExecutionArn: '{% $states.context.Execution.Id %}' } };
    const { output = '' } = await runTask(world, right);
    expect(JSON.parse(output)).toMatchObject({
      Status: 'RUNNING',
      StartDate: expect.stringMatching(/^2026-11-24T10:.*Z$/),
    });
  });

  test('stops the simulation at a call that it does not model', async () => {
    const task = {
      Resource: 'arn:aws:states:::aws-sdk:s3:selectObjectContent',
      Arguments: {},
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Work' }],
    };
    await expect(runTask(statesWorld(), task)).rejects.toThrow(/not modelled by the simulator/);
  });
});

describe('sns:publish', () => {
  test('sends a message that is no text as JSON text', async () => {
    const world = statesWorld();
    const { sns } = world.region(REGION);
    const topic = sns.createTopic('alerts');
    sns.subscribe(topic.arn, 'email', 'ops@example.com');
    const Arguments = { TopicArn: topic.arn, Subject: 'Failover', Message: { step: 'RestoreAurora' } };
    const { output = '' } = await runTask(world, { Resource: 'arn:aws:states:::sns:publish', Arguments });
    expect(JSON.parse(output)).toHaveProperty('MessageId');
    expect(sns.inbox(topic.arn).map(({ message }) => message)).toEqual(['{"step":"RestoreAurora"}']);
  });

  test('is one message an attempt, also where its answer is lost', async () => {
    const world = statesWorld();
    const { sns } = world.region(REGION);
    const topic = sns.createTopic('alerts');
    sns.subscribe(topic.arn, 'email', 'ops@example.com');
    world.faults.add({ at: 0, kind: 'drop', region: REGION, service: 'sns', operation: 'Publish', probability: 1 });
    const { error } = await runTask(world, {
      Resource: 'arn:aws:states:::sns:publish',
      Arguments: { TopicArn: topic.arn, Message: 'x' },
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
    });
    expect(error).toBe('SNS.SdkClientException');
    expect(sns.inbox(topic.arn)).toHaveLength(3);
  });

  test('names a missing topic SNS.NotFoundException', async () => {
    const Arguments = { TopicArn: `arn:aws:sns:${REGION}:111111111111:none`, Message: 'x' };
    const { error, cause } = await runTask(statesWorld(), { Resource: 'arn:aws:states:::sns:publish', Arguments });
    expect(error).toBe('SNS.NotFoundException');
    expect(cause).toMatch(/^Topic does not exist \(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; /);
  });
});
