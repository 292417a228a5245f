import type * as client from '@aws-sdk/client-sqs';
import type { ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import { type Access, AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { onlyModelled } from '../only-modelled';
import { type PageRules, pageOf } from '../paging';
import { attributesOf } from './attributes';
import { type Entry, md5Of, md5OfAttributes } from './message';
import type { Queue } from './queue';

const SECOND_MS = 1000;

const LIST: PageRules = {
  member: 'MaxResults',
  least: 1,
  most: 1000,
  otherwise: 1000,
  wrongSize: (message) => new AwsError('InvalidParameterValue', message),
  wrongToken: () => new AwsError('InvalidParameterValue', 'The NextToken is not valid.'),
};

export function operationsOf(region: Region): Operations<typeof client> {
  const accessTo = (action: string, url: string | undefined): readonly Access[] => [
    { action, resource: region.sqs.arn(url?.split('/').at(-1) ?? '*') },
  ];
  return {
    ListQueues: {
      // The action has no resource type (Service Authorization Reference, Amazon SQS).
      access: () => [{ action: 'sqs:ListQueues', resource: '*' }],
      handle(input) {
        const { QueueNamePrefix: prefix = '', MaxResults: most } = input;
        const urls = region.sqs
          .queues()
          .filter(({ name }) => name.startsWith(prefix))
          .map(({ url }) => url);
        // Without MaxResults there is no token (SQS API Reference, ListQueues).
        const { items, token } = pageOf(urls, { size: most, token: input.NextToken }, LIST);
        return {
          QueueUrls: items.length === 0 ? undefined : [...items],
          NextToken: most === undefined ? undefined : token,
        };
      },
    },
    GetQueueUrl: {
      access: (input) => accessTo('sqs:GetQueueUrl', input.QueueName),
      handle(input) {
        onlyModelled('sqs:GetQueueUrl', input, ['QueueName']);
        return { QueueUrl: region.sqs.queue(region.sqs.arn(input.QueueName ?? '')).url };
      },
    },
    GetQueueAttributes: {
      access: (input) => accessTo('sqs:GetQueueAttributes', input.QueueUrl),
      handle: (input) => ({
        Attributes: attributesOf(region, queueOf(region, input.QueueUrl), input.AttributeNames ?? []),
      }),
    },
    ReceiveMessage: {
      access: (input) => accessTo('sqs:ReceiveMessage', input.QueueUrl),
      async handle(input) {
        onlyModelled('sqs:ReceiveMessage', input, [
          'QueueUrl',
          'AttributeNames',
          'MessageSystemAttributeNames',
          'MessageAttributeNames',
          'MaxNumberOfMessages',
          'VisibilityTimeout',
          'WaitTimeSeconds',
        ]);
        const { MaxNumberOfMessages: most = 1, VisibilityTimeout: hidden = 30, WaitTimeSeconds: wait = 0 } = input;
        checkRange('MaxNumberOfMessages', most, 1, 10);
        checkRange('VisibilityTimeout', hidden, 0, 43_200);
        checkRange('WaitTimeSeconds', wait, 0, 20);
        const { arn } = queueOf(region, input.QueueUrl);
        let received = region.sqs.receive(arn, most, hidden * SECOND_MS);
        for (let waited = 0; received.length === 0 && waited < wait; waited += 1) {
          await region.world.scheduler.sleep(SECOND_MS);
          received = region.sqs.receive(arn, most, hidden * SECOND_MS);
        }
        return { Messages: received.length === 0 ? undefined : received.map((entry) => describe(entry, input)) };
      },
    },
    DeleteMessage: {
      access: (input) => accessTo('sqs:DeleteMessage', input.QueueUrl),
      handle(input) {
        region.sqs.deleteReceived(queueOf(region, input.QueueUrl).arn, input.ReceiptHandle ?? '');
        return {};
      },
    },
    PurgeQueue: {
      access: (input) => accessTo('sqs:PurgeQueue', input.QueueUrl),
      handle(input) {
        const queue = queueOf(region, input.QueueUrl);
        const nowMs = region.world.scheduler.now();
        if (queue.purgedAtMs !== undefined && nowMs - queue.purgedAtMs < 60 * SECOND_MS) {
          throw new AwsError(
            'PurgeQueueInProgress',
            `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          );
        }
        queue.purgedAtMs = nowMs;
        region.sqs.purge(queue.arn);
        return {};
      },
    },
  };
}

function queueOf(region: Region, url: string | undefined): Queue {
  const name = url?.split('/').at(-1) ?? '';
  if (name === '') throw new AwsError('InvalidAddress', `The address ${url ?? ''} is not valid for this endpoint.`);
  return region.sqs.queue(region.sqs.arn(name));
}

function describe(entry: Entry, input: ReceiveMessageRequest): client.Message {
  const { message, receiptHandle } = entry;
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => isAsked(name, input.MessageAttributeNames)),
  );
  const hasAttributes = Object.keys(attributes).length > 0;
  const system = systemAttributes(entry, [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5Of(message.body),
    Body: message.body,
    Attributes: Object.keys(system).length === 0 ? undefined : system,
    MD5OfMessageAttributes: hasAttributes ? md5OfAttributes(attributes) : undefined,
    MessageAttributes: hasAttributes
      ? Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { StringValue: value, DataType: 'String' }]),
        )
      : undefined,
  };
}

/** By name, all of them, or those with a prefix (SQS API Reference, ReceiveMessage, MessageAttributeNames). */
function isAsked(name: string, asked: readonly string[] = []): boolean {
  return asked.some(
    (each) => each === 'All' || each === name || (each.endsWith('.*') && name.startsWith(each.slice(0, -2))),
  );
}

function systemAttributes(
  entry: Entry,
  asked: readonly string[],
): Partial<Record<client.MessageSystemAttributeName, string>> {
  const all: Partial<Record<client.MessageSystemAttributeName, string>> = {
    SenderId: entry.senderId,
    SentTimestamp: String(entry.sentAtMs),
    ApproximateReceiveCount: String(entry.receiveCount),
    ApproximateFirstReceiveTimestamp: String(entry.firstReceivedAtMs ?? entry.sentAtMs),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name)));
}

function checkRange(parameter: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}
