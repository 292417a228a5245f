/** A metric is its namespace, its name and its exact set of dimensions: another set is another metric. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What was put within one minute, or, aggregated, within one period. */
export interface Datapoint {
  /** Start of the minute or period, in milliseconds since 1970. */
  readonly at: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly sampleCount: number;
  /** What was put, one by one: only of a metric whose percentiles somebody watches, and in no order. */
  readonly values?: readonly ValueCount[];
}

/** A value, and how often it was put. */
export interface ValueCount {
  readonly value: number;
  readonly count: number;
}

export type Percentile = `p${number}`;
export type Statistic = 'Average' | 'Minimum' | 'Maximum' | 'Sum' | 'SampleCount' | Percentile;

const MINUTE_MS = 60_000;

/** CloudWatch keeps no figure finer than an hour for longer; here nothing is kept for longer. */
const RETENTION_MS = 63 * 86_400_000;
const DROPPED_AT_ONCE = 1_000;

interface Series {
  readonly metric: Metric;
  readonly datapoints: Datapoint[];
  keepsValues: boolean;
}

/** Metrics at standard resolution: one datapoint a minute, kept for 63 days. */
export class MetricStore {
  /** Each series in ascending order of time. */
  readonly #series = new Map<string, Series>();
  /** Keys of the metrics that are asked for: an alarm asks for its own every minute. */
  readonly #keys = new WeakMap<Metric, string>();

  put(metric: Metric, at: number, put: Omit<Datapoint, 'at' | 'values'>): void {
    const { datapoints, keepsValues } = this.#open(metric);
    const values = keepsValues ? withValues(put) : put;
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const last = datapoints.at(-1);
    if (last === undefined || last.at < minute) {
      datapoints.push({ at: minute, ...values });
      dropOld(datapoints, minute);
      return;
    }
    const index = firstAtOrAfter(datapoints, minute);
    const existing = datapoints[index];
    if (existing?.at === minute) datapoints[index] = merge(existing, values);
    else datapoints.splice(index, 0, { at: minute, ...values });
  }

  /** From now on, for percentiles: of most metrics nobody asks for them, and a year has many values. */
  keepValues(metric: Metric): void {
    this.#open(metric).keepsValues = true;
  }

  series(metric: Metric): readonly Datapoint[] {
    let key = this.#keys.get(metric);
    if (key === undefined) {
      key = keyOf(metric);
      this.#keys.set(metric, key);
    }
    return this.#series.get(key)?.datapoints ?? [];
  }

  metrics(): readonly Metric[] {
    return [...this.#series.values()].map(({ metric }) => metric);
  }

  /** One datapoint for what lies in [from, to), or undefined if nothing does. */
  aggregate(metric: Metric, from: number, to: number): Datapoint | undefined {
    return aggregate(this.series(metric), from, to);
  }

  #open(metric: Metric): Series {
    const key = keyOf(metric);
    const series = this.#series.get(key) ?? { metric, datapoints: [], keepsValues: false };
    this.#series.set(key, series);
    return series;
  }
}

/** One datapoint for those of a series that lie in [from, to), or undefined if none does. */
export function aggregate(datapoints: readonly Datapoint[], from: number, to: number): Datapoint | undefined {
  let total: Datapoint | undefined;
  for (let index = firstAtOrAfter(datapoints, from); index < datapoints.length; index += 1) {
    const next = datapoints[index];
    if (next === undefined || next.at >= to) break;
    total = total === undefined ? { ...next, at: from } : merge(total, next);
  }
  return total;
}

/** In steps, so that not every datapoint pays for it. */
function dropOld(datapoints: Datapoint[], nowMs: number): void {
  const candidate = datapoints[DROPPED_AT_ONCE];
  if (candidate === undefined || candidate.at >= nowMs - RETENTION_MS) return;
  datapoints.splice(0, firstAtOrAfter(datapoints, nowMs - RETENTION_MS));
}

/** Undefined is a percentile of a metric of which only the totals are known. */
export function statisticOf(datapoint: Datapoint, statistic: Statistic): number | undefined {
  switch (statistic) {
    case 'Average':
      return datapoint.sum / datapoint.sampleCount;
    case 'Minimum':
      return datapoint.minimum;
    case 'Maximum':
      return datapoint.maximum;
    case 'Sum':
      return datapoint.sum;
    case 'SampleCount':
      return datapoint.sampleCount;
    default:
      return percentileOf(datapoint, Number(statistic.slice(1)));
  }
}

export function isPercentile(statistic: Statistic): statistic is Percentile {
  return statistic.startsWith('p');
}

/** The smallest value that so many percent of the samples do not exceed. How CloudWatch interpolates is not documented. */
function percentileOf({ values, sampleCount }: Datapoint, percent: number): number | undefined {
  let below = 0;
  for (const { value, count } of (values ?? []).toSorted((a, b) => a.value - b.value)) {
    below += count;
    if (below >= (sampleCount * percent) / 100) return value;
  }
  return undefined;
}

/** Of a set of statistics the values are known only if they are all the same (CloudWatch User Guide, Percentiles). */
function withValues(put: Omit<Datapoint, 'at' | 'values'>): Omit<Datapoint, 'at'> {
  if (put.minimum !== put.maximum) return put;
  return { ...put, values: [{ value: put.minimum, count: put.sampleCount }] };
}

/** A line feed is in no name and no value. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  let key = `${namespace}\n${name}`;
  for (const each of names) key += `\n${each}\n${dimensions[each] ?? ''}`;
  return key;
}

function merge(a: Datapoint, b: Omit<Datapoint, 'at'>): Datapoint {
  const totals = {
    at: a.at,
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    sampleCount: a.sampleCount + b.sampleCount,
  };
  return a.values === undefined || b.values === undefined ? totals : { ...totals, values: [...a.values, ...b.values] };
}

function firstAtOrAfter(datapoints: readonly Datapoint[], at: number): number {
  let low = 0;
  let high = datapoints.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const datapoint = datapoints[middle];
    if (datapoint !== undefined && datapoint.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
