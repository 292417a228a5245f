import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS as KEPT } from '../../functions/keepRecoveryPointObjective/contract';
import { METRICS as MEASURED } from '../../functions/measureRecoveryPoints/contract';
import { METRIC as READINESS } from '../../functions/readiness/contract';
import { METRIC as MANIFEST } from '../../functions/recordManifest/contract';
import { METRICS as REPORTED, VALIDATION_METRICS } from '../../functions/reportExecution/contract';
import { SWITCH_METRIC } from '../../functions/updateRoute53/contract';

const PROJECT = join(__dirname, '../..');

/** Names that functions do not write themselves but take from a contract. */
const FROM_CONTRACTS: Readonly<Record<string, readonly string[]>> = {
  keepRecoveryPointObjective: Object.values(KEPT),
  measureRecoveryPoints: Object.values(MEASURED),
  readiness: [READINESS],
  recordManifest: [MANIFEST],
};

/**
 * Every metric that a function or a workflow of ours puts, as `name{dimension,…}`: out of the functions' code and the
 * state machines, so that a dashboard cannot be compared with itself.
 */
export function metricsPut(): ReadonlySet<string> {
  return new Set([
    ...readdirSync(join(PROJECT, 'functions')).flatMap(putByFunction),
    ...readdirSync(join(PROJECT, 'statemachines')).flatMap(putByStateMachine),
    signature(SWITCH_METRIC.name, [SWITCH_METRIC.dimension]),
    // The state machines publish what the function hands over.
    ...Object.values(REPORTED).map((name) => signature(name, ['Mode', 'Workload'])),
    ...Object.values(VALIDATION_METRICS).map((name) => signature(name, ['Workload'])),
  ]);
}

export function signature(name: string, dimensions: readonly string[]): string {
  return `${name}{${[...dimensions].sort().join(',')}}`;
}

/** Powertools adds the dimension `service` to whatever a function puts. */
function putByFunction(folder: string): readonly string[] {
  const code = ['handler.ts', 'advance.ts']
    .map((file) => join(PROJECT, 'functions', folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const dimensions = ['service', ...found(code, /addDimension\('(\w+)'/g)];
  const names = [...found(code, /addMetric\('(\w+)'/g), ...(FROM_CONTRACTS[folder] ?? [])];
  return names.map((name) => signature(name, dimensions));
}

function putByStateMachine(file: string): readonly string[] {
  const definition: unknown = JSON.parse(readFileSync(join(PROJECT, 'statemachines', file), 'utf8'));
  return putMetricDataOf(definition).flatMap((text) => {
    const dimensions = found(text, /['"]Name['"]: ?['"](\w+)['"]/g);
    const names = [...found(text, /['"]MetricName['"]: ?['"](\w+)['"]/g), ...found(text, /\$metric\('(\w+)'/g)];
    return names.map((name) => signature(name, [...new Set(dimensions)]));
  });
}

/** The arguments of every state that puts metrics, wherever it is. */
function putMetricDataOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Resource, Arguments } = value as { Resource?: unknown; Arguments?: unknown };
  const own = String(Resource).endsWith(':cloudwatch:putMetricData') ? [JSON.stringify(Arguments)] : [];
  return [...own, ...Object.values(value).flatMap(putMetricDataOf)];
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);
}
