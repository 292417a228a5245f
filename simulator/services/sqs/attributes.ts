import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { Queue } from './queue';

/** What GetQueueAttributes says of a standard queue (SQS API Reference, GetQueueAttributes). */
export function attributesOf(
  region: Region,
  queue: Queue,
  asked: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const { visible, notVisible } = region.sqs.count(queue.arn);
  const all: Readonly<Record<string, string>> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(notVisible),
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: String(Math.floor(queue.createdAtMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.createdAtMs / 1000)),
    VisibilityTimeout: '30',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: String(queue.retentionSeconds),
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    ...(queue.policy !== undefined && { Policy: JSON.stringify(queue.policy) }),
  };
  const unknown = asked.find((name) => name !== 'All' && name !== 'Policy' && !(name in all));
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const wanted = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
  return wanted.length === 0 ? undefined : Object.fromEntries(wanted);
}
