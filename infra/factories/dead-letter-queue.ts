import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface DeadLetterQueueProps {
  /** @default a name that CloudFormation makes */
  readonly queueName?: string;
}

/** Where EventBridge puts what it could not deliver, for two weeks. */
export function deadLetterQueue(scope: Construct, id: string, { queueName }: DeadLetterQueueProps): Queue {
  return new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
