import * as z from 'zod';

/** CloudWatch User Guide, "Specification: Embedded metric format". */
const Envelope = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

const Values = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: number;
}

/** The metrics in one line of a log; none if the line is not in the embedded metric format. */
export function readEmbeddedMetrics(line: string): readonly EmbeddedMetric[] {
  if (!line.includes('"_aws"')) return [];
  const parsed = Envelope.safeParse(parseJson(line));
  if (!parsed.success) return [];
  const members: Readonly<Record<string, unknown>> = parsed.data;
  const { Timestamp, CloudWatchMetrics } = parsed.data._aws;
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.flatMap(({ Name }) =>
        readValues(members[Name]).map((value) => ({
          namespace: Namespace,
          name: Name,
          dimensions: Object.fromEntries(names.map((name) => [name, textOf(members[name])])),
          value,
          at: Timestamp,
        })),
      ),
    ),
  );
}

function readValues(value: unknown): readonly number[] {
  const parsed = Values.safeParse(value);
  return parsed.success ? parsed.data : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
