import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';

const ActionList = z
  .array(z.string().regex(/^arn:[^:]+:sns:/, 'the simulator models topics as actions of an alarm, nothing else'))
  .default([]);

/** An alarm on a metric expression has `Metrics` in the place of `MetricName`: that is not modelled. */
const AlarmProperties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
  Statistic: z.enum(['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount']),
  Unit: z.string().optional(),
  Period: TemplateNumber,
  EvaluationPeriods: TemplateNumber,
  DatapointsToAlarm: TemplateNumber.optional(),
  Threshold: TemplateNumber,
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  ActionsEnabled: TemplateBoolean.default(true),
  AlarmActions: ActionList,
  OKActions: ActionList,
  InsufficientDataActions: ActionList,
  Tags: TagList.optional(),
});

const alarm: ResourceProvider = {
  type: 'AWS::CloudWatch::Alarm',
  access(request, change) {
    const { AlarmName } = parseProperties(alarm.type, AlarmProperties, request.properties);
    const resource = request.region.cloudWatch.alarmArn(AlarmName ?? `${request.stackName}-*`);
    const actions = {
      create: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:TagResource'],
      update: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms'],
      delete: ['cloudwatch:DeleteAlarms'],
    }[change];
    return actions.map((action) => ({ action, resource }));
  },
  create(request) {
    const { AlarmName } = parseProperties(alarm.type, AlarmProperties, request.properties);
    return putAlarm(request, AlarmName ?? request.generateName(255));
  },
  update(request) {
    const { AlarmName } = parseProperties(alarm.type, AlarmProperties, request.properties);
    return putAlarm(request, AlarmName ?? request.physicalId);
  },
  delete(request) {
    request.region.cloudWatch.removeAlarm(request.physicalId);
  },
};

const DashboardProperties = z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() });

const dashboard: ResourceProvider = {
  type: 'AWS::CloudWatch::Dashboard',
  access(request, change) {
    const { DashboardName } = parseProperties(dashboard.type, DashboardProperties, request.properties);
    const resource = `arn:aws:cloudwatch::${request.region.world.accountId}:dashboard/${DashboardName ?? '*'}`;
    return [{ action: change === 'delete' ? 'cloudwatch:DeleteDashboards' : 'cloudwatch:PutDashboard', resource }];
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
  const properties = parseProperties(alarm.type, AlarmProperties, request.properties);
  checkPeriods(properties.Period, properties.EvaluationPeriods);
  const { arn } = request.region.cloudWatch.putAlarm({
    name,
    description: properties.AlarmDescription,
    metric: {
      namespace: properties.Namespace,
      name: properties.MetricName,
      dimensions: Object.fromEntries(properties.Dimensions.map(({ Name, Value }) => [Name, Value])),
    },
    statistic: properties.Statistic,
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
  const { DashboardBody } = parseProperties(dashboard.type, DashboardProperties, request.properties);
  try {
    JSON.parse(DashboardBody);
  } catch {
    throw new AwsError('InvalidParameterInput', 'The dashboard body is invalid: it is not JSON');
  }
  request.region.cloudWatch.dashboards.set(name, DashboardBody);
  return { physicalId: name };
}
