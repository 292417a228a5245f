import * as z from 'zod';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import type { Region } from '../../world';
import { mergeTags, parseProperties, TagList } from '../provider-properties';
import { defaultPolicy } from './sns';

const InlineSubscription = z.strictObject({ Endpoint: z.string(), Protocol: z.string() });

const TopicProperties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  KmsMasterKeyId: z.string().optional(),
  Subscription: z.array(InlineSubscription).optional(),
  Tags: TagList.optional(),
});

const topic: ResourceProvider = {
  type: 'AWS::SNS::Topic',
  calls: { service: 'sns', create: ['CreateTopic'], update: ['SetTopicAttributes'], delete: ['DeleteTopic'] },
  access(request, change) {
    const { TopicName } = parseProperties(topic.type, TopicProperties, request.properties);
    const resource = request.region.sns.arn(TopicName ?? `${request.stackName}-*`);
    const actions = {
      create: ['sns:CreateTopic', 'sns:TagResource', 'sns:GetTopicAttributes'],
      update: ['sns:SetTopicAttributes', 'sns:TagResource', 'sns:GetTopicAttributes'],
      delete: ['sns:DeleteTopic'],
    }[change];
    return actions.map((action) => ({ action, resource }));
  },
  create(request) {
    const properties = parseProperties(topic.type, TopicProperties, request.properties);
    return putTopic(request, properties.TopicName ?? request.generateName(256));
  },
  update(request) {
    const properties = parseProperties(topic.type, TopicProperties, request.properties);
    return putTopic(request, properties.TopicName ?? request.physicalId.slice(request.physicalId.lastIndexOf(':') + 1));
  },
  delete(request) {
    request.region.sns.deleteTopic(request.physicalId);
  },
};

const SubscriptionProperties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string(),
  /** Where the topic is, if not where the stack is (CloudFormation, AWS::SNS::Subscription). */
  Region: z.string().optional(),
});

const subscription: ResourceProvider = {
  type: 'AWS::SNS::Subscription',
  calls: { service: 'sns', create: ['Subscribe'], delete: ['Unsubscribe'] },
  access(request, change) {
    const { TopicArn } = parseProperties(subscription.type, SubscriptionProperties, request.properties);
    return [{ action: change === 'delete' ? 'sns:Unsubscribe' : 'sns:Subscribe', resource: TopicArn }];
  },
  async create(request) {
    const { TopicArn, Protocol, Endpoint } = parseProperties(
      subscription.type,
      SubscriptionProperties,
      request.properties,
    );
    const made = await inTopicRegion(request, 'Subscribe', (region) =>
      region.sns.subscribe(TopicArn, Protocol, Endpoint),
    );
    return { physicalId: made.arn, attributes: { Arn: made.arn } };
  },
  async delete(request) {
    await inTopicRegion(request, 'Unsubscribe', (region) => region.sns.unsubscribe(request.physicalId));
  },
};

const PolicyProperties = z.strictObject({ PolicyDocument: z.unknown(), Topics: z.array(z.string()) });

const topicPolicy: ResourceProvider = {
  type: 'AWS::SNS::TopicPolicy',
  calls: {
    service: 'sns',
    create: ['SetTopicAttributes'],
    update: ['SetTopicAttributes'],
    delete: ['SetTopicAttributes'],
  },
  access(request) {
    const { Topics } = parseProperties(topicPolicy.type, PolicyProperties, request.properties);
    return Topics.map((resource) => ({ action: 'sns:SetTopicAttributes', resource }));
  },
  create: (request) => putPolicy(request, request.generateName()),
  update(request) {
    removePolicy(request);
    return putPolicy(request, request.physicalId);
  },
  delete: removePolicy,
};

export const providers: readonly ResourceProvider[] = [topic, subscription, topicPolicy];

/** The handler's own calls go to the region of the stack; these to that of the topic, which may be dark. */
async function inTopicRegion<Result>(
  request: ProviderRequest,
  operation: 'Subscribe' | 'Unsubscribe',
  act: (region: Region) => Result,
): Promise<Result> {
  const { Region: named } = parseProperties(subscription.type, SubscriptionProperties, request.properties);
  const { region, caller } = request;
  if (named === undefined || named === region.name) return act(region);
  const call = { region: named, service: 'sns', operation, caller };
  return region.world.dispatcher.onBehalf(call, () => act(region.world.region(named)));
}

function putTopic(request: ProviderRequest, name: string): ProviderResult {
  const properties = parseProperties(topic.type, TopicProperties, request.properties);
  const { sns } = request.region;
  const made = sns.findTopic(sns.arn(name)) ?? sns.createTopic(name);
  made.displayName = properties.DisplayName ?? '';
  made.kmsKeyId = properties.KmsMasterKeyId;
  made.tags = mergeTags(request.stackTags, properties.Tags);
  sns.replaceSubscriptions(made.arn, properties.Subscription ?? []);
  return { physicalId: made.arn, attributes: { TopicArn: made.arn, TopicName: name } };
}

function putPolicy(request: ProviderRequest, physicalId: string): ProviderResult {
  const properties = parseProperties(topicPolicy.type, PolicyProperties, request.properties);
  for (const arn of properties.Topics) request.region.sns.topic(arn).policy = properties.PolicyDocument;
  return { physicalId, attributes: { Id: physicalId } };
}

function removePolicy(request: ExistingRequest): void {
  const { Topics } = parseProperties(topicPolicy.type, PolicyProperties, request.previousProperties);
  for (const arn of Topics) {
    const found = request.region.sns.findTopic(arn);
    if (found !== undefined) found.policy = defaultPolicy(arn);
  }
}
