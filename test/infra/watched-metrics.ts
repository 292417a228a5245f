import type { Template } from 'aws-cdk-lib/assertions';
import { readDashboard, type WidgetMetric } from '../../simulator/services/cloudwatch/dashboard-body';

type Properties = Readonly<Record<string, unknown>>;

/** The alarms of a template, by name. */
export function alarmsOf(template: Template): ReadonlyMap<string, Properties> {
  return new Map(
    propertiesOf(template, 'AWS::CloudWatch::Alarm').map((properties) => [String(properties['AlarmName']), properties]),
  );
}

/** What the dashboards of a template draw, read as CloudWatch reads it. What only a deployment knows has its logical id. */
export function drawnBy(template: Template, region: string): readonly WidgetMetric[] {
  return Object.values(bodiesOf(template, region)).flatMap((body) => readDashboard(body).metrics);
}

/** The bodies of the dashboards of a template, by name. */
export function bodiesOf(template: Template, region: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    propertiesOf(template, 'AWS::CloudWatch::Dashboard').map(({ DashboardName, DashboardBody }) => [
      String(DashboardName),
      textOf(DashboardBody, region),
    ]),
  );
}

/** What the alarms of a template watch. */
export function watchedBy(template: Template, region: string): readonly WidgetMetric[] {
  return [...alarmsOf(template)].flatMap(([widget, properties]) =>
    metricsOf(properties).map(({ Namespace, MetricName, Dimensions = [] }) => ({
      widget,
      region,
      namespace: String(Namespace),
      name: String(MetricName),
      dimensions: Object.fromEntries(
        (Dimensions as readonly { Name: string; Value: unknown }[]).map(({ Name, Value }) => [
          Name,
          textOf(Value, region),
        ]),
      ),
    })),
  );
}

/** One, or those that an expression computes with. */
function metricsOf(alarm: Properties): readonly Properties[] {
  if (!Array.isArray(alarm['Metrics'])) return [alarm];
  const queries = alarm['Metrics'] as readonly { readonly MetricStat?: { readonly Metric: Properties } }[];
  return queries.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]));
}

function propertiesOf(template: Template, type: string): readonly Properties[] {
  return Object.values(template.findResources(type)).map((resource) => resource['Properties'] as Properties);
}

function textOf(value: unknown, region: string): string {
  if (typeof value === 'string') return value;
  if (isObject(value)) {
    const { Ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value;
    if (Ref === 'AWS::Region') return region;
    if (typeof Ref === 'string') return Ref;
    if (Array.isArray(attribute)) return attribute.join('.');
    if (Array.isArray(join) && Array.isArray(join[1])) {
      return join[1].map((part) => textOf(part, region)).join(String(join[0]));
    }
  }
  throw new Error(`not a text: ${JSON.stringify(value)}`);
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null;
}
