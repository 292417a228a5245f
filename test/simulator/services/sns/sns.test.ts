import { Kms } from '../../../../simulator/services/kms/kms';
import { providers } from '../../../../simulator/services/sns/providers';
import { Sns } from '../../../../simulator/services/sns/sns';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

const [topicProvider, subscriptionProvider, policyProvider] = providers;
const EVENTS = 'events.amazonaws.com';
const RULE = 'arn:aws:events:us-west-2:111111111111:rule/r';

function snsWorld(properties: object = {}) {
  const invocations: unknown[] = [];
  const world = fakeWorld({
    regionServices: (region) => ({
      sns: new Sns(region),
      kms: new Kms(region),
      lambda: { invokeAsService: async (call: unknown) => void invocations.push(call) },
    }),
  });
  const region = world.region('us-west-2');
  void topicProvider?.create(providerRequest(region, 'Topic', { TopicName: 'alerts', ...properties }));
  const topicArn = region.sns.arn('alerts');
  void subscriptionProvider?.create(
    providerRequest(region, 'Mail', { TopicArn: topicArn, Protocol: 'email', Endpoint: 'team@example.com' }),
  );
  const publish = (input: object) =>
    callService(world, {
      region: 'us-west-2',
      service: 'sns',
      operation: 'Publish',
      input: { TopicArn: topicArn, ...input },
    });
  return { world, region, topicArn, publish, invocations };
}

const allowEvents = (topicArn: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: EVENTS }, Action: 'sns:Publish', Resource: topicArn }],
});

describe('Publish', () => {
  test('puts the message into the inbox, once for all email subscribers', async () => {
    const { region, topicArn, publish } = snsWorld();
    region.sns.subscribe(topicArn, 'email', 'boss@example.com');
    await publish({
      Subject: 'Failover',
      Message: 'done',
      MessageAttributes: { mode: { DataType: 'String', StringValue: 'drill' } },
    });
    expect(region.sns.inbox(topicArn)).toEqual([
      {
        at: '2026-11-24T10:00:00.000Z',
        messageId: expect.any(String),
        subject: 'Failover',
        message: 'done',
        attributes: { mode: 'drill' },
      },
    ]);
  });

  test('invokes a function that subscribed', async () => {
    const { world, region, topicArn, publish, invocations } = snsWorld();
    region.sns.subscribe(topicArn, 'lambda', 'arn:aws:lambda:us-west-2:111111111111:function:f');
    await publish({ Message: 'done' });
    await world.scheduler.runUntil(world.scheduler.now() + 5000);
    expect(invocations).toEqual([
      expect.objectContaining({
        principal: 'sns.amazonaws.com',
        sourceArn: topicArn,
        payload: {
          Records: [expect.objectContaining({ Sns: expect.objectContaining({ Message: 'done', Subject: null }) })],
        },
      }),
    ]);
  });

  test.each([
    ['a message of more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
    ['an empty message', { Message: '' }, 'Empty message'],
    ['a subject with a line break', { Message: 'x', Subject: 'a\nb' }, 'Subject'],
    ['a subject of more than 100 characters', { Message: 'x', Subject: 'a'.repeat(101) }, 'Subject'],
    [
      'an empty attribute',
      { Message: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'non-empty',
    ],
    [
      'a topic that is not there',
      { Message: 'x', TopicArn: 'arn:aws:sns:us-west-2:111111111111:x' },
      'Topic does not exist',
    ],
    ['a telephone', { Message: 'x', PhoneNumber: '1' }, 'not modelled'],
  ])('refuses %s', async (_, input, message) => {
    const { world, publish } = snsWorld();
    expect((await awsErrorOf(world, publish(input))).message).toContain(message);
  });
});

describe('a service', () => {
  const publishAs = (world: ReturnType<typeof snsWorld>) =>
    world.region.sns.publishAsService({ topicArn: world.topicArn, message: 'x' }, EVENTS, RULE);

  test('publishes where the topic policy names it, until the policy is gone', () => {
    const world = snsWorld();
    expect(() => publishAs(world)).toThrow('the topic policy does not allow it');
    const properties = { Topics: [world.topicArn], PolicyDocument: allowEvents(world.topicArn) };
    const request = providerRequest(world.region, 'Policy', properties);
    void policyProvider?.create(request);
    expect(() => publishAs(world)).not.toThrow();
    void policyProvider?.delete({ ...request, physicalId: 'p', previousProperties: properties });
    expect(() => publishAs(world)).toThrow('the topic policy does not allow it');
  });

  test('may use the alarm’s own way in without a policy: CloudWatch, in the owner’s account', () => {
    const { region, topicArn } = snsWorld();
    const alarm = 'arn:aws:cloudwatch:us-west-2:111111111111:alarm:a';
    region.sns.publishAsService({ topicArn, message: 'x' }, 'cloudwatch.amazonaws.com', alarm);
    expect(region.sns.inbox(topicArn)).toHaveLength(1);
  });

  test('cannot publish to a topic that is encrypted with the AWS managed key', () => {
    const world = snsWorld({ KmsMasterKeyId: 'alias/aws/sns' });
    world.region.sns.topic(world.topicArn).policy = allowEvents(world.topicArn);
    expect(() => publishAs(world)).toThrow('events.amazonaws.com may not kms:GenerateDataKey');
  });

  test('needs the key policy of a customer managed key', () => {
    const world = snsWorld();
    const key = world.region.kms.createKey({
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: EVENTS },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
          },
        ],
      },
    });
    const topic = world.region.sns.topic(world.topicArn);
    topic.kmsKeyId = key.arn;
    topic.policy = allowEvents(world.topicArn);
    expect(() => publishAs(world)).not.toThrow();
    world.region.kms.setEnabled(key.keyId, false);
    expect(() => publishAs(world)).toThrow('is disabled');
  });
});

test('a queue as subscriber is not modelled', () => {
  const { region, topicArn } = snsWorld();
  expect(() => region.sns.subscribe(topicArn, 'sqs', 'arn:aws:sqs:us-west-2:1:q')).toThrow(
    'protocol sqs is not modelled',
  );
});

test('a topic says how many of its subscriptions are confirmed', async () => {
  const { world, topicArn } = snsWorld();
  const input = { TopicArn: topicArn };
  const ask = () => callService(world, { region: 'us-west-2', service: 'sns', operation: 'GetTopicAttributes', input });
  expect(await ask()).toMatchObject({ Attributes: { SubscriptionsConfirmed: '1', SubscriptionsPending: '0' } });
});

test('a subscription over the API gets what is published, until it is taken back', async () => {
  const { world, topicArn, region } = snsWorld();
  const call = (operation: string, input: object) =>
    callService(world, { region: 'us-west-2', service: 'sns', operation, input });
  const input = { TopicArn: topicArn, Protocol: 'email', Endpoint: 'second@example.com' };
  expect(await call('Subscribe', input)).toEqual({ SubscriptionArn: 'pending confirmation' });
  const { SubscriptionArn } = await call('Subscribe', { ...input, ReturnSubscriptionArn: true });
  expect(region.sns.subscriptionsOf(topicArn).map(({ arn }) => arn)).toContain(SubscriptionArn);
  const before = region.sns.subscriptionsOf(topicArn).length;
  await call('Unsubscribe', { SubscriptionArn });
  expect(region.sns.subscriptionsOf(topicArn)).toHaveLength(before - 1);
  await expect(call('Subscribe', { ...input, TopicArn: `${topicArn}-none` })).rejects.toMatchObject({
    code: 'NotFoundException',
  });
});
