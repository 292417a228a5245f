import type { HealthCheckConfig, HealthCheckType } from '@aws-sdk/client-route-53';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

interface Common {
  readonly inverted: boolean;
  readonly disabled: boolean;
}

export interface MetricCheckSettings extends Common {
  readonly type: 'CLOUDWATCH_METRIC';
  readonly alarm: { readonly region: string; readonly name: string };
  readonly insufficientData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus';
}

export interface EndpointCheckSettings extends Common {
  readonly type: 'HTTPS_STR_MATCH';
  readonly host: string;
  readonly path: string;
  readonly searchString: string;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
}

export interface CalculatedCheckSettings extends Common {
  readonly type: 'CALCULATED';
  readonly children: readonly string[];
  readonly threshold: number;
}

export type HealthCheckSettings = MetricCheckSettings | EndpointCheckSettings | CalculatedCheckSettings;

type Config = Omit<Partial<HealthCheckConfig>, 'Type'>;
type Field = keyof Config;

/** What only some types take. */
const FIELDS_OF: Readonly<Record<HealthCheckSettings['type'], readonly Field[]>> = {
  CLOUDWATCH_METRIC: ['AlarmIdentifier', 'InsufficientDataHealthStatus'],
  HTTPS_STR_MATCH: [
    'EnableSNI',
    'FailureThreshold',
    'FullyQualifiedDomainName',
    'Port',
    'RequestInterval',
    'ResourcePath',
    'SearchString',
  ],
  CALCULATED: ['ChildHealthChecks', 'HealthThreshold'],
};
const NOT_MODELLED: readonly Field[] = ['IPAddress', 'Regions', 'RoutingControlArn'];

/** Reads the configuration of a check, over that of an earlier version for an update. */
export function readSettings(
  type: HealthCheckType | undefined,
  config: Config,
  earlier?: HealthCheckSettings,
): HealthCheckSettings {
  if (type !== 'CLOUDWATCH_METRIC' && type !== 'HTTPS_STR_MATCH' && type !== 'CALCULATED')
    throw notModelled(`A Route 53 health check of type ${type ?? 'unknown'}`);
  refuseFields(type, config);
  const common = {
    inverted: config.Inverted ?? earlier?.inverted ?? false,
    disabled: config.Disabled ?? earlier?.disabled ?? false,
  };
  switch (type) {
    case 'CLOUDWATCH_METRIC':
      return { ...common, ...readMetric(config, earlier?.type === type ? earlier : undefined) };
    case 'HTTPS_STR_MATCH':
      return { ...common, ...readEndpoint(config, earlier?.type === type ? earlier : undefined) };
    case 'CALCULATED':
      return { ...common, ...readCalculated(config, earlier?.type === type ? earlier : undefined) };
  }
}

function refuseFields(type: HealthCheckSettings['type'], config: Config): void {
  for (const field of NOT_MODELLED) {
    if (config[field] !== undefined) throw notModelled(`A Route 53 health check with ${field}`);
  }
  if (config.MeasureLatency === true) throw notModelled('A Route 53 health check with MeasureLatency');
  const others = Object.entries(FIELDS_OF).flatMap(([other, fields]) => (other === type ? [] : fields));
  for (const field of others) {
    if (config[field] !== undefined) throw invalid(`${field} is not for a health check of type ${type}`);
  }
}

function readMetric(config: Config, earlier: MetricCheckSettings | undefined): Omit<MetricCheckSettings, keyof Common> {
  const { Region: region, Name: name } = config.AlarmIdentifier ?? {};
  const alarm = region === undefined || name === undefined ? earlier?.alarm : { region, name };
  if (alarm === undefined) throw invalid('AlarmIdentifier is required for type CLOUDWATCH_METRIC');
  const insufficientData = config.InsufficientDataHealthStatus ?? earlier?.insufficientData ?? 'LastKnownStatus';
  return { type: 'CLOUDWATCH_METRIC', alarm, insufficientData };
}

function readEndpoint(
  config: Config,
  earlier: EndpointCheckSettings | undefined,
): Omit<EndpointCheckSettings, keyof Common> {
  const host = config.FullyQualifiedDomainName ?? earlier?.host;
  const searchString = config.SearchString ?? earlier?.searchString;
  if (host === undefined) throw invalid('FullyQualifiedDomainName or IPAddress is required for type HTTPS_STR_MATCH');
  if (searchString === undefined) throw invalid('SearchString is required for type HTTPS_STR_MATCH');
  if (config.Port !== undefined && config.Port !== 443) throw notModelled(`A health check on port ${config.Port}`);
  return {
    type: 'HTTPS_STR_MATCH',
    host,
    searchString,
    path: config.ResourcePath ?? earlier?.path ?? '/',
    intervalSeconds: config.RequestInterval ?? earlier?.intervalSeconds ?? 30,
    failureThreshold: config.FailureThreshold ?? earlier?.failureThreshold ?? 3,
  };
}

function readCalculated(
  config: Config,
  earlier: CalculatedCheckSettings | undefined,
): Omit<CalculatedCheckSettings, keyof Common> {
  const children = config.ChildHealthChecks ?? earlier?.children;
  const threshold = config.HealthThreshold ?? earlier?.threshold;
  if (children === undefined || threshold === undefined)
    throw invalid('ChildHealthChecks and HealthThreshold are required for type CALCULATED');
  return { type: 'CALCULATED', children, threshold };
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidInput', `Invalid parameter: ${what}`);
}
