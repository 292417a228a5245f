import { AwsError, type Caller, type Service } from '../../service';
import type { Region } from '../../world';
import { allowsService } from '../resource-policy';

declare module '../../world' {
  interface RegionalServices {
    readonly sqs: Sqs;
  }
}

/** A message as whoever looks into the queue sees it. */
export interface QueueMessage {
  readonly at: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Queue {
  readonly arn: string;
  readonly name: string;
  readonly url: string;
  retentionSeconds: number;
  /** The queue's policy; none until one is attached: then only identity-based policies say who may send. */
  policy: unknown;
  tags: Readonly<Record<string, string>>;
}

interface Entry {
  readonly message: QueueMessage;
  readonly expiresAtMs: number;
}

/** What a sender says: the text, and the message attributes, all of type String. */
export interface Letter {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const MINUTE_MS = 60_000;

/** The queues of one region, as the place where other services leave what they could not deliver. */
export class Sqs {
  /** Nothing that is rehearsed calls the SQS API: people read dead letters in the console. */
  readonly service: Service = { signingName: 'sqs', operations: {} };
  readonly #region: Region;
  /** By ARN. */
  readonly #queues = new Map<string, Queue>();
  readonly #entries = new Map<string, Entry[]>();
  readonly #measured = new Set<string>();

  constructor(region: Region) {
    this.#region = region;
  }

  arn(name: string): string {
    return `arn:aws:sqs:${this.#region.name}:${this.#region.world.accountId}:${name}`;
  }

  url(name: string): string {
    return `https://sqs.${this.#region.name}.amazonaws.com/${this.#region.world.accountId}/${name}`;
  }

  find(arn: string): Queue | undefined {
    return this.#queues.get(arn);
  }

  /** By ARN. */
  queues(): readonly Queue[] {
    return [...this.#queues.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  queue(arn: string): Queue {
    const queue = this.find(arn);
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  createQueue(name: string): Queue {
    const arn = this.arn(name);
    const queue = { arn, name, url: this.url(name), retentionSeconds: 345_600, policy: undefined, tags: {} };
    this.#queues.set(arn, queue);
    return queue;
  }

  deleteQueue(arn: string): void {
    this.#queues.delete(arn);
    this.#entries.delete(arn);
  }

  /** What is in the queue now, oldest first: neither received nor expired. */
  messages(arn: string): readonly QueueMessage[] {
    return this.#waiting(arn).map(({ message }) => message);
  }

  /** Takes every message out of the queue, as a person does who has dealt with them. */
  purge(arn: string): void {
    this.#entries.delete(arn);
  }

  /** Sends in the name of a role: its own policies must allow it. */
  sendAs(caller: Caller, letter: Letter): void {
    this.queue(letter.queueArn);
    const access = { action: 'sqs:SendMessage', resource: letter.queueArn };
    this.#region.world.iam.authorize(caller, [access], this.#region.name, 'sqs');
    this.#put(letter);
  }

  /** Sends for an AWS service on its own behalf: the queue's policy must allow it. */
  sendAsService(letter: Letter, principal: string, sourceArn: string): void {
    const { policy } = this.queue(letter.queueArn);
    const { accountId } = this.#region.world;
    const request = {
      principal,
      action: 'sqs:SendMessage',
      resource: letter.queueArn,
      conditions: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId, 'aws:SecureTransport': 'true' },
    };
    if (policy === undefined || !allowsService(policy, request)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${principal} is not authorized to perform: sqs:SendMessage on resource: ${letter.queueArn} because no ` +
          'resource-based policy allows the sqs:SendMessage action',
        { status: 403 },
      );
    }
    this.#put(letter);
  }

  #put({ queueArn, body, attributes }: Letter): void {
    const { scheduler, random } = this.#region.world;
    const now = scheduler.now();
    const message = { at: new Date(now).toISOString(), messageId: random.uuid('sqs'), body, attributes };
    const expiresAtMs = now + this.queue(queueArn).retentionSeconds * 1000;
    this.#entries.set(queueArn, [...this.#waiting(queueArn), { message, expiresAtMs }]);
    this.#measure(queueArn);
  }

  #waiting(arn: string): Entry[] {
    const now = this.#region.world.scheduler.now();
    return (this.#entries.get(arn) ?? []).filter(({ expiresAtMs }) => expiresAtMs > now);
  }

  /**
   * Puts how many messages wait, every minute as long as any does, and a last time when none is left. An empty queue of
   * which nobody makes use is not measured in AWS either, after six hours (SQS Developer Guide, CloudWatch metrics).
   */
  #measure(arn: string): void {
    if (this.#measured.has(arn)) return;
    this.#measured.add(arn);
    const { scheduler } = this.#region.world;
    const nextMinute = (Math.floor(scheduler.now() / MINUTE_MS) + 1) * MINUTE_MS;
    scheduler.at(nextMinute, () => {
      this.#measured.delete(arn);
      const queue = this.find(arn);
      if (queue === undefined) return;
      const waiting = this.#waiting(arn).length;
      if (!this.#region.world.isDark(this.#region.name)) {
        this.#region.cloudWatch.putMetric({
          namespace: 'AWS/SQS',
          name: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: queue.name },
          value: waiting,
        });
      }
      if (waiting > 0) this.#measure(arn);
    });
  }
}
