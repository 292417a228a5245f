type Json = Readonly<Record<string, unknown>>;

export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly at: number;
}

/**
 * The metrics in one line of a log; none if the line is not in the embedded metric format (CloudWatch User Guide,
 * "Specification: Embedded metric format"). Read by hand: a year has millions of such lines.
 */
export function readEmbeddedMetrics(line: string): readonly EmbeddedMetric[] {
  if (!line.includes('"_aws"')) return [];
  const members = parseJson(line);
  const envelope = isObject(members) ? members['_aws'] : undefined;
  if (!isObject(members) || !isObject(envelope) || typeof envelope['Timestamp'] !== 'number') return [];
  const metrics: EmbeddedMetric[] = [];
  for (const directive of listOf(envelope['CloudWatchMetrics'])) {
    if (isObject(directive)) addMetrics(metrics, members, directive, envelope['Timestamp']);
  }
  return metrics;
}

function addMetrics(metrics: EmbeddedMetric[], members: Json, directive: Json, at: number): void {
  const { Namespace: namespace } = directive;
  if (typeof namespace !== 'string') return;
  for (const names of listOf(directive['Dimensions'])) {
    const dimensions = Object.fromEntries(listOf(names).map((name) => [String(name), textOf(members[String(name)])]));
    for (const metric of listOf(directive['Metrics'])) {
      const name = isObject(metric) ? metric['Name'] : undefined;
      if (typeof name !== 'string') continue;
      for (const value of [members[name]].flat()) {
        if (typeof value === 'number') metrics.push({ namespace, name, dimensions, value, at });
      }
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
