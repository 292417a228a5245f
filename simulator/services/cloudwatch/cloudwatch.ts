import type * as client from '@aws-sdk/client-cloudwatch';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { evaluateAlarm, recentValues, type Alarm, type AlarmConfiguration, type AlarmState } from './alarm';
import { notifyOfChange } from './alarm-change';
import type { Dashboard } from './dashboard-body';
import { readEmbeddedMetrics } from './embedded-metrics';
import { isPercentile, MetricStore, type Datapoint } from './metric-store';
import { operationsOf } from './operations';

declare module '../../world' {
  interface RegionalServices {
    readonly cloudWatch: CloudWatch;
  }
}

const MINUTE_MS = 60_000;

/** The metrics, alarms and dashboards of one region. */
export class CloudWatch {
  readonly service: Service<typeof client>;
  readonly metrics = new MetricStore();
  /** By name. */
  readonly dashboards = new Map<string, Dashboard & { readonly tags: Readonly<Record<string, string>> }>();
  readonly #region: Region;
  readonly #alarms = new Map<string, Alarm>();
  #evaluates = false;

  constructor(region: Region) {
    this.#region = region;
    this.service = { signingName: 'monitoring', operations: operationsOf(region) };
  }

  /** Puts one value, at the current time unless `at` (milliseconds since 1970) says otherwise. */
  putMetric(metric: {
    readonly namespace: string;
    readonly name: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly value: number;
    readonly at?: number;
  }): void {
    const { namespace, name, dimensions, value, at = this.#region.world.scheduler.now() } = metric;
    const values = { sum: value, minimum: value, maximum: value, sampleCount: 1 };
    this.metrics.put({ namespace, name, dimensions }, at, values);
  }

  /** Takes the metrics out of a line that a function logged, if it is in the embedded metric format. */
  ingestLogLine(line: string): void {
    for (const metric of readEmbeddedMetrics(line)) this.putMetric(metric);
  }

  /** The datapoints of one metric, a minute each, in ascending order of time. */
  series(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): readonly Datapoint[] {
    return this.metrics.series({ namespace, name, dimensions });
  }

  alarm(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  /** All alarms, by name. */
  alarms(): readonly Alarm[] {
    return [...this.#alarms.values()].sort((a, b) => (a.configuration.name < b.configuration.name ? -1 : 1));
  }

  alarmArn(name: string): string {
    return `arn:aws:cloudwatch:${this.#region.name}:${this.#region.world.accountId}:alarm:${name}`;
  }

  putAlarm(configuration: AlarmConfiguration): Alarm {
    const existing = this.#alarms.get(configuration.name);
    const alarm: Alarm = {
      arn: this.alarmArn(configuration.name),
      configuration,
      state: existing?.state ?? 'INSUFFICIENT_DATA',
      reason: existing?.reason ?? 'Unchecked: Initial alarm creation',
      stateChangedAt: existing?.stateChangedAt ?? this.#region.world.scheduler.now(),
    };
    this.#alarms.set(configuration.name, alarm);
    if (isPercentile(configuration.statistic)) this.metrics.keepValues(configuration.metric);
    this.#evaluateEachMinute();
    return alarm;
  }

  removeAlarm(name: string): void {
    this.#alarms.delete(name);
  }

  /** Alarms that are not there are passed over (CloudWatch API Reference, DisableAlarmActions has no such error). */
  enableActions(names: readonly string[], isEnabled: boolean): void {
    for (const name of names) {
      const alarm = this.#alarms.get(name);
      if (alarm === undefined) continue;
      const configuration = { ...alarm.configuration, actionsEnabled: isEnabled };
      this.#alarms.set(name, { ...alarm, configuration });
    }
  }

  /** Until the next evaluation, which goes by the datapoints again. */
  setAlarmState(name: string, state: AlarmState, reason: string): void {
    const alarm = this.#alarms.get(name);
    if (alarm === undefined) throw new AwsError('ResourceNotFound', `There is no alarm ${name}`, { status: 404 });
    if (state !== alarm.state) this.#change(alarm, state, reason);
  }

  /** CloudWatch evaluates every minute; a region without alarms has nothing to do. */
  #evaluateEachMinute(): void {
    if (this.#evaluates) return;
    this.#evaluates = true;
    const { scheduler } = this.#region.world;
    const nextMinute = (Math.floor(scheduler.now() / MINUTE_MS) + 1) * MINUTE_MS;
    scheduler.at(nextMinute, () => {
      this.#evaluates = false;
      if (this.#alarms.size === 0) return;
      this.#evaluateEachMinute();
      if (!this.#region.world.isDark(this.#region.name)) this.#evaluateAll();
    });
  }

  #evaluateAll(): void {
    const now = this.#region.world.scheduler.now();
    for (const alarm of this.#alarms.values()) {
      const state = evaluateAlarm(this.metrics, alarm.configuration, now, alarm.state);
      if (state !== alarm.state) this.#change(alarm, state, describeState(this.metrics, alarm, state, now));
    }
  }

  #change(previous: Alarm, state: AlarmState, reason: string): void {
    const { world, name: region } = this.#region;
    const alarm: Alarm = { ...previous, state, reason, stateChangedAt: world.scheduler.now() };
    const { name } = alarm.configuration;
    this.#alarms.set(name, alarm);
    world.trace.record({ kind: 'resource', region, type: 'alarm', id: name, status: state, detail: reason });
    notifyOfChange(this.#region, previous, alarm);
  }
}

function describeState(metrics: MetricStore, { configuration }: Alarm, state: AlarmState, now: number): string {
  const values = recentValues(metrics, configuration, now);
  if (state === 'INSUFFICIENT_DATA') return 'Insufficient Data: no datapoints were received in the evaluation range';
  if (values.length === 0) {
    return `Threshold Crossed: no datapoints were received and missing data is treated as ${configuration.treatMissingData}`;
  }
  const { comparison, threshold } = configuration;
  return `Threshold Crossed: the newest datapoints are [${values.join(', ')}], the condition is ${comparison} ${threshold}`;
}
