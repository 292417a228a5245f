import { Iam } from '../../../../simulator/services/iam/iam';
import { AwsError } from '../../../../simulator/service';
import { providers } from '../../../../simulator/services/scheduler/providers';
import { Schedules } from '../../../../simulator/services/scheduler/schedules';
import { Sqs } from '../../../../simulator/services/sqs/sqs';
import { fakeWorld, providerRequest } from '../../support/fake-world';

const MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:validation';
const FUNCTION = 'arn:aws:lambda:us-west-2:111111111111:function:measure';
const QUEUE = 'arn:aws:sqs:us-west-2:111111111111:dead-letters';
const GROUP = 'arn:aws:scheduler:us-west-2:111111111111:schedule-group/default';
const [scheduleProvider] = providers;

interface Options {
  readonly start?: string;
  readonly failures?: readonly AwsError[];
  /** What the schedule's role may do. */
  readonly actions?: readonly string[];
}

function scheduleWorld({ start, failures = [], actions = ['sqs:SendMessage'] }: Options = {}) {
  const calls: { at: string; input: unknown; caller: unknown }[] = [];
  const remaining = [...failures];
  const target = (world: { scheduler: { now(): number } }) => ({
    access: () => [],
    handle(input: unknown, context: { caller: unknown }) {
      const failure = remaining.shift();
      if (failure !== undefined) throw failure;
      calls.push({ at: new Date(world.scheduler.now()).toISOString().slice(0, 19), input, caller: context.caller });
      return {};
    },
  });
  const world = fakeWorld({
    ...(start === undefined ? {} : { start }),
    worldServices: (self) => ({ iam: new Iam(self) }),
    regionServices: (region) => ({
      schedules: new Schedules(region),
      sqs: new Sqs(region),
      cloudWatch: { putMetric: () => undefined },
      states: { service: { signingName: 'states', operations: { StartExecution: target(region.world) } } },
      lambda: { service: { signingName: 'lambda', operations: { Invoke: target(region.world) } } },
    }),
  });
  const roleArn = world.iam.putRole({
    roleName: 'schedule',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceArn': GROUP, 'aws:SourceAccount': '111111111111' } },
        },
      ],
    },
    policies: {
      own: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    },
  });
  const region = world.region('us-west-2');
  region.sqs.createQueue('dead-letters');
  const put = async (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    await scheduleProvider?.create(
      providerRequest(region, 'Schedule', {
        Name: 'monthly',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: MACHINE, RoleArn: roleArn, Input: '{"reason":"schedule"}', ...more },
        ...properties,
      }),
    );
  };
  const runUntil = (iso: string) => world.scheduler.runUntil(Date.parse(iso));
  const letters = () => region.sqs.messages(QUEUE);
  return { world, region, calls, put, runUntil, letters };
}

