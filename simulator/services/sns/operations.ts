import type * as client from '@aws-sdk/client-sns';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
import { onlyModelled } from '../only-modelled';

type PublishAttributes = Record<string, client.MessageAttributeValue>;

export function operationsOf(region: Region): Operations<typeof client> {
  return {
    Publish: {
      access(input) {
        const topicArn = input.TopicArn ?? '';
        const keyId = region.sns.findTopic(topicArn)?.kmsKeyId;
        const key = keyId === undefined ? undefined : region.kms.find(keyId);
        const keyAccess = key === undefined || key.manager === 'AWS' ? [] : ['kms:GenerateDataKey', 'kms:Decrypt'];
        return [
          { action: 'sns:Publish', resource: topicArn },
          ...keyAccess.map((action) => ({ action, resource: key?.arn ?? '*' })),
        ];
      },
      handle(input) {
        if (input.TargetArn !== undefined || input.PhoneNumber !== undefined) {
          throw notModelled('sns:Publish to anything but TopicArn');
        }
        if (input.MessageStructure !== undefined) throw notModelled('sns:Publish with MessageStructure');
        const MessageId = region.sns.publish({
          topicArn: input.TopicArn ?? '',
          message: input.Message ?? '',
          subject: input.Subject,
          attributes: readAttributes(input.MessageAttributes ?? {}),
        });
        return { MessageId };
      },
    },
    Subscribe: {
      access: (input) => [{ action: 'sns:Subscribe', resource: input.TopicArn ?? '' }],
      handle(input) {
        onlyModelled('sns:Subscribe', input, ['TopicArn', 'Protocol', 'Endpoint', 'ReturnSubscriptionArn']);
        const { TopicArn = '', Protocol = '', Endpoint = '' } = input;
        const { arn, protocol } = region.sns.subscribe(TopicArn, Protocol, Endpoint);
        // The answer to one that somebody has to confirm (SNS API Reference, Subscribe); here it counts as confirmed.
        const isPending = protocol !== 'lambda' && input.ReturnSubscriptionArn !== true;
        return { SubscriptionArn: isPending ? 'pending confirmation' : arn };
      },
    },
    Unsubscribe: {
      // Of the topic (Service Authorization Reference, Amazon SNS); a subscription has its ARN and an id.
      access: (input) => [
        { action: 'sns:Unsubscribe', resource: (input.SubscriptionArn ?? '').split(':').slice(0, 6).join(':') },
      ],
      handle(input) {
        region.sns.unsubscribe(input.SubscriptionArn ?? '');
        return {};
      },
    },
    ListSubscriptionsByTopic: {
      access: (input) => [{ action: 'sns:ListSubscriptionsByTopic', resource: input.TopicArn ?? '' }],
      handle(input) {
        const topic = region.sns.topic(input.TopicArn ?? '');
        const Owner = topic.arn.split(':')[4] ?? '';
        const { items, token } = pageOf(
          region.sns.subscriptionsOf(topic.arn),
          { token: input.NextToken },
          SUBSCRIPTIONS,
        );
        const Subscriptions = items.map(({ arn, protocol, endpoint }) => ({
          SubscriptionArn: arn,
          TopicArn: topic.arn,
          Protocol: protocol,
          Endpoint: endpoint,
          Owner,
        }));
        return { Subscriptions, NextToken: token };
      },
    },
    GetTopicAttributes: {
      access: (input) => [{ action: 'sns:GetTopicAttributes', resource: input.TopicArn ?? '' }],
      handle(input) {
        const topic = region.sns.topic(input.TopicArn ?? '');
        const Attributes: Record<string, string> = {
          TopicArn: topic.arn,
          DisplayName: topic.displayName,
          Owner: topic.arn.split(':')[4] ?? '',
          SubscriptionsConfirmed: String(region.sns.subscriptionsOf(topic.arn).length),
          SubscriptionsPending: '0',
          ...(topic.kmsKeyId === undefined ? {} : { KmsMasterKeyId: topic.kmsKeyId }),
        };
        return { Attributes };
      },
    },
  };
}

/** "Each call returns a limited list of subscriptions, up to 100" (SNS API Reference, ListSubscriptionsByTopic). */
const SUBSCRIPTIONS: PageRules = {
  member: '',
  least: 100,
  most: 100,
  otherwise: 100,
  wrongToken: () => new AwsError('InvalidParameterException', 'Invalid parameter: NextToken'),
};

function readAttributes(attributes: PublishAttributes): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue }]) => {
      if (DataType === undefined || !/^(String|Number)\b/.test(DataType)) {
        throw notModelled(`An SNS message attribute of type ${DataType}`);
      }
      if (StringValue === undefined || StringValue === '') {
        throw new AwsError(
          'ParameterValueInvalidException',
          `The message attribute '${name}' must contain non-empty message attribute value.`,
        );
      }
      return [name, StringValue];
    }),
  );
}
