import { AwsError } from '../../../../simulator/service';
import { EventBridge } from '../../../../simulator/services/events/event-bridge';
import { providers } from '../../../../simulator/services/events/providers';
import { Sns } from '../../../../simulator/services/sns/sns';
import { Sqs } from '../../../../simulator/services/sqs/sqs';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

const LAMBDA = 'arn:aws:lambda:us-west-2:111111111111:function:notify';
const MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:failover';
const ROLE = 'arn:aws:iam::111111111111:role/events';
const [ruleProvider] = providers;

function eventWorld(options: { failures?: AwsError[] } = {}) {
  const invocations: { at: string; functionName: string; payload: unknown; principal: string; sourceArn: string }[] =
    [];
  const started: unknown[] = [];
  const failures = [...(options.failures ?? [])];
  const world = fakeWorld({
    worldServices: () => ({
      iam: {
        assumeAsService: (roleArn: string) => ({ kind: 'role', roleArn, sessionName: 'events' }),
        authorize: () => undefined,
      },
    }),
    regionServices: (region) => ({
      events: new EventBridge(region),
      sns: new Sns(region),
      sqs: new Sqs(region),
      cloudWatch: { putMetric: () => undefined },
      lambda: {
        invokeAsService: async (call: Omit<(typeof invocations)[number], 'at'>) => {
          const failure = failures.shift();
          if (failure !== undefined) throw failure;
          invocations.push({ at: new Date(region.world.scheduler.now()).toISOString(), ...call });
        },
      },
      states: {
        service: {
          signingName: 'states',
          operations: {
            StartExecution: { access: () => [], handle: (input: unknown) => void started.push(input) },
          },
        },
      },
    }),
  });
  const region = world.region('us-west-2');
  const putRule = (properties: object, where = region) =>
    ruleProvider?.create(
      providerRequest(where, 'Rule', {
        Name: 'rule',
        EventPattern: { source: ['team.app'] },
        Targets: [{ Id: 'a', Arn: LAMBDA }],
        ...properties,
      }),
    );
  const putEvents = (detail: object) =>
    callService<{ FailedEntryCount: number; Entries: { ErrorCode?: string }[] }>(world, {
      region: 'us-west-2',
      service: 'events',
      operation: 'PutEvents',
      input: { Entries: [{ Source: 'team.app', DetailType: 'Happened', Detail: JSON.stringify(detail) }] },
    });
  const pass = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);
  const notes = () => world.trace.entries.filter(({ kind }) => kind === 'note');
  return { world, region, invocations, started, putRule, putEvents, pass, notes };
}

