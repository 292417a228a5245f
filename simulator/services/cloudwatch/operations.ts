import type * as client from '@aws-sdk/client-cloudwatch';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { type PageRules, pageOf } from '../paging';
import type { Alarm } from './alarm';
import { putMetricDatum, readDimensions } from './metric-datum';
import { isPercentile, statisticOf, type Datapoint, type Metric } from './metric-store';

const STATISTICS = ['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount'] as const;

export function operationsOf(region: Region): Operations<typeof client> {
  const accessToAlarms = (action: string, names: readonly string[] = ['*']) =>
    names.map((name) => ({ action, resource: region.cloudWatch.alarmArn(name) }));
  return {
    PutMetricData: {
      access: (input) => [
        {
          action: 'cloudwatch:PutMetricData',
          resource: '*',
          conditions: { 'cloudwatch:namespace': input.Namespace ?? '' },
        },
      ],
      handle(input) {
        if (input.EntityMetricData !== undefined) throw notModelled('monitoring:PutMetricData with EntityMetricData');
        const namespace = input.Namespace ?? '';
        if (namespace.startsWith('AWS/')) {
          throw new AwsError('InvalidParameterValueException', 'The value AWS/ for parameter Namespace is invalid.');
        }
        for (const datum of input.MetricData ?? [])
          putMetricDatum(region.cloudWatch.metrics, namespace, datum, region.world.scheduler.now());
        return {};
      },
    },
    GetMetricStatistics: {
      access: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
      handle(input) {
        if (input.ExtendedStatistics !== undefined) throw notModelled('CloudWatch percentiles');
        const metric = metricOf(input.Namespace, input.MetricName, input.Dimensions);
        const periods = readPeriods(region, metric, input.StartTime, input.EndTime, input.Period);
        const Datapoints = periods.map((datapoint) => ({
          Timestamp: new Date(datapoint.at),
          Unit: 'None' as const,
          ...Object.fromEntries((input.Statistics ?? []).map((name) => [name, statisticOf(datapoint, name)])),
        }));
        return { Label: metric.name, Datapoints };
      },
    },
    GetMetricData: {
      access: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
      handle(input) {
        const queries = input.MetricDataQueries ?? [];
        const results = queries.map((query) => runQuery(region, query, input));
        return { MetricDataResults: results.filter((_, index) => queries[index]?.ReturnData !== false), Messages: [] };
      },
    },
    DescribeAlarms: {
      access: (input) => accessToAlarms('cloudwatch:DescribeAlarms', input.AlarmNames),
      handle(input) {
        const wanted = region.cloudWatch.alarms().filter((alarm) => isWanted(alarm, input));
        const { items, token } = pageOf(wanted, { size: input.MaxRecords, token: input.NextToken }, ALARMS);
        return { MetricAlarms: items.map(describe), CompositeAlarms: [], NextToken: token };
      },
    },
    DisableAlarmActions: {
      access: (input) => accessToAlarms('cloudwatch:DisableAlarmActions', input.AlarmNames),
      handle(input) {
        region.cloudWatch.enableActions(input.AlarmNames ?? [], false);
        return {};
      },
    },
    EnableAlarmActions: {
      access: (input) => accessToAlarms('cloudwatch:EnableAlarmActions', input.AlarmNames),
      handle(input) {
        region.cloudWatch.enableActions(input.AlarmNames ?? [], true);
        return {};
      },
    },
    SetAlarmState: {
      access: (input) => [
        { action: 'cloudwatch:SetAlarmState', resource: region.cloudWatch.alarmArn(input.AlarmName ?? '') },
      ],
      handle(input) {
        region.cloudWatch.setAlarmState(input.AlarmName ?? '', input.StateValue ?? 'OK', input.StateReason ?? '');
        return {};
      },
    },
  };
}

