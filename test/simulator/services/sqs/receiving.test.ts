import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createWorld } from '../../../../simulator/create-world';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';
import type { World } from '../../../../simulator/world';

const REGION = 'us-west-2';

let world: World;
let sqs: SQSClient;
let QueueUrl: string;
beforeEach(() => {
  const startMs = Date.parse('2026-01-05T00:00:00Z');
  world = createWorld({ seed: 1, startMs, accountId: '111111111111', regions: [REGION] });
  sqs = new SQSClient({
    region: REGION,
    credentials: world.iam.operatorCredentials,
    requestHandler: new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler)),
  });
  QueueUrl = world.region(REGION).sqs.createQueue('letters').url;
});

const send = (body: string) =>
  world
    .region(REGION)
    .sqs.sendAs(
      { kind: 'operator' },
      { queueArn: world.region(REGION).sqs.arn('letters'), body, attributes: { ERROR_CODE: 'X', RULE_ARN: 'arn' } },
    );
const receive = async (input: object = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...input }))).Messages ?? [];
const bodies = async (input: object = {}) => (await receive(input)).map(({ Body }) => Body);
const pass = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

test('a message that was received is out of sight for its time, comes again, and goes when it is deleted', async () => {
  send('one');
  send('two');
  expect(await bodies()).toEqual(['one']);
  expect(await bodies({ MaxNumberOfMessages: 10 })).toEqual(['two']);
  expect(await bodies()).toEqual([]);
  await pass(31);
  const [first] = await receive({ VisibilityTimeout: 5 });
  expect(first?.Body).toBe('one');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  await pass(31);
  expect(await bodies({ MaxNumberOfMessages: 10 })).toEqual(['two']);
  await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: '?' }))).rejects.toMatchObject({
    name: 'ReceiptHandleIsInvalid',
  });
});

test('attributes come when they are asked for: by name, by prefix or all, with sums that the SDK checks', async () => {
  send('one');
  const hidden = { VisibilityTimeout: 0 };
  expect((await receive(hidden))[0]).toMatchObject({ Body: 'one', MD5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82' });
  expect((await receive(hidden))[0]?.MessageAttributes).toBeUndefined();
  for (const asked of [['ERROR_CODE'], ['ERROR.*']]) {
    const [message] = await receive({ ...hidden, MessageAttributeNames: asked });
    expect(message?.MessageAttributes).toEqual({ ERROR_CODE: { StringValue: 'X', DataType: 'String' } });
  }
  const [all] = await receive({ ...hidden, MessageAttributeNames: ['All'], AttributeNames: ['All'] });
  expect(Object.keys(all?.MessageAttributes ?? {})).toEqual(['ERROR_CODE', 'RULE_ARN']);
  expect(all?.Attributes).toMatchObject({ ApproximateReceiveCount: '5', SentTimestamp: '1767571200000' });
});

test('a receiver that waits gets the message when it comes', async () => {
  world.scheduler.after(4000, () => send('late'));
  expect(await bodies({ WaitTimeSeconds: 2 })).toEqual([]);
  expect(await bodies({ WaitTimeSeconds: 20 })).toEqual(['late']);
  await expect(receive({ WaitTimeSeconds: 21 })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('queues are found by name and prefix, say how many messages wait, and are purged once a minute', async () => {
  world.region(REGION).sqs.createQueue('other');
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(2);
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'l' }))).QueueUrls).toEqual([QueueUrl]);
  const { NextToken } = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }));
  expect((await sqs.send(new ListQueuesCommand({ MaxResults: 1, NextToken }))).QueueUrls?.[0]).toMatch(/other$/);
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'letters' }))).QueueUrl).toBe(QueueUrl);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });

  send('one');
  send('two');
  await receive();
  const attributes = async () =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes;
  expect(await attributes()).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    QueueArn: 'arn:aws:sqs:us-west-2:111111111111:letters',
  });
  const purge = () => sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await purge();
  expect(await attributes()).toMatchObject({ ApproximateNumberOfMessages: '0' });
  await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  await pass(61);
  await purge();
});
