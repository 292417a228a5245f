import type { Dimension, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import type { Datapoint, MetricStore } from './metric-store';

const DAY_MS = 86_400_000;

/** Stores what PutMetricData was given for one metric: a value, a set of statistics, or values with counts. */
export function putMetricDatum(store: MetricStore, namespace: string, datum: MetricDatum, nowMs: number): void {
  if (datum.StorageResolution === 1) throw notModelled('A high-resolution CloudWatch metric');
  const at = datum.Timestamp?.getTime() ?? nowMs;
  // CloudWatch API model, MetricDatum.Timestamp.
  if (at < nowMs - 14 * DAY_MS || at > nowMs + 2 * 3_600_000) {
    throw invalid('Timestamp', 'it must be at most two weeks in the past and two hours in the future');
  }
  const metric = { namespace, name: datum.MetricName ?? '', dimensions: readDimensions(datum.Dimensions) };
  for (const values of readValues(datum)) store.put(metric, at, values);
}

export function readDimensions(dimensions: readonly Dimension[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}

function readValues(datum: MetricDatum): readonly Omit<Datapoint, 'at'>[] {
  if (datum.StatisticValues !== undefined) {
    const { Sum = 0, Minimum = 0, Maximum = 0, SampleCount = 0 } = datum.StatisticValues;
    return [{ sum: Sum, minimum: Minimum, maximum: Maximum, sampleCount: SampleCount }];
  }
  const values = datum.Value === undefined ? (datum.Values ?? []) : [datum.Value];
  if (values.length === 0) throw invalid('Value', 'give Value, Values or StatisticValues');
  return values.map((value, index) => {
    if (!Number.isFinite(value)) throw invalid('Value', `${value} is not a finite number`);
    const sampleCount = datum.Counts?.[index] ?? 1;
    return { sum: value * sampleCount, minimum: value, maximum: value, sampleCount };
  });
}

function invalid(field: string, why: string): AwsError {
  return new AwsError('InvalidParameterValueException', `The parameter MetricData.member.${field} is invalid: ${why}.`);
}
