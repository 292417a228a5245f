import type * as client from '@aws-sdk/client-sqs';
import { AwsError, type Caller, type Service } from '../../service';
import type { Region } from '../../world';
import { allowsService } from '../resource-policy';
import type { Entry, QueueMessage } from './message';
import { operationsOf } from './operations';
import type { Queue } from './queue';

declare module '../../world' {
  interface RegionalServices {
    readonly sqs: Sqs;
  }
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
  readonly service: Service<typeof client>;
  readonly #region: Region;
  /** By ARN. */
  readonly #queues = new Map<string, Queue>();
  readonly #entries = new Map<string, Entry[]>();
  readonly #measured = new Set<string>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'sqs', operations: operationsOf(region) };
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
    const queue: Queue = {
      arn,
      name,
      url: this.url(name),
      retentionSeconds: 345_600,
      policy: undefined,
      tags: {},
      createdAtMs: this.#region.world.scheduler.now(),
      purgedAtMs: undefined,
    };
    this.#queues.set(arn, queue);
    return queue;
  }

  deleteQueue(arn: string): void {
    this.#queues.delete(arn);
    this.#entries.delete(arn);
  }

  /** What is in the queue now, oldest first: neither deleted nor expired. */
  messages(arn: string): readonly QueueMessage[] {
    return this.#waiting(arn).map(({ message }) => message);
  }

  /** Takes up to `most` messages out of sight for `hiddenMs`, oldest first. */
  receive(arn: string, most: number, hiddenMs: number): readonly Entry[] {
    const { scheduler, random } = this.#region.world;
    const nowMs = scheduler.now();
    const received = this.#waiting(arn)
      .filter(({ visibleFromMs }) => visibleFromMs <= nowMs)
      .slice(0, most);
    for (const entry of received) {
      entry.visibleFromMs = nowMs + hiddenMs;
      entry.receiveCount += 1;
      entry.firstReceivedAtMs ??= nowMs;
      entry.receiptHandle = Buffer.from(random.hex('sqs/receipts', 48)).toString('base64');
    }
    return received;
  }

  /** By the handle of the last receipt; one that is not the last deletes nothing (SQS API Reference, DeleteMessage). */
  deleteReceived(arn: string, receiptHandle: string): void {
    if (!/^[A-Za-z0-9+/=]{16,}$/.test(receiptHandle)) {
      throw new AwsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    this.#entries.set(
      arn,
      this.#waiting(arn).filter((entry) => entry.receiptHandle !== receiptHandle),
    );
  }

  count(arn: string): { readonly visible: number; readonly notVisible: number } {
    const nowMs = this.#region.world.scheduler.now();
    const waiting = this.#waiting(arn);
    const visible = waiting.filter(({ visibleFromMs }) => visibleFromMs <= nowMs).length;
    return { visible, notVisible: waiting.length - visible };
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
    this.#put(letter, caller.kind === 'role' ? caller.sessionName : caller.kind);
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
    this.#put(letter, principal);
  }

  #put({ queueArn, body, attributes }: Letter, senderId: string): void {
    const { scheduler, random } = this.#region.world;
    const now = scheduler.now();
    const message = { at: new Date(now).toISOString(), messageId: random.uuid('sqs'), body, attributes };
    const expiresAtMs = now + this.queue(queueArn).retentionSeconds * 1000;
    const entry: Entry = {
      message,
      senderId,
      sentAtMs: now,
      expiresAtMs,
      visibleFromMs: now,
      receiveCount: 0,
      firstReceivedAtMs: undefined,
      receiptHandle: undefined,
    };
    this.#entries.set(queueArn, [...this.#waiting(queueArn), entry]);
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
      const { visible, notVisible } = this.count(arn);
      if (!this.#region.world.isDark(this.#region.name)) {
        this.#region.cloudWatch.putMetric({
          namespace: 'AWS/SQS',
          name: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: queue.name },
          value: visible,
        });
      }
      if (visible + notVisible > 0) this.#measure(arn);
    });
  }
}