describe('a schedule of EventBridge Scheduler', () => {
  test('runs at the local time of its zone, summer and winter, in the name of its role', async () => {
    const { calls, put, runUntil, world } = scheduleWorld({ start: '2026-09-30T00:00:00Z' });
    await put({ ScheduleExpression: 'cron(0 6 1 * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await runUntil('2026-11-30T00:00:00Z');
    expect(calls.map(({ at }) => at.slice(0, 16))).toEqual(['2026-10-01T04:00', '2026-11-01T05:00']);
    expect(calls[0]).toMatchObject({
      input: { stateMachineArn: MACHINE, input: '{"reason":"schedule"}' },
      caller: { kind: 'role', roleArn: world.iam.roleArn('schedule') },
    });
  });

  test('leaves out a local time that a clock change skips', async () => {
    const { calls, put, runUntil } = scheduleWorld({ start: '2026-03-28T12:00:00Z' });
    await put({ ScheduleExpression: 'cron(30 2 * * ? *)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await runUntil('2026-03-31T12:00:00Z');
    expect(calls.map(({ at }) => at.slice(0, 16))).toEqual(['2026-03-30T00:30', '2026-03-31T00:30']);
  });

  test('with a rate runs at once, and then at the rate', async () => {
    const { calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression: 'rate(5 minutes)' });
    await runUntil('2026-11-24T10:11:00Z');
    expect(calls.map(({ at }) => at.slice(11, 16))).toEqual(['10:00', '10:05', '10:10']);
  });

  test('with one time runs once', async () => {
    const { region, calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression: 'at(2026-11-25T09:00:00)', ScheduleExpressionTimezone: 'America/New_York' });
    await runUntil('2026-12-24T10:00:00Z');
    expect(calls.map(({ at }) => at.slice(0, 16))).toEqual(['2026-11-25T14:00']);
    expect(region.schedules.nextDueMs(region.schedules.arn('default', 'monthly'))).toBeUndefined();
  });

  test('runs only between its start date and its end date', async () => {
    const { calls, put, runUntil } = scheduleWorld();
    await put({
      ScheduleExpression: 'rate(1 day)',
      StartDate: '2026-11-26T08:00:00Z',
      EndDate: '2026-11-28T00:00:00Z',
    });
    await runUntil('2026-12-24T10:00:00Z');
    expect(calls.map(({ at }) => at.slice(0, 16))).toEqual(['2026-11-26T08:00', '2026-11-27T08:00']);
  });

  test('does not run while it is disabled, and no more when it is removed', async () => {
    const { region, calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' });
    await runUntil('2026-11-24T12:00:00Z');
    expect(calls).toEqual([]);
    await put({ ScheduleExpression: 'cron(0 * * * ? *)' });
    region.schedules.remove(region.schedules.arn('default', 'monthly'));
    await runUntil('2026-11-25T12:00:00Z');
    expect(calls).toEqual([]);
  });

  test('does not run while its region is dark', async () => {
    const { world, calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression: 'cron(0 * * * ? *)' });
    world.dark.add('us-west-2');
    await runUntil('2026-11-24T12:30:00Z');
    world.dark.delete('us-west-2');
    await runUntil('2026-11-24T13:30:00Z');
    expect(calls.map(({ at }) => at.slice(11, 16))).toEqual(['13:00']);
  });

  test('invokes a function asynchronously with an event, or with its own input and the context filled in', async () => {
    const { calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression: 'cron(0 11 * * ? *)' }, { Arn: FUNCTION, Input: undefined });
    await runUntil('2026-11-24T12:00:00Z');
    await put(
      { ScheduleExpression: 'cron(0 13 * * ? *)' },
      { Arn: FUNCTION, Input: '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}' },
    );
    await runUntil('2026-11-24T14:00:00Z');
    const inputs = calls.map(({ input }) => input as { InvocationType: string; Payload: Uint8Array });
    expect(inputs.map(({ InvocationType }) => InvocationType)).toEqual(['Event', 'Event']);
    expect(inputs.map(({ Payload }) => JSON.parse(Buffer.from(Payload).toString()) as unknown)).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Scheduled Event',
        source: 'aws.scheduler',
        account: '111111111111',
        time: '2026-11-24T11:00:00Z',
        region: 'us-west-2',
        resources: ['arn:aws:scheduler:us-west-2:111111111111:schedule/default/monthly'],
        detail: '{}',
      },
      { at: '2026-11-24T13:00:00Z', try: '1' },
    ]);
  });
});

