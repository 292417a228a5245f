import * as z from 'zod';
import { describeIssues } from '../../kernel/describe-issues';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import type { Metric } from './metric-store';

/** A dashboard as it was put, and the metrics that its widgets draw. Nothing is drawn here. */
export interface Dashboard {
  readonly body: string;
  readonly metrics: readonly WidgetMetric[];
}

export interface WidgetMetric extends Metric {
  readonly region: string;
  readonly widget: string;
}

const Options = z.looseObject({ region: z.string().optional(), expression: z.string().min(1).optional() });

/** `[namespace, name, dimension, value, …, options]`, or an expression alone. */
const MetricLine = z.array(z.union([z.string(), Options])).min(1);

const Annotation = z.looseObject({ value: z.number().optional(), label: z.string().optional() });

const Place = {
  x: z.int().min(0).max(23).optional(),
  y: z.int().min(0).optional(),
  width: z.int().min(1).max(24).optional(),
  height: z.int().min(1).max(1000).optional(),
};

const Widget = z.discriminatedUnion('type', [
  z.strictObject({
    ...Place,
    type: z.literal('metric'),
    properties: z.looseObject({
      title: z.string().optional(),
      region: z.string({ error: 'a metric widget names its region' }).min(1),
      metrics: z.array(MetricLine).optional(),
      annotations: z
        .looseObject({ horizontal: z.array(Annotation).optional(), alarms: z.array(z.string()).optional() })
        .optional(),
      start: z.string().optional(),
      end: z.string().optional(),
      view: z.enum(['timeSeries', 'singleValue', 'bar', 'gauge', 'pie', 'table']).optional(),
    }),
  }),
  z.strictObject({ ...Place, type: z.literal('text'), properties: z.looseObject({ markdown: z.string() }) }),
  z.strictObject({
    ...Place,
    type: z.literal('alarm'),
    properties: z.looseObject({ title: z.string().optional(), alarms: z.array(z.string()).min(1).max(100) }),
  }),
]);

/** CloudWatch API Reference, "Dashboard Body Structure and Syntax". */
const Body = z.strictObject({
  widgets: z.array(Widget).max(500),
  start: z.string().optional(),
  end: z.string().optional(),
  periodOverride: z.enum(['auto', 'inherit']).optional(),
});

/** @throws AwsError InvalidParameterInput with what is wrong, as PutDashboard has it */
export function readDashboard(body: string): Dashboard {
  const parsed = Body.safeParse(parseJson(body));
  if (!parsed.success) throw invalid(describeIssues(parsed.error));
  const metrics = parsed.data.widgets.flatMap((widget, index) => {
    if (widget.type !== 'metric') return [];
    const { title = `widgets/${index}`, region, metrics: lines = [], annotations } = widget.properties;
    if (lines.length === 0 && (annotations?.alarms ?? []).length === 0) {
      throw invalid(`widgets/${index} (${title}): a metric widget names a metric or an alarm`);
    }
    return lines.flatMap((line) => readLine(line, { region, widget: title }));
  });
  return { body, metrics };
}

function readLine(
  line: z.infer<typeof MetricLine>,
  { region, widget }: { readonly region: string; readonly widget: string },
): readonly WidgetMetric[] {
  const names = line.filter((part) => typeof part === 'string');
  const options = line.find((part) => typeof part !== 'string');
  // An expression is over the other lines, which are read for themselves.
  if (options?.expression !== undefined && names.length === 0) return [];
  if (names.some((name) => name === '.' || name === '...')) {
    throw notModelled(`The shorthand of a metric in a dashboard (${widget})`);
  }
  const [namespace, name, ...dimensions] = names;
  if (namespace === undefined || name === undefined || dimensions.length % 2 !== 0) {
    throw invalid(
      `${widget}: a metric is a namespace, a name, and a value for each dimension: ${JSON.stringify(line)}`,
    );
  }
  const pairs = Array.from({ length: dimensions.length / 2 }, (_, index) => dimensions.slice(2 * index, 2 * index + 2));
  return [{ namespace, name, dimensions: Object.fromEntries(pairs), region: options?.region ?? region, widget }];
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid('it is not JSON');
  }
}

function invalid(problem: string): AwsError {
  return new AwsError('InvalidParameterInput', `The dashboard body is invalid: ${problem}`);
}
