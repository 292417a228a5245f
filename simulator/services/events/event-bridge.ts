import type * as client from '@aws-sdk/client-eventbridge';
import type { Timer } from '../../kernel/scheduler';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { deliver } from './delivery';
import type { Event, PublishedEvent } from './event';
import { operationsOf } from './operations';
import type { Rule } from './rule';

declare module '../../world' {
  interface RegionalServices {
    readonly events: EventBridge;
  }
}

/** The event buses of one region, their rules and schedules. Nothing runs while the region is dark. */
export class EventBridge {
  readonly service: Service<typeof client>;
  readonly #region: Region;
  readonly #buses = new Set(['default']);
  /** By `bus|rule`. */
  readonly #rules = new Map<string, Rule>();
  readonly #timers = new Map<string, Timer>();

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'events', operations: operationsOf(region) };
  }

  /** What an AWS service says happened: rules of the default bus that match deliver it a moment later. */
  publish(event: PublishedEvent): void {
    this.accept('default', this.complete(event), 'here');
  }

  /** Hands an event to the rules of a bus. One that came from another bus is not sent on to a third. */
  accept(busName: string, event: Event, from: 'here' | 'another bus'): void {
    if (this.#region.world.isDark(this.#region.name)) return;
    for (const rule of this.rules(busName)) {
      if (rule.enabled && rule.pattern?.({ ...event }) === true) deliver(this.#region, rule, event, from);
    }
  }

  /** The event with everything that the bus adds to it. */
  complete(event: PublishedEvent): Event {
    const { world, name } = this.#region;
    return {
      version: '0',
      id: world.random.uuid('events'),
      'detail-type': event['detail-type'],
      source: event.source,
      account: world.accountId,
      time: `${new Date(world.scheduler.now()).toISOString().slice(0, 19)}Z`,
      region: event.region ?? name,
      resources: event.resources ?? [],
      // As JSON, so that nobody downstream holds on to the publisher's objects.
      detail: JSON.parse(JSON.stringify(event.detail)) as Event['detail'],
    };
  }

  hasBus(name: string): boolean {
    return this.#buses.has(name);
  }

  createBus(name: string): void {
    if (this.#buses.has(name))
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    this.#buses.add(name);
  }

  deleteBus(name: string): void {
    this.#buses.delete(name);
  }

  busArn(name: string): string {
    return this.#arn(`event-bus/${name}`);
  }

  /** Of one bus, or of all, by name. */
  rules(busName?: string): readonly Rule[] {
    return [...this.#rules.values()]
      .filter((rule) => busName === undefined || rule.busName === busName)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  findRule(busName: string, name: string): Rule | undefined {
    return this.#rules.get(`${busName}|${name}`);
  }

  ruleArn(busName: string, name: string): string {
    return this.#arn(busName === 'default' ? `rule/${name}` : `rule/${busName}/${name}`);
  }

  putRule(rule: Rule): void {
    if (!this.#buses.has(rule.busName)) {
      throw new AwsError('ResourceNotFoundException', `Event bus ${rule.busName} does not exist.`);
    }
    this.removeRule(rule.busName, rule.name);
    this.#rules.set(`${rule.busName}|${rule.name}`, rule);
    if (rule.enabled) this.#schedule(rule);
  }

  removeRule(busName: string, name: string): void {
    const key = `${busName}|${name}`;
    this.#rules.delete(key);
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  /** Lets the next due time of a rule's schedule come, and the ones after it. */
  #schedule(rule: Rule): void {
    const { world, name } = this.#region;
    const due = rule.schedule?.(world.scheduler.now());
    if (due === undefined) return;
    const timer = world.scheduler.at(due, () => {
      this.#schedule(rule);
      if (world.isDark(name)) return;
      const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {} };
      deliver(this.#region, rule, this.complete(event), 'here');
    });
    this.#timers.set(`${rule.busName}|${rule.name}`, timer);
  }

  #arn(resource: string): string {
    return `arn:aws:events:${this.#region.name}:${this.#region.world.accountId}:${resource}`;
  }
}