describe('a target that fails', () => {
  const throttled = new AwsError('ThrottlingException', 'Rate exceeded');
  const missing = new AwsError('StateMachineDoesNotExist', 'State Machine Does Not Exist');

  test('is called again while that may help', async () => {
    const { calls, put, runUntil, letters } = scheduleWorld({ failures: [throttled, throttled] });
    await put({ ScheduleExpression: 'cron(0 11 * * ? *)' }, { DeadLetterConfig: { Arn: QUEUE } });
    await runUntil('2026-11-24T11:30:00Z');
    expect(calls.map(({ at }) => at)).toEqual([expect.stringMatching(/^2026-11-24T11:00:0[34]$/)]);
    expect(letters()).toEqual([]);
  });

  test.each([
    [{ MaximumRetryAttempts: 2 }, 'MaximumRetryAttempts', '2'],
    [{ MaximumEventAgeInSeconds: 60 }, 'MaximumEventAgeInSeconds', '5'],
  ])('becomes a dead letter when %j is used up', async (RetryPolicy, condition, retries) => {
    const { calls, put, runUntil, letters } = scheduleWorld({ failures: Array(9).fill(throttled) });
    await put({ ScheduleExpression: 'cron(0 11 * * ? *)' }, { RetryPolicy, DeadLetterConfig: { Arn: QUEUE } });
    await runUntil('2026-11-24T11:30:00Z');
    expect(calls).toEqual([]);
    expect(letters()).toEqual([
      {
        at: expect.stringContaining('2026-11-24T11:0'),
        messageId: expect.any(String),
        body: '{"reason":"schedule"}',
        attributes: {
          SCHEDULE_ARN: 'arn:aws:scheduler:us-west-2:111111111111:schedule/default/monthly',
          TARGET_ARN: MACHINE,
          SCHEDULED_TIME: '2026-11-24T11:00:00Z',
          EXECUTION_ID: expect.any(String),
          IS_PAYLOAD_TRUNCATED: 'false',
          ERROR_CODE: 'ThrottlingException',
          ERROR_MESSAGE: 'Rate exceeded',
          RETRY_ATTEMPTS: retries,
          EXHAUSTED_RETRY_CONDITION: condition,
        },
      },
    ]);
  });

  test('that is not there is not called again', async () => {
    const { put, runUntil, letters } = scheduleWorld({ failures: [missing] });
    await put({ ScheduleExpression: 'cron(0 11 * * ? *)' }, { DeadLetterConfig: { Arn: QUEUE } });
    await runUntil('2026-11-24T11:30:00Z');
    expect(letters()[0]?.attributes).toMatchObject({
      ERROR_CODE: 'StateMachineDoesNotExist',
      RETRY_ATTEMPTS: '0',
    });
  });

  test('is lost, and the trace says so, when the role may not write to the queue', async () => {
    const { world, put, runUntil, letters } = scheduleWorld({ failures: [missing], actions: ['sqs:GetQueueUrl'] });
    await put({ ScheduleExpression: 'cron(0 11 * * ? *)' }, { DeadLetterConfig: { Arn: QUEUE } });
    await runUntil('2026-11-24T11:30:00Z');
    expect(letters()).toEqual([]);
    expect(world.trace.entries).toContainEqual(
      expect.objectContaining({
        detail: expect.stringMatching(/monthly of 2026-11-24T11:00:00Z dropped .*not authorized.*sqs:SendMessage/),
      }),
    );
  });
});

describe('a template with a schedule', () => {
  test.each([
    [{ ScheduleExpression: 'rate(0 hours)' }, 'Invalid Schedule Expression rate(0 hours).'],
    [{ ScheduleExpression: 'rate(30 seconds)' }, 'Invalid Schedule Expression rate(30 seconds).'],
    [{ ScheduleExpression: 'rate(1.5 hours)' }, 'Invalid Schedule Expression rate(1.5 hours).'],
    [{ ScheduleExpression: 'at(tomorrow)' }, 'at(tomorrow)'],
    [{ ScheduleExpression: 'rate(1 hour)', ScheduleExpressionTimezone: 'Mars/Olympus' }, 'Mars/Olympus'],
    [{ ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'FlexibleTimeWindow.Mode'],
    [{ ScheduleExpression: 'rate(1 hour)', GroupName: 'other' }, 'other'],
    [{ ScheduleExpression: 'rate(1 hour)', KmsKeyArn: 'arn' }, 'KmsKeyArn'],
  ])('that says %j is refused by name', async (properties, name) => {
    await expect(scheduleWorld().put(properties)).rejects.toThrow(name);
  });

  test.each([
    [{ Arn: 'arn:aws:sns:us-west-2:111111111111:topic' }, 'not modelled'],
    [{ Arn: 'arn:aws:states:us-east-1:111111111111:stateMachine:m' }, 'is not in us-west-2'],
    [{ DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111111111111:q' } }, 'is not in us-west-2'],
    [{ Input: 'run' }, 'is not JSON'],
    [{ RetryPolicy: { MaximumEventAgeInSeconds: 30 } }, 'MaximumEventAgeInSeconds'],
  ])('with the target %j is refused', async (target, reason) => {
    await expect(scheduleWorld().put({ ScheduleExpression: 'rate(1 hour)' }, target)).rejects.toThrow(reason);
  });
});

test.each(['rate(1 hours)', 'rate(1 hour)', 'rate(60 minute)', 'rate(60 minutes)'])(
  '%s is taken: only rules want a unit to agree with its number',
  async (ScheduleExpression) => {
    const { calls, put, runUntil } = scheduleWorld();
    await put({ ScheduleExpression });
    await runUntil('2026-11-24T11:01:00Z');
    expect(calls.map(({ at }) => at.slice(11, 16))).toEqual(['10:00', '11:00']);
  },
);
