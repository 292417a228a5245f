import type * as client from '@aws-sdk/client-sns';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { otherRegionOf } from '../other-region';
import { allowsService } from '../resource-policy';
import { operationsOf } from './operations';

declare module '../../world' {
  interface RegionalServices {
    readonly sns: Sns;
  }
}

/** A message as a subscriber's mailbox shows it. */
export interface InboxMessage {
  readonly at: string;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Topic {
  readonly arn: string;
  readonly name: string;
  displayName: string;
  kmsKeyId: string | undefined;
  policy: unknown;
  tags: Readonly<Record<string, string>>;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'email' | 'email-json' | 'lambda';
  readonly endpoint: string;
}

interface Message {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Message and attributes together (SNS API model, Publish). */
const MAXIMUM_BYTES = 262_144;

/** The topics of one region. What email subscribers receive is kept in an inbox that the rehearsal reads. */
export class Sns {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #topics = new Map<string, Topic>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #inline = new Map<string, readonly string[]>();
  readonly #inbox = new Map<string, InboxMessage[]>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'sns', operations: operationsOf(region) };
  }

  /** What the mailboxes of all topics hold, by topic. */
  inboxes(): ReadonlyMap<string, readonly InboxMessage[]> {
    return this.#inbox;
  }

  /** What was published to a topic that somebody subscribed to by email, oldest first. */
  inbox(topicArn: string): readonly InboxMessage[] {
    return this.#inbox.get(topicArn) ?? [];
  }

  topic(arn: string): Topic {
    const topic = this.#topics.get(arn);
    if (topic !== undefined) return topic;
    // SNS's own text, which does not say that it is about the region (boto/boto3 #646, #1084).
    if (otherRegionOf(arn, this.#region) !== undefined) {
      throw new AwsError('InvalidParameterException', 'Invalid parameter: TopicArn');
    }
    throw new AwsError('NotFoundException', 'Topic does not exist', { status: 404 });
  }

  findTopic(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  arn(name: string): string {
    return `arn:aws:sns:${this.#region.name}:${this.#region.world.accountId}:${name}`;
  }

  createTopic(name: string): Topic {
    const arn = this.arn(name);
    const topic = { arn, name, displayName: '', kmsKeyId: undefined, policy: defaultPolicy(arn), tags: {} };
    this.#topics.set(arn, topic);
    return topic;
  }

  deleteTopic(arn: string): void {
    this.#topics.delete(arn);
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.topicArn === arn) this.#subscriptions.delete(subscription.arn);
    }
  }

  subscribe(topicArn: string, protocol: string, endpoint: string): Subscription {
    this.topic(topicArn);
    if (protocol !== 'email' && protocol !== 'email-json' && protocol !== 'lambda') {
      throw notModelled(`An SNS subscription of protocol ${protocol}`);
    }
    const arn = `${topicArn}:${this.#region.world.random.uuid('sns/subscriptions')}`;
    const subscription: Subscription = { arn, topicArn, protocol, endpoint };
    this.#subscriptions.set(arn, subscription);
    return subscription;
  }

  /** Puts the subscriptions that a topic's own template entry lists in the place of those that it listed before. */
  replaceSubscriptions(
    topicArn: string,
    wanted: readonly { readonly Protocol: string; readonly Endpoint: string }[],
  ): void {
    for (const arn of this.#inline.get(topicArn) ?? []) this.unsubscribe(arn);
    this.#inline.set(
      topicArn,
      wanted.map(({ Protocol, Endpoint }) => this.subscribe(topicArn, Protocol, Endpoint).arn),
    );
  }

  /** Every subscription counts as confirmed: whoever is subscribed has followed the link in the mail. */
  subscriptionsOf(topicArn: string): readonly Subscription[] {
    return [...this.#subscriptions.values()].filter((subscription) => subscription.topicArn === topicArn);
  }

  unsubscribe(arn: string): void {
    this.#subscriptions.delete(arn);
  }

  /** Publishes for a caller whose permission has been checked. Returns the message's id. */
  publish(message: Message): string {
    const topic = this.topic(message.topicArn);
    check(message);
    if (topic.kmsKeyId !== undefined) this.#checkKey(topic.kmsKeyId);
    const messageId = this.#region.world.random.uuid('sns/messages');
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.topicArn === topic.arn) this.#deliver(subscription, messageId, message);
    }
    return messageId;
  }

