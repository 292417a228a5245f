import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { alarmAboveZero } from './alarm-above-zero';

export interface UndeliveredSignalsProps {
  readonly config: Config;
  /** Of the same region: an alarm tells nobody elsewhere. */
  readonly topic: ITopic;
  /** What it means that something is in the queue. */
  readonly description: string;
}

/** Where EventBridge puts what it could not deliver about backups, and the alarm that mails when something is there. */
export function undeliveredSignals(
  scope: Construct,
  { config, topic, description }: UndeliveredSignalsProps,
): { readonly queue: Queue; readonly alarm: Alarm } {
  const queue = new Queue(scope, 'Undelivered', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const alarm = alarmAboveZero(scope, 'UndeliveredAlarm', {
    topic,
    name: `${config.name}-undelivered-backup-signals`,
    description,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
  });
  return { queue, alarm };
}