describe('a rule', () => {
  test('delivers an event that matches to a function, as the rule', async () => {
    const { region, invocations, putRule, putEvents, pass } = eventWorld();
    await putRule({});
    await putEvents({ n: 1 });
    region.events.publish({ source: 'aws.rds', 'detail-type': 'Other', detail: {} });
    await pass(5);
    expect(invocations).toEqual([
      {
        at: expect.any(String),
        functionName: LAMBDA,
        principal: 'events.amazonaws.com',
        sourceArn: 'arn:aws:events:us-west-2:111111111111:rule/rule',
        payload: {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Happened',
          source: 'team.app',
          account: '111111111111',
          time: '2026-11-24T10:00:00Z',
          region: 'us-west-2',
          resources: [],
          detail: { n: 1 },
        },
      },
    ]);
  });

  test('that is disabled or removed delivers nothing', async () => {
    const { region, invocations, putRule, putEvents, pass } = eventWorld();
    await putRule({ State: 'DISABLED' });
    await putEvents({});
    await putRule({});
    region.events.removeRule('default', 'rule');
    await putEvents({});
    await pass(5);
    expect(invocations).toEqual([]);
  });

  test('starts a state machine in the name of its role, with the input that its transformer makes', async () => {
    const { world, started, putRule, putEvents, pass } = eventWorld();
    await putRule({
      Targets: [
        {
          Id: 'a',
          Arn: MACHINE,
          RoleArn: ROLE,
          InputTransformer: {
            InputPathsMap: { who: '$.detail.who', list: '$.detail.list', none: '$.detail.none' },
            InputTemplate:
              '{"reason": "asked by <who> (<list>)", "list": <list>, "none": <none>, "rule": "<aws.events.rule-name>"}',
          },
        },
      ],
    });
    await putEvents({ who: 'the "team"', list: [1, 2] });
    await pass(5);
    const input = JSON.stringify({ reason: 'asked by the "team" ([1,2])', list: [1, 2], none: null, rule: 'rule' });
    expect(started).toEqual([{ stateMachineArn: MACHINE, input }]);
    expect(world.calls.at(-1)?.caller).toEqual({ kind: 'role', roleArn: ROLE, sessionName: 'events' });
  });

  test('publishes to a topic only if the topic’s policy lets EventBridge', async () => {
    const { region, putRule, putEvents, pass, notes } = eventWorld();
    const topic = region.sns.createTopic('alerts');
    region.sns.subscribe(topic.arn, 'email', 'team@example.com');
    await putRule({ Targets: [{ Id: 'a', Arn: topic.arn, InputPath: '$.detail' }] });
    await putEvents({ n: 1 });
    await pass(5);
    expect(region.sns.inbox(topic.arn)).toEqual([]);
    expect(notes()).toEqual([
      expect.objectContaining({ detail: expect.stringContaining('not authorized to perform: sns:Publish') }),
    ]);

    const Principal = { Service: 'events.amazonaws.com' };
    const statement = { Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: topic.arn };
    topic.policy = { Version: '2012-10-17', Statement: statement };
    await putEvents({ n: 2 });
    await pass(5);
    expect(region.sns.inbox(topic.arn).map(({ message }) => message)).toEqual(['{"n":2}']);

    // A condition never holds there: EventBridge does not say for which rule it publishes.
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } };
    topic.policy = { Version: '2012-10-17', Statement: { ...statement, Condition } };
    await putEvents({ n: 3 });
    await pass(5);
    expect(region.sns.inbox(topic.arn)).toHaveLength(1);
  });

  test('retries what may pass, and gives up on what may not, with a note', async () => {
    const busy = new AwsError('ServiceException', 'busy', { status: 500 });
    const { invocations, putRule, putEvents, pass, notes } = eventWorld({
      failures: [busy, busy, new AwsError('AccessDeniedException', 'no permission', { status: 403 })],
    });
    await putRule({});
    await putEvents({ n: 1 });
    await pass(60);
    expect(invocations).toEqual([]);
    expect(notes()).toEqual([expect.objectContaining({ detail: expect.stringContaining('dropped') })]);
    await putEvents({ n: 2 });
    await pass(60);
    expect(invocations).toHaveLength(1);
  });

  test('stops retrying where its policy says, and leaves the event in the dead-letter queue', async () => {
    const busy = new AwsError('ServiceException', 'busy', { status: 500 });
    const { region, invocations, putRule, putEvents, pass, notes } = eventWorld({ failures: [busy, busy, busy] });
    const { arn: queue } = region.sqs.createQueue('dead');
    region.sqs.queue(queue).policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: queue,
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-west-2:111111111111:rule/rule' } },
        },
      ],
    };
    await putRule({
      Targets: [{ Id: 'a', Arn: LAMBDA, RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: queue } }],
    });
    await putEvents({ n: 1 });
    await pass(3600);
    expect(invocations).toEqual([]);
    expect(notes()).toEqual([expect.objectContaining({ detail: expect.stringContaining(`sent to ${queue}`) })]);
    const [letter] = region.sqs.messages(queue);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ 'detail-type': 'Happened', detail: { n: 1 } });
    expect(letter?.attributes).toEqual({
      RULE_ARN: 'arn:aws:events:us-west-2:111111111111:rule/rule',
      TARGET_ARN: LAMBDA,
      ERROR_CODE: 'ServiceException',
      ERROR_MESSAGE: 'busy',
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });

  test('drops an event that the dead-letter queue does not take, and says why', async () => {
    const gone = new AwsError('ResourceNotFoundException', 'no such function', { status: 404 });
    const { region, putRule, putEvents, pass, notes } = eventWorld({ failures: [gone] });
    const { arn } = region.sqs.createQueue('dead');
    await putRule({ Targets: [{ Id: 'a', Arn: LAMBDA, DeadLetterConfig: { Arn: arn } }] });
    await putEvents({ n: 1 });
    await pass(60);
    expect(region.sqs.messages(arn)).toEqual([]);
    expect(notes()).toEqual([
      expect.objectContaining({
        detail: expect.stringMatching(/dropped \(.*not authorized to perform: sqs:SendMessage/),
      }),
    ]);
  });

  test.each([
    ['a machine without a role', { Targets: [{ Id: 'a', Arn: MACHINE }] }, 'RoleArn is required'],
    ['a queue', { Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-west-2:1:q' }] }, 'not modelled'],
    [
      'a function elsewhere',
      { Targets: [{ Id: 'a', Arn: LAMBDA.replace('west-2', 'east-1') }] },
      'is not in us-west-2',
    ],
    ['neither pattern nor schedule', { EventPattern: undefined }, 'must be specified'],
  ])('with %s is refused', async (_, properties, message) => {
    const { world, putRule } = eventWorld();
    expect((await awsErrorOf(world, (async () => putRule(properties))())).message).toContain(message);
  });
});

describe('an event for another region', () => {
  test('keeps its source and region, and is not sent on to a third bus', async () => {
    const { world, region, invocations, putRule, pass } = eventWorld();
    const east = world.region('us-east-1');
    const busOf = (name: string) => `arn:aws:events:${name}:111111111111:event-bus/default`;
    const forward = (to: string) => ({
      Name: 'forward',
      EventPattern: { source: ['aws.backup'] },
      Targets: [{ Id: 'bus', Arn: busOf(to), RoleArn: ROLE }],
    });
    await putRule(forward('us-west-2'), east);
    await putRule(forward('us-east-1'), region);
    await putRule({ EventPattern: { source: ['aws.backup'], region: ['us-east-1'] } });
    east.events.publish({ source: 'aws.backup', 'detail-type': 'Copy Job State Change', detail: { state: 'FAILED' } });
    await pass(600);
    expect(invocations.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({ region: 'us-east-1', source: 'aws.backup', detail: { state: 'FAILED' } }),
    ]);
  });

  test('waits while that region is dark', async () => {
    const { world, invocations, putRule, pass } = eventWorld();
    const east = world.region('us-east-1');
    await putRule(
      {
        EventPattern: { source: ['aws.backup'] },
        Targets: [{ Id: 'bus', Arn: 'arn:aws:events:us-west-2:111111111111:event-bus/default', RoleArn: ROLE }],
      },
      east,
    );
    await putRule({ Name: 'here', EventPattern: { source: ['aws.backup'] } });
    world.dark.add('us-west-2');
    east.events.publish({ source: 'aws.backup', 'detail-type': 'x', detail: {} });
    await pass(300);
    expect(invocations).toEqual([]);
    world.dark.delete('us-west-2');
    await pass(900);
    expect(invocations).toHaveLength(1);
  });
});