  /** Publishes for an AWS service on its own behalf: the topic's policy, and the key's, must let it. */
  publishAsService(message: Message, principal: string, sourceArn: string): string {
    const topic = this.topic(message.topicArn);
    const conditions = this.#conditions(principal, sourceArn);
    if (!allowsService(topic.policy, { principal, action: 'sns:Publish', resource: topic.arn, conditions })) {
      throw new AwsError(
        'AuthorizationErrorException',
        `${principal} is not authorized to perform: sns:Publish on resource: ${topic.arn} (the topic policy does not allow it)`,
        { status: 403 },
      );
    }
    if (topic.kmsKeyId !== undefined) this.#checkKeyPolicy(topic.kmsKeyId, principal, conditions);
    return this.publish(message);
  }

  #checkKey(keyId: string): void {
    const { kms } = this.#region;
    const reason = kms.useKey(keyId);
    if (reason === undefined) return;
    const code = kms.find(keyId) === undefined ? 'KMSNotFoundException' : 'KMSDisabledException';
    throw new AwsError(code, reason);
  }

  /**
   * CloudWatch alone also says whose the alarm is in the older key, which a topic's first policy asks for. EventBridge says
   * nothing of the kind to a topic: conditions on it never hold (EventBridge User Guide, Troubleshooting: "You can't use
   * Condition blocks in Amazon SNS topic policies for EventBridge").
   */
  #conditions(principal: string, sourceArn: string): Readonly<Record<string, string>> {
    const { accountId } = this.#region.world;
    if (principal === 'events.amazonaws.com') return {};
    const isAlarm = principal === 'cloudwatch.amazonaws.com';
    const owner: Record<string, string> = isAlarm ? { 'aws:SourceOwner': accountId } : {};
    return { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId, ...owner };
  }

  /** The key policy of `alias/aws/sns` cannot be changed, so no service may publish to a topic that uses it. */
  #checkKeyPolicy(keyId: string, principal: string, conditions: Readonly<Record<string, string>>): void {
    const key = this.#region.kms.get(keyId);
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
      const request = { principal, action, resource: key.arn, conditions };
      if (key.policy !== undefined && allowsService(key.policy, request)) continue;
      throw new AwsError('KMSAccessDeniedException', `${principal} may not ${action} with ${key.arn} (key policy)`);
    }
  }

  #deliver(subscription: Subscription, messageId: string, message: Message): void {
    const { world } = this.#region;
    const { topicArn, subject, attributes = {} } = message;
    if (subscription.protocol === 'lambda') {
      world.scheduler.spawn(() => this.#invoke(subscription, messageId, message));
      return;
    }
    const messages = this.#inbox.get(topicArn) ?? [];
    this.#inbox.set(topicArn, messages);
    // Two people on one list read the same message.
    if (messages.at(-1)?.messageId === messageId) return;
    const at = new Date(world.scheduler.now()).toISOString();
    messages.push({ at, messageId, subject, message: message.message, attributes });
  }

  async #invoke(subscription: Subscription, messageId: string, { message, subject, attributes = {} }: Message) {
    const { world } = this.#region;
    await world.scheduler.sleep(world.durations.drawMs('eventDelivery'));
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
    );
    const notification = {
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: subscription.topicArn,
      Subject: subject ?? null,
      Message: message,
      Timestamp: new Date(world.scheduler.now()).toISOString(),
      MessageAttributes,
    };
    const record = {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: subscription.arn,
      Sns: notification,
    };
    try {
      await this.#region.lambda.invokeAsService({
        functionName: subscription.endpoint,
        payload: { Records: [record] },
        principal: 'sns.amazonaws.com',
        sourceArn: subscription.topicArn,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      world.trace.record({ kind: 'note', detail: `sns: not delivered to ${subscription.endpoint}: ${error.message}` });
    }
  }
}

/** What a topic starts with: its owner, and the owner's alarms, may use it (SNS Developer Guide, access policies). */
export function defaultPolicy(arn: string): unknown {
  const accountId = arn.split(':')[4] ?? '';
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['sns:Publish', 'sns:Subscribe', 'sns:GetTopicAttributes'],
      Resource: arn,
      Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
    },
  };
}

function check({ message, subject, attributes = {} }: Message): void {
  if (message === '') throw new AwsError('InvalidParameterException', 'Invalid parameter: Empty message');
  if (subject !== undefined && (subject === '' || subject.length > 100 || !/^[\x21-\x7e][\x20-\x7e]*$/.test(subject))) {
    throw new AwsError('InvalidParameterException', 'Invalid parameter: Subject');
  }
  const sizes = [message, ...Object.entries(attributes).flat()].map((text) => Buffer.byteLength(text));
  if (sizes.reduce((sum, size) => sum + size, 0) > MAXIMUM_BYTES) {
    throw new AwsError('InvalidParameterException', 'Invalid parameter: Message too long');
  }
}
