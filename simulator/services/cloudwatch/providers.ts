import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList } from '../provider-properties';
import { readAlarmProperties } from './alarm-properties';
import { readDashboard } from './dashboard-body';
import type { Metric } from './metric-store';

const alarm: ResourceProvider = {
  type: 'AWS::CloudWatch::Alarm',
  calls: { service: 'monitoring', create: ['PutMetricAlarm'], update: ['PutMetricAlarm'], delete: ['DeleteAlarms'] },
  access(request, change) {
    const { AlarmName } = readAlarmProperties(request.properties);
    const resource = request.region.cloudWatch.alarmArn(AlarmName ?? `${request.stackName}-*`);
    const actions = {
      create: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:TagResource'],
      update: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms'],
      delete: ['cloudwatch:DeleteAlarms'],
    }[change];
    return actions.map((action) => ({ action, resource }));
  },
  create(request) {
    const { AlarmName } = readAlarmProperties(request.properties);
    return putAlarm(request, AlarmName ?? request.generateName(255));
  },
  update(request) {
    const { AlarmName } = readAlarmProperties(request.properties);
    return putAlarm(request, AlarmName ?? request.physicalId);
  },
  delete(request) {
    request.region.cloudWatch.removeAlarm(request.physicalId);
  },
};

const DashboardProperties = z.strictObject({
  DashboardName: z.string().optional(),
  DashboardBody: z.string(),
  Tags: TagList.optional(),
});

const dashboard: ResourceProvider = {
  type: 'AWS::CloudWatch::Dashboard',
  calls: { service: 'monitoring', create: ['PutDashboard'], update: ['PutDashboard'], delete: ['DeleteDashboards'] },
  access(request, change) {
    const { DashboardName } = parseProperties(dashboard.type, DashboardProperties, request.properties);
    const resource = `arn:aws:cloudwatch::${request.region.world.accountId}:dashboard/${DashboardName ?? '*'}`;
    const actions = {
      create: ['cloudwatch:PutDashboard', 'cloudwatch:TagResource'],
      update: ['cloudwatch:PutDashboard'],
      delete: ['cloudwatch:DeleteDashboards'],
    }[change];
    return actions.map((action) => ({ action, resource }));
  },
  create(request) {
    const { DashboardName } = parseProperties(dashboard.type, DashboardProperties, request.properties);
    return putDashboard(request, DashboardName ?? request.generateName(255));
  },
  update(request) {
    const { DashboardName } = parseProperties(dashboard.type, DashboardProperties, request.properties);
    return putDashboard(request, DashboardName ?? request.physicalId);
  },
  delete(request) {
    request.region.cloudWatch.dashboards.delete(request.physicalId);
  },
};

export const providers: readonly ResourceProvider[] = [alarm, dashboard];

function putAlarm(request: ProviderRequest, name: string): ProviderResult {
  const properties = readAlarmProperties(request.properties);
  const { Metric, Stat, Gate } = properties;
  checkPeriods(properties.Period, properties.EvaluationPeriods);
  const { OKActions, AlarmActions, InsufficientDataActions } = properties;
  checkRegions(request.region.name, [...OKActions, ...AlarmActions, ...InsufficientDataActions]);
  const { arn } = request.region.cloudWatch.putAlarm({
    name,
    description: properties.AlarmDescription,
    metric: toMetric(Metric),
    statistic: Stat,
    gate: Gate && { metric: toMetric(Gate.Metric), statistic: Gate.Stat },
    periodSeconds: properties.Period,
    evaluationPeriods: properties.EvaluationPeriods,
    datapointsToAlarm: properties.DatapointsToAlarm ?? properties.EvaluationPeriods,
    threshold: properties.Threshold,
    comparison: properties.ComparisonOperator,
    treatMissingData: properties.TreatMissingData,
    actionsEnabled: properties.ActionsEnabled,
    actions: {
      OK: properties.OKActions,
      ALARM: properties.AlarmActions,
      INSUFFICIENT_DATA: properties.InsufficientDataActions,
    },
    tags: mergeTags(request.stackTags, properties.Tags),
  });
  return { physicalId: name, attributes: { Arn: arn } };
}

function toMetric({ Namespace, MetricName, Dimensions }: ReturnType<typeof readAlarmProperties>['Metric']): Metric {
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

/** An alarm acts in its own region alone; the text is CloudWatch's (cds-snc/notification-terraform #128). */
function checkRegions(own: string, actionArns: readonly string[]): void {
  for (const arn of actionArns) {
    const region = arn.split(':')[3];
    if (!region || region === own) continue;
    throw new AwsError('ValidationError', `Invalid region ${region} specified. Only ${own} is supported.`);
  }
}

/** CloudWatch API model, PutMetricAlarm, EvaluationPeriods: a day in all, or a week where periods are an hour or more. */
function checkPeriods(period: number, evaluationPeriods: number): void {
  if (period % 60 !== 0) {
    throw new AwsError('ValidationError', `Period ${period}: the simulator models multiples of 60 seconds`);
  }
  const maximum = (period >= 3600 ? 7 : 1) * 86_400;
  if (period * evaluationPeriods > maximum) {
    throw new AwsError(
      'ValidationError',
      `Metrics cannot be checked across more than ${maximum / 86_400} day(s) (EvaluationPeriods * Period must be <= ${maximum}).`,
    );
  }
}

function putDashboard(request: ProviderRequest, name: string): ProviderResult {
  const { DashboardBody, Tags } = parseProperties(dashboard.type, DashboardProperties, request.properties);
  const tags = mergeTags(request.stackTags, Tags);
  request.region.cloudWatch.dashboards.set(name, { ...readDashboard(DashboardBody), tags });
  return { physicalId: name };
}
