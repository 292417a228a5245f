import type { Metric, MetricStore, Statistic } from './metric-store';
import { aggregate, statisticOf } from './metric-store';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type Comparison =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export interface Gate {
  readonly metric: Metric;
  readonly statistic: Statistic;
}

export interface AlarmConfiguration {
  readonly name: string;
  readonly description: string | undefined;
  readonly metric: Metric;
  readonly statistic: Statistic;
  /** `IF(FILL(gate, REPEAT) >= 1, metric)`: the metric's values count only where the gate's last one is 1 or more. */
  readonly gate?: Gate | undefined;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData: MissingData;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Alarm {
  readonly arn: string;
  readonly configuration: AlarmConfiguration;
  readonly state: AlarmState;
  readonly reason: string;
  readonly stateChangedAt: number;
}

/** The part of an alarm that looks at datapoints: a Route 53 health check takes it over. */
export type Evaluation = Pick<
  AlarmConfiguration,
  | 'metric'
  | 'statistic'
  | 'gate'
  | 'periodSeconds'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'threshold'
  | 'comparison'
  | 'treatMissingData'
>;

/** CloudWatch looks this many periods further back for datapoints than it needs (its guide's examples: 5 for 3). */
const EXTRA_PERIODS = 2;

/**
 * The state that an alarm is in at `nowMs`, by its periods that are over. `current` is what missing data may leave as it is.
 * CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 */
export function evaluateAlarm(store: MetricStore, alarm: Evaluation, nowMs: number, current: AlarmState): AlarmState {
  const values = recentValues(store, alarm, nowMs);
  const breaching = values.filter((value) => breaches(alarm, value)).length;
  if (breaching >= alarm.datapointsToAlarm) return 'ALARM';

  const missing = alarm.evaluationPeriods - values.length;
  if (missing <= 0) return 'OK';
  switch (alarm.treatMissingData) {
    case 'breaching':
      return breaching + missing >= alarm.datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return breaching === values.length ? current : 'OK';
    case 'missing':
      if (values.length === 0) return 'INSUFFICIENT_DATA';
      return breaching === values.length ? 'ALARM' : 'OK';
  }
}

/** The newest values that there are, newest first: at most as many as the alarm evaluates. */
export function recentValues(store: MetricStore, alarm: Evaluation, nowMs: number): readonly number[] {
  const periodMs = alarm.periodSeconds * 1000;
  const end = Math.floor(nowMs / 60_000) * 60_000;
  const datapoints = store.series(alarm.metric);
  const values: number[] = [];
  const oldest = end - (alarm.evaluationPeriods + EXTRA_PERIODS) * periodMs;
  if ((datapoints.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < oldest) return values;
  for (let index = 1; index <= alarm.evaluationPeriods + EXTRA_PERIODS; index += 1) {
    const from = end - index * periodMs;
    const datapoint = aggregate(datapoints, from, from + periodMs);
    const value = datapoint === undefined ? undefined : statisticOf(datapoint, alarm.statistic);
    if (value !== undefined && isOpen(store, alarm, from, oldest)) values.push(value);
    if (values.length === alarm.evaluationPeriods) break;
  }
  return values;
}

/** Whether the gate's newest value of this period or an earlier one that is looked at is 1 or more. */
function isOpen(store: MetricStore, { gate, periodSeconds }: Evaluation, from: number, oldest: number): boolean {
  if (gate === undefined) return true;
  const datapoints = store.series(gate.metric);
  for (let start = from; start >= oldest; start -= periodSeconds * 1000) {
    const datapoint = aggregate(datapoints, start, start + periodSeconds * 1000);
    const value = datapoint === undefined ? undefined : statisticOf(datapoint, gate.statistic);
    if (value !== undefined) return value >= 1;
  }
  return false;
}

function breaches({ comparison, threshold }: Evaluation, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}
