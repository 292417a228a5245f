import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';

export interface NotificationTopicProps {
  readonly config: Config;
  readonly topicName: string;
  readonly displayName: string;
}

/** A topic of one region that its alarms may publish to, with everybody who is to be told. */
export function notificationTopic(
  scope: Construct,
  id: string,
  { config, topicName, displayName }: NotificationTopicProps,
): Topic {
  const { region, account } = Stack.of(scope);
  const topic = new Topic(scope, id, { topicName, displayName, enforceSSL: true });
  // A topic that has a policy lets nobody in by itself.
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:${config.name}-*` },
      },
    }),
  );
  for (const address of config.notifications.emails) topic.addSubscription(new EmailSubscription(address));
  return topic;
}