describe('a schedule', () => {
  test('invokes its target when it is due, and not while its region is dark', async () => {
    const { world, invocations, putRule, pass } = eventWorld();
    await putRule({
      EventPattern: undefined,
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Id: 'a', Arn: LAMBDA, Input: '{"action":"check"}' }],
    });
    await pass(660);
    world.dark.add('us-west-2');
    await pass(600);
    world.dark.delete('us-west-2');
    await pass(300);
    expect(invocations.map(({ at, payload }) => [at.slice(11, 16), payload])).toEqual([
      ['10:05', { action: 'check' }],
      ['10:10', { action: 'check' }],
      ['10:25', { action: 'check' }],
    ]);
  });
});

describe('PutEvents', () => {
  test('reports a bad entry by itself', async () => {
    const { world, putEvents } = eventWorld();
    expect((await putEvents({})).FailedEntryCount).toBe(0);
    const input = {
      Entries: [
        { Source: 'aws.backup', DetailType: 'x', Detail: '{}' },
        { Source: 'team.app', DetailType: 'x', Detail: '{' },
        { Source: 'team.app', Detail: '{}' },
      ],
    };
    const output = await callService<{ FailedEntryCount: number; Entries: { ErrorCode?: string }[] }>(world, {
      region: 'us-west-2',
      service: 'events',
      operation: 'PutEvents',
      input,
    });
    expect(output.FailedEntryCount).toBe(3);
    expect(output.Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'InvalidArgument',
    ]);
  });
});
