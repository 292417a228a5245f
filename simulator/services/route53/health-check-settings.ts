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
    if (config[field] === undefined) continue;
    // The text is Route 53's (aws/aws-cli #3188).
    if (field === 'AlarmIdentifier') throw invalid('Basic health checks must not have an metric region specified.');
    throw invalid(`${field} is not for a health check of type ${type}`);
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
  checkEndpoint(config);
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

/** Route 53 API Reference, HealthCheckConfig: a path is any value, also one without a slash (aws/aws-cli #3188). */
function checkEndpoint(config: Config): void {
  const { FailureThreshold, RequestInterval, Port, FullyQualifiedDomainName, ResourcePath, SearchString } = config;
  requireRange('FailureThreshold', FailureThreshold, 1, 10);
  requireRange('Port', Port, 1, 65_535);
  if (RequestInterval !== undefined && RequestInterval !== 10 && RequestInterval !== 30) {
    throw invalid('RequestInterval is 10 or 30 seconds');
  }
  for (const [name, text] of Object.entries({ FullyQualifiedDomainName, ResourcePath, SearchString })) {
    if (text !== undefined && text.length > 255) throw invalid(`${name} has at most 255 characters`);
  }
  if (SearchString === '') throw invalid('SearchString is not empty for type HTTPS_STR_MATCH');
}

function requireRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw invalid(`${name} is a number from ${least} to ${most}`);
}

function readCalculated(
  config: Config,
  earlier: CalculatedCheckSettings | undefined,
): Omit<CalculatedCheckSettings, keyof Common> {
  const children = config.ChildHealthChecks ?? earlier?.children;
  const threshold = config.HealthThreshold ?? earlier?.threshold;
  if (children === undefined || threshold === undefined)
    throw invalid('ChildHealthChecks and HealthThreshold are required for type CALCULATED');
  requireRange('HealthThreshold', threshold, 0, 256);
  if (children.length > 256) throw invalid('ChildHealthChecks has at most 256 health checks');
  return { type: 'CALCULATED', children, threshold };
}

function invalid(what: string): AwsError {
  return new AwsError('InvalidInput', `Invalid parameter : ${what}`);
}
