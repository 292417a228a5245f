import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/endFailover/aws';
import { build } from '../../../functions/endFailover/handler';
import { awsError, context, EXECUTION, NOW, setEnvironment } from '../lambda-context';
import { payloadIn, refusalOf } from '../payload-in';

setEnvironment({ LOCK_TABLE_NAME: 'lock', UPDATE_ROUTE53_NAME: 'pilot-light-updateRoute53' });
const dynamoDb = mockClient(DynamoDBClient);
const states = mockClient(SFNClient);
const handler = build(aws, () => NOW);
const ENDED = { action: 'executionEnded', executionArn: EXECUTION };
const END = { action: 'end', failoverId: '20261122-010000', requestedBy: 'Ada', reason: "it doesn't help" };

const text = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));

function setUp(lock: Record<string, string>, serves: 'primary' | 'standby', executionStatus: string): void {
  const item = { owner: EXECUTION, status: 'RUNNING', mode: 'failover', failoverId: '20261122-010000', ...lock };
  dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'failover' } } }).resolves({ Item: text(item) });
  dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'traffic' } } }).resolves({ Item: text({ serves }) });
  states.on(DescribeExecutionCommand).resolves({ status: executionStatus as never });
}

const written = () =>
  dynamoDb.commandCalls(UpdateItemCommand).map(({ args: [{ input }] }) => ({
    condition: Object.entries(input.ExpressionAttributeNames ?? {}).reduce(
      (text, [placeholder, name]) => text.replaceAll(placeholder, name),
      input.ConditionExpression ?? '',
    ),
    values: Object.values(input.ExpressionAttributeValues ?? {}).map(({ S }) => S),
  }));

beforeEach(() => {
  dynamoDb.reset();
  states.reset();
});

describe('an execution that has ended', () => {
  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('as %s leaves the lock unfinished, not running', async (status) => {
    setUp({}, 'primary', status);
    expect(await handler(ENDED, context)).toMatchObject({ state: 'released', lockStatus: 'FAILED' });
    expect(written()).toEqual([
      {
        condition: 'owner = :w2 AND status = :w0',
        values: ['FAILED', '2026-11-22T03:00:00.000Z', EXECUTION, 'RUNNING'],
      },
    ]);
  });

  test("does not touch another's lock, nor ask about it", async () => {
    setUp(
      { owner: 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:next' },
      'primary',
      'ABORTED',
    );
    expect(await handler(ENDED, context)).toMatchObject({ state: 'unchanged', lockStatus: 'RUNNING' });
    expect(written()).toEqual([]);
    expect(states.calls()).toHaveLength(0);
  });

  test('and was redriven meanwhile holds its lock', async () => {
    setUp({}, 'primary', 'RUNNING');
    expect(await handler(ENDED, context)).toMatchObject({ state: 'unchanged', lockStatus: 'RUNNING' });
    expect(written()).toEqual([]);
  });

  test('of which Step Functions knows nothing any more has ended', async () => {
    setUp({}, 'primary', 'ABORTED');
    states.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
    expect(await handler(ENDED, context)).toMatchObject({ lockStatus: 'FAILED' });
  });

  test('is asked about again where the lock changed in between', async () => {
    setUp({}, 'primary', 'ABORTED');
    dynamoDb.on(UpdateItemCommand).rejects(awsError('ConditionalCheckFailedException'));
    await expect(handler(ENDED, context)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
  });
});

describe('an operator who ends a failover', () => {
  test('leaves name and reason, and the next one begins anew', async () => {
    setUp({ status: 'FAILED' }, 'primary', 'FAILED');
    expect(await handler(END, context)).toMatchObject({ state: 'ended', lockStatus: 'COMPLETE' });
    expect(written()[0]?.values).toEqual(
      expect.arrayContaining(['COMPLETE', 'Ada', "it doesn't help", '2026-11-22T03:00:00.000Z']),
    );
  });

  test('reads lock and traffic as they are now, never as they were', async () => {
    setUp({ status: 'FAILED' }, 'primary', 'FAILED');
    await handler(END, context);
    const reads = dynamoDb.commandCalls(GetItemCommand).map(({ args: [{ input }] }) => input.ConsistentRead);
    expect(reads).toEqual([true, true]);
  });

  test('is refused while the standby serves, with the command that moves traffic back first', async () => {
    setUp({ status: 'FAILED' }, 'standby', 'FAILED');
    const refusal = await refusalOf(handler(END, context));
    expect(refusal).toContain('UnsafeToProceedError: standby-serves: ');
    expect(refusal).toContain(' --function-name pilot-light-updateRoute53 ');
    expect(payloadIn(refusal)).toEqual({ action: 'moveBack', requestedBy: 'Ada', reason: "it doesn't help" });
    expect(written()).toEqual([]);
  });

  test('is told to stop one that works, with the command', async () => {
    setUp({}, 'primary', 'RUNNING');
    await expect(handler(END, context)).rejects.toMatchObject({
      name: 'FencedOutError',
      message: expect.stringContaining(
        `aws stepfunctions stop-execution --region us-west-2 --execution-arn ${EXECUTION}`,
      ),
    });
  });

  test('names the one that is unfinished', async () => {
    setUp({ status: 'FAILED' }, 'primary', 'FAILED');
    await expect(handler({ ...END, failoverId: '20261101-000000' }, context)).rejects.toMatchObject({
      name: 'InvalidRequestError',
      message: 'failoverId: the unfinished failover is 20261122-010000; write that to end it',
    });
  });

  test('may do it twice', async () => {
    setUp({ status: 'COMPLETE' }, 'primary', 'FAILED');
    expect(await handler(END, context)).toMatchObject({ state: 'unchanged', lockStatus: 'COMPLETE' });
    expect(written()).toEqual([]);
  });

  test('keeps what users wrote in mind', async () => {
    setUp({ status: 'FAILED', servedAt: '2026-11-22T02:00:00Z' }, 'primary', 'FAILED');
    expect(await handler(END, context)).toMatchObject({
      detail: expect.stringContaining('its cluster has served users since 2026-11-22T02:00:00Z: keep it'),
    });
  });
});
