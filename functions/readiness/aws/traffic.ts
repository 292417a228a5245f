import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetHealthCheckCommand,
  type HealthCheckConfig,
  ListResourceRecordSetsCommand,
  NoSuchHealthCheck,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, lazy } from '../../shared/clients';
import { capitalised } from '../../shared/names';
import { whySuspended } from '../../shared/primary';
import { resolveName } from '../../shared/resolve-name';
import { SWITCH_METRIC } from '../../updateRoute53/contract';
import type { Facts, RecordsFact } from '../facts';
import type { Policy } from '../finding';
import { read } from './reading';

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));
/** Its endpoint is in us-east-1, whatever region it is given: asked once, and not waited for. */
const route53 = lazy(() => new Route53Client({ ...clientSettings(), maxAttempts: 1 }));

/** Twice the longest time between two of them. */
const LOOK_BACK_MS = 2 * 3_600_000;

type TrafficFacts = Pick<Facts, 'records' | 'resolved' | 'switchAlarm' | 'switchMetricAtMs'>;

export async function readTraffic(policy: Policy, nowMs: number): Promise<TrafficFacts> {
  const [records, resolved, switchAlarm, switchMetricAtMs] = await Promise.all([
    read(() => recordsOf(policy)),
    read(() => targetsOf(policy.PUBLIC_NAME)),
    read(() => alarm(policy.SWITCH_ALARM_NAME)),
    read(() => newestSwitchMetric(policy.WORKLOAD_NAME, nowMs)),
  ]);
  return { records, resolved, switchAlarm, switchMetricAtMs };
}

async function recordsOf(policy: Policy): Promise<RecordsFact> {
  const { HOSTED_ZONE_ID: zoneId, PUBLIC_NAME: name } = policy;
  const suspended = await whySuspended({ dynamoDb: dynamoDb(), states: states() }, policy.LOCK_TABLE_NAME);
  if (suspended !== undefined) throw new Error(`the records are not asked for, because ${suspended}`);
  const answer = await route53().send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name, StartRecordType: 'CNAME' }),
  );
  const records = (answer.ResourceRecordSets ?? [])
    .filter((record) => record.Name?.replace(/\.$/, '') === name && record.Type === 'CNAME')
    .map((record) => ({
      failover: record.Failover,
      values: (record.ResourceRecords ?? []).flatMap(({ Value }) => (Value === undefined ? [] : [Value])),
      healthCheckId: record.HealthCheckId,
    }));
  const id = records.find(({ failover }) => failover === 'PRIMARY')?.healthCheckId;
  return { records, ...(id === undefined ? NO_CHECKS : await checks(id)) };
}

type Checks = Pick<RecordsFact, 'healthCheck' | 'endpointCheck'>;
const NO_CHECKS: Checks = { healthCheck: undefined, endpointCheck: undefined };

async function checks(id: string): Promise<Checks> {
  const config = await configOf(id);
  if (config?.Type !== 'CALCULATED' || config.Inverted === true || config.Disabled === true)
    return { ...NO_CHECKS, healthCheck: metricCheck(config) };
  const children = await Promise.all((config.ChildHealthChecks ?? []).map(configOf));
  const endpoint = children.find((child) => child?.Type === 'HTTPS_STR_MATCH');
  return {
    healthCheck: metricCheck(children.find((child) => child?.Type === 'CLOUDWATCH_METRIC')),
    endpointCheck: endpoint && {
      host: endpoint.FullyQualifiedDomainName,
      searchString: endpoint.SearchString,
      inverted: endpoint.Inverted ?? false,
      disabled: endpoint.Disabled ?? false,
      needsAll: config.HealthThreshold === children.length,
    },
  };
}

/** Undefined where the check is gone: Route 53 deletes one though a record names it (API Reference, DeleteHealthCheck). */
async function configOf(id: string): Promise<HealthCheckConfig | undefined> {
  try {
    const { HealthCheck } = await route53().send(new GetHealthCheckCommand({ HealthCheckId: id }));
    return HealthCheck?.HealthCheckConfig;
  } catch (error) {
    if (error instanceof NoSuchHealthCheck) return undefined;
    throw error;
  }
}

function metricCheck(config: HealthCheckConfig | undefined): RecordsFact['healthCheck'] {
  return (
    config && {
      alarmName: config.AlarmIdentifier?.Name,
      alarmRegion: config.AlarmIdentifier?.Region,
      inverted: config.Inverted ?? false,
      disabled: config.Disabled ?? false,
      withoutData: config.InsufficientDataHealthStatus,
    }
  );
}

async function targetsOf(name: string): Promise<readonly string[]> {
  const { names, failure } = await resolveName(name);
  if (failure !== undefined) throw new Error(`the resolver answers ${failure} for ${name}`);
  return names;
}

async function alarm(name: string): Promise<{ readonly state: string } | undefined> {
  const { MetricAlarms } = await cloudWatch().send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [found] = MetricAlarms ?? [];
  return found === undefined ? undefined : { state: found.StateValue ?? 'unknown' };
}

async function newestSwitchMetric(workloadName: string, nowMs: number): Promise<number | undefined> {
  const { name: MetricName, dimension } = SWITCH_METRIC;
  const Namespace = capitalised(workloadName);
  const { MetricDataResults } = await cloudWatch().send(
    new GetMetricDataCommand({
      StartTime: new Date(nowMs - LOOK_BACK_MS),
      EndTime: new Date(nowMs + 60_000),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'switch',
          MetricStat: {
            Metric: { Namespace, MetricName, Dimensions: [{ Name: dimension, Value: workloadName }] },
            Period: 60,
            Stat: 'Maximum',
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Timestamps?.[0]?.getTime();
}
