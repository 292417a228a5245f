import { Duration, Stack } from 'aws-cdk-lib';
import { type Alarm, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmAboveZero } from './alarm-above-zero';

export interface WaitingMessagesAlarmProps {
  readonly queue: IQueue;
  /** Of the same region: an alarm notifies nobody elsewhere. */
  readonly topic: ITopic;
  readonly name: string;
  /** What it means that something is in the queue. */
  readonly description: string;
}

/** Mails when something is in a dead-letter queue. */
export function waitingMessagesAlarm(
  scope: Construct,
  id: string,
  { queue, ...props }: WaitingMessagesAlarmProps,
): Alarm {
  return alarmAboveZero(scope, id, {
    ...props,
    first: `aws sqs list-queues --region ${Stack.of(scope).region}`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
  });
}
