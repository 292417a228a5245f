import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { Alarm, AlarmConfiguration, Gate } from './alarm';
import { isPercentile } from './metric-store';

/** Tells EventBridge and the topics of an alarm that its state has changed. */
export function notifyOfChange(region: Region, previous: Alarm, alarm: Alarm): void {
  region.events.publish({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: eventDetail(previous, alarm),
  });
  const { actions, actionsEnabled } = alarm.configuration;
  if (!actionsEnabled) return;
  for (const topicArn of actions[alarm.state]) publish(region, topicArn, previous, alarm);
}

function publish(region: Region, topicArn: string, previous: Alarm, alarm: Alarm): void {
  const { name } = alarm.configuration;
  const subject = `${alarm.state}: "${name}" in ${region.name}`.slice(0, 100);
  const message = JSON.stringify(notification(region, previous, alarm));
  try {
    region.sns.publishAsService({ topicArn, subject, message }, 'cloudwatch.amazonaws.com', alarm.arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const detail = `cloudwatch: the action ${topicArn} of alarm ${name} failed: ${error.message}`;
    region.world.trace.record({ kind: 'note', detail });
  }
}

/** CloudWatch User Guide, "Alarm events and EventBridge". */
function eventDetail(previous: Alarm, { configuration, state, reason, stateChangedAt }: Alarm) {
  const { namespace, name, dimensions } = configuration.metric;
  return {
    alarmName: configuration.name,
    state: { value: state, reason, timestamp: timestamp(stateChangedAt) },
    previousState: {
      value: previous.state,
      reason: previous.reason,
      timestamp: timestamp(previous.stateChangedAt),
    },
    configuration: {
      description: configuration.description,
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: { namespace, name, dimensions },
            period: configuration.periodSeconds,
            stat: configuration.statistic,
          },
          returnData: true,
        },
      ],
    },
  };
}

/** One of the metrics that an expression computes with. */
function input(Id: string, { metric, statistic }: Gate, { periodSeconds }: AlarmConfiguration) {
  const Dimensions = Object.entries(metric.dimensions).map(([name, value]) => ({ value, name }));
  const Metric = { Dimensions, MetricName: metric.name, Namespace: metric.namespace };
  return { Id, MetricStat: { Metric, Period: periodSeconds, Stat: statistic }, ReturnData: false };
}

/** What the subscribers of an alarm's topic read. */
function notification(region: Region, previous: Alarm, { arn, configuration, state, reason, stateChangedAt }: Alarm) {
  const { metric } = configuration;
  return {
    AlarmName: configuration.name,
    AlarmDescription: configuration.description ?? null,
    AWSAccountId: region.world.accountId,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: timestamp(stateChangedAt),
    Region: region.name,
    AlarmArn: arn,
    OldStateValue: previous.state,
    Trigger: {
      ...(configuration.gate === undefined
        ? {
            MetricName: metric.name,
            Namespace: metric.namespace,
            ...(isPercentile(configuration.statistic)
              ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: configuration.statistic }
              : { StatisticType: 'Statistic', Statistic: configuration.statistic.toUpperCase() }),
            Unit: null,
            Dimensions: Object.entries(metric.dimensions).map(([name, value]) => ({ value, name })),
          }
        : {
            Metrics: [
              input('serves', configuration.gate, configuration),
              input('watched', configuration, configuration),
            ],
          }),
      Period: configuration.periodSeconds,
      EvaluationPeriods: configuration.evaluationPeriods,
      DatapointsToAlarm: configuration.datapointsToAlarm,
      ComparisonOperator: configuration.comparison,
      Threshold: configuration.threshold,
      TreatMissingData: configuration.treatMissingData,
    },
  };
}

/** `2026-11-24T10:05:00.000+0000`, as CloudWatch writes it. */
function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
