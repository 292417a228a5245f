import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { callPrimary, readSuspension, whySuspended } from '../../../functions/shared/primary';
import { awsError, EXECUTION, setEnvironment } from '../lambda-context';

setEnvironment({});

const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test.each<readonly [string, Error, string]>([
  // No answer.
  ['TimeoutError', awsError('TimeoutError'), 'unreachable'],
  ['RequestTimeout', awsError('RequestTimeout'), 'unreachable'],
  ['ECONNREFUSED', withCode('ECONNREFUSED'), 'unreachable'],
  ['ECONNRESET', withCode('ECONNRESET'), 'unreachable'],
  ['ENOTFOUND', withCode('ENOTFOUND'), 'unreachable'],
  ['ETIMEDOUT', withCode('ETIMEDOUT'), 'unreachable'],
  ['EHOSTUNREACH', withCode('EHOSTUNREACH'), 'unreachable'],
  ['a handshake that fails', withCode('EPROTO'), 'unreachable'],
  ['InternalFailure', awsError('InternalFailure', 'no', 500), 'unreachable'],
  ['ServiceUnavailableException', awsError('ServiceUnavailableException', 'no', 503), 'unreachable'],
  ['any 5xx', awsError('SomethingNew', 'no', 502), 'unreachable'],
  // An answer: it is there, and busy.
  ['ThrottlingException', awsError('ThrottlingException'), 'throttled'],
  ['Throttling', awsError('Throttling'), 'throttled'],
  ['TooManyRequestsException', awsError('TooManyRequestsException', 'no', 429), 'throttled'],
  ['RequestLimitExceeded', awsError('RequestLimitExceeded', 'no', 503), 'throttled'],
  ['SlowDown', awsError('SlowDown', 'no', 503), 'throttled'],
  // An answer: the vault is not there.
  ['ResourceNotFoundException', awsError('ResourceNotFoundException'), 'notSetUp'],
])('a primary region that answers with %s', async (_, error, kind) => {
  expect(await callPrimary(() => Promise.reject(error))).toEqual({ kind, error });
});

test.each([
  'AccessDeniedException',
  'InvalidParameterValueException',
  'InvalidRequestException',
  'LimitExceededException',
])('%s is a refusal: an error of ours, and no state of the primary region', async (name) => {
  await expect(callPrimary(() => Promise.reject(awsError(name)))).rejects.toMatchObject({ name });
});

test('an answer is an answer', async () => {
  expect(await callPrimary(() => Promise.resolve(7))).toEqual({ kind: 'answered', answer: 7 });
});

describe('calls to the primary region are suspended', () => {
  const dynamoDb = mockClient(DynamoDBClient);
  const states = mockClient(SFNClient);
  const witnesses = { dynamoDb: new DynamoDBClient(), states: new SFNClient() };
  const ask = () => whySuspended(witnesses, 'lock');
  const text = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
  const RUNNING = { owner: EXECUTION, status: 'RUNNING', mode: 'failover', failoverId: '2026' };

  function setUp(lock: Record<string, string>, serves: string, status?: string): void {
    dynamoDb.reset();
    states.reset();
    dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'failover' } } }).resolves({ Item: text(lock) });
    dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'traffic' } } }).resolves({ Item: text({ serves }) });
    if (status !== undefined) states.on(DescribeExecutionCommand).resolves({ status: status as never });
  }

  test.each(['RUNNING', 'PENDING_REDRIVE'])('while the execution that holds the lock is %s', async (status) => {
    setUp(RUNNING, 'primary', status);
    expect(await ask()).toBe('the failover 2026 is under way');
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'])(
    'no longer when its execution is %s, whatever the lock still says',
    async (status) => {
      setUp(RUNNING, 'primary', status);
      expect(await ask()).toBeUndefined();
    },
  );

  test('while the standby serves, however its failover ended', async () => {
    setUp({ ...RUNNING, status: 'FAILED' }, 'standby');
    expect(await ask()).toBe('the standby region serves');
    expect(await readSuspension(witnesses, 'lock')).toMatchObject({ kind: 'standbyServes', since: null });
  });

  test.each(['FAILED', 'COMPLETE', 'MOVED_BACK'])('not by a lock that is %s, and nobody is asked', async (status) => {
    setUp({ ...RUNNING, status }, 'primary');
    expect(await ask()).toBeUndefined();
    expect(states.calls()).toHaveLength(0);
  });

  test('since the lock was taken, and since it was decided that the standby serves', async () => {
    const lock = { ...RUNNING, takenAt: '2026-01-05T06:25:00Z' };
    setUp(lock, 'primary', 'RUNNING');
    expect(await readSuspension(witnesses, 'lock')).toMatchObject({ kind: 'failoverUnderWay', since: lock.takenAt });
    const traffic = text({ serves: 'standby', decidedAt: '2026-01-05T07:10:50Z' });
    dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'traffic' } } }).resolves({ Item: traffic });
    expect(await readSuspension(witnesses, 'lock')).toMatchObject({ since: '2026-01-05T07:10:50Z' });
  });

  test('not by a drill', async () => {
    setUp({ ...RUNNING, mode: 'drill' }, 'primary', 'RUNNING');
    expect(await ask()).toBeUndefined();
  });

  test('while Step Functions does not answer, for the lock is all that is known', async () => {
    setUp(RUNNING, 'primary');
    states.on(DescribeExecutionCommand).rejects(awsError('InternalFailure', 'down', 500));
    expect(await ask()).toBe('the failover 2026 is under way');
  });

  test('not by an execution that Step Functions has forgotten', async () => {
    setUp(RUNNING, 'primary');
    states.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
    expect(await ask()).toBeUndefined();
  });

  test('by the lock as it is now, never as it was', async () => {
    setUp(RUNNING, 'primary', 'RUNNING');
    await ask();
    expect(dynamoDb.commandCalls(GetItemCommand).map(({ args }) => args[0].input.ConsistentRead)).toEqual([true, true]);
  });
});