/** CloudWatch API Reference, DescribeAlarms: 100 at most; 50 is what the console and the SDKs get. */
const ALARMS: PageRules = {
  member: 'maxRecords',
  least: 1,
  most: 100,
  otherwise: 50,
  wrongSize: (message) => new AwsError('ValidationError', message),
  wrongToken: () => new AwsError('InvalidNextToken', 'The next token specified is invalid.'),
};

function runQuery(
  region: Region,
  query: client.MetricDataQuery,
  input: client.GetMetricDataInput,
): client.MetricDataResult {
  const { MetricStat: stat } = query;
  if (stat === undefined) throw notModelled('A CloudWatch metric expression');
  const statistic = STATISTICS.find((name) => name === stat.Stat);
  if (statistic === undefined) throw notModelled(`The CloudWatch statistic ${stat.Stat}`);
  const { Metric: wanted } = stat;
  const metric = metricOf(wanted?.Namespace, wanted?.MetricName, wanted?.Dimensions);
  const ascending = readPeriods(region, metric, input.StartTime, input.EndTime, stat.Period);
  const periods = input.ScanBy === 'TimestampAscending' ? ascending : ascending.toReversed();
  return {
    Id: query.Id,
    Label: query.Label ?? metric.name,
    Timestamps: periods.map(({ at }) => new Date(at)),
    Values: periods.flatMap((datapoint) => statisticOf(datapoint, statistic) ?? []),
    StatusCode: 'Complete',
  };
}

function readPeriods(
  region: Region,
  metric: Metric,
  start: Date | undefined,
  end: Date | undefined,
  periodSeconds: number | undefined,
): readonly Datapoint[] {
  if (start === undefined || end === undefined || end <= start) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  const periodMs = (periodSeconds ?? 60) * 1000;
  if (periodMs % 60_000 !== 0 || periodMs === 0)
    throw notModelled('A CloudWatch period that is no multiple of 60 seconds');
  const first = Math.floor(start.getTime() / periodMs) * periodMs;
  const count = Math.ceil((end.getTime() - first) / periodMs);
  const periods = Array.from({ length: count }, (_, index) => first + index * periodMs);
  return periods
    .map((from) => region.cloudWatch.metrics.aggregate(metric, from, Math.min(from + periodMs, end.getTime())))
    .filter((datapoint) => datapoint !== undefined);
}

function metricOf(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly client.Dimension[] | undefined,
): Metric {
  return { namespace: namespace ?? '', name: name ?? '', dimensions: readDimensions(dimensions) };
}

function isWanted({ configuration, state }: Alarm, input: client.DescribeAlarmsInput): boolean {
  if (input.ActionPrefix !== undefined || input.ChildrenOfAlarmName !== undefined || input.ParentsOfAlarmName) {
    throw notModelled('monitoring:DescribeAlarms by action, child or parent');
  }
  return (
    (input.AlarmNames?.includes(configuration.name) ?? true) &&
    configuration.name.startsWith(input.AlarmNamePrefix ?? '') &&
    (input.StateValue ?? state) === state
  );
}

function describe({ arn, configuration, state, reason, stateChangedAt }: Alarm): client.MetricAlarm {
  const { metric, actions } = configuration;
  return {
    AlarmName: configuration.name,
    AlarmArn: arn,
    AlarmDescription: configuration.description,
    ActionsEnabled: configuration.actionsEnabled,
    OKActions: [...actions.OK],
    AlarmActions: [...actions.ALARM],
    InsufficientDataActions: [...actions.INSUFFICIENT_DATA],
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: new Date(stateChangedAt),
    MetricName: metric.name,
    Namespace: metric.namespace,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...(isPercentile(configuration.statistic)
      ? { ExtendedStatistic: configuration.statistic }
      : { Statistic: configuration.statistic }),
    Period: configuration.periodSeconds,
    EvaluationPeriods: configuration.evaluationPeriods,
    DatapointsToAlarm: configuration.datapointsToAlarm,
    Threshold: configuration.threshold,
    ComparisonOperator: configuration.comparison,
    TreatMissingData: configuration.treatMissingData,
  };
}
