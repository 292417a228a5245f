import * as z from 'zod';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import { parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import type { Percentile, Statistic } from './metric-store';

const ALARM_TYPE = 'AWS::CloudWatch::Alarm';

const ActionList = z
  .array(z.string().regex(/^arn:[^:]+:sns:/, 'the simulator models topics as actions of an alarm, nothing else'))
  .default([]);

const Dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]);
const StandardStatistic = z.enum(['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount']);
const ExtendedStatistic = z
  .templateLiteral(['p', z.number().min(0).max(100)])
  .describe('a percentile such as p90; trimmed means and their like are not modelled');

/** What an alarm watches: in members of its own, or as the one entry of `Metrics`, which CDK writes for a labelled metric. */
const OwnMetric = {
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions,
  Statistic: StandardStatistic.optional(),
  ExtendedStatistic: ExtendedStatistic.optional(),
  Unit: z.string().optional(),
  Period: TemplateNumber,
};
const MetricStat = z.strictObject({
  Metric: z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions }),
  Period: TemplateNumber,
  Stat: z.union([StandardStatistic, ExtendedStatistic]),
});
const ListedMetric = {
  Metrics: z.tuple(
    [
      z.strictObject({
        Id: z.string(),
        Label: z.string().optional(),
        ReturnData: TemplateBoolean.default(true),
        MetricStat,
      }),
    ],
    'the simulator models one metric, and no expression but one: it lets the metric count while another is 1 or more',
  ),
};

const Input = z.strictObject({
  Id: z.string(),
  Label: z.string().optional(),
  ReturnData: z.union([z.literal(false), z.literal('false')]),
  MetricStat,
});
/** Of metric math one expression is modelled: the values of a metric while another one says so. */
const GatedMetric = {
  Metrics: z.tuple([
    z.strictObject({
      Id: z.string(),
      Label: z.string().optional(),
      ReturnData: TemplateBoolean.default(true),
      Period: TemplateNumber.optional(),
      Expression: z.string(),
    }),
    Input,
    Input,
  ]),
};
const GATED = /^IF\(FILL\((\w+), REPEAT\) >= 1, (\w+)\)$/;

const Surroundings = {
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
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
};

const AlarmProperties = z.strictObject({ ...Surroundings, ...OwnMetric });
const GatedAlarmProperties = z.strictObject({ ...Surroundings, ...GatedMetric });
const ListedAlarmProperties = z.strictObject({ ...Surroundings, ...ListedMetric });

/** @throws AwsError with the field that the simulator, or CloudWatch, does not take */
export function readAlarmProperties(properties: Readonly<Record<string, unknown>>) {
  if (properties['Metrics'] === undefined) {
    const own = parseProperties(ALARM_TYPE, AlarmProperties, properties);
    const { Namespace, MetricName, Dimensions: dimensions, Period } = own;
    const Metric = { Namespace, MetricName, Dimensions: dimensions };
    return { ...own, Metric, Period, Stat: onlyStatistic(own), Gate: undefined };
  }
  if (Array.isArray(properties['Metrics']) && properties['Metrics'].length === 3) {
    const { Metrics, ...rest } = parseProperties(ALARM_TYPE, GatedAlarmProperties, properties);
    const [{ Expression }, ...inputs] = Metrics;
    const [, gateId, watchedId] = GATED.exec(Expression) ?? [];
    const gate = inputs.find(({ Id }) => Id === gateId)?.MetricStat;
    const watched = inputs.find(({ Id }) => Id === watchedId)?.MetricStat;
    if (gate === undefined || watched === undefined) throw notModelled(`An alarm on the expression ${Expression}`);
    return { ...rest, ...watched, Gate: gate };
  }
  const { Metrics, ...rest } = parseProperties(ALARM_TYPE, ListedAlarmProperties, properties);
  return { ...rest, ...Metrics[0].MetricStat, Gate: undefined };
}

function onlyStatistic(own: { readonly Statistic?: Statistic; readonly ExtendedStatistic?: Percentile }): Statistic {
  const given = [own.Statistic, own.ExtendedStatistic].filter((statistic) => statistic !== undefined);
  const [statistic] = given;
  if (statistic !== undefined && given.length === 1) return statistic;
  throw new AwsError('ValidationError', 'Exactly one of Statistic and ExtendedStatistic must be specified');
}
