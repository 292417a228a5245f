import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { inRunbook } from './runbook';
import { maxConnections } from './max-connections';

/** What an alarm of the workload watches, and what it tells the person whom it wakes. */
export interface WorkloadAlarm {
  /** Behind the workload's name. */
  readonly name: string;
  readonly metric: Metric;
  readonly above: number;
  /** How many periods running, unless `datapoints` says how many of them. */
  readonly periods: number;
  readonly datapoints?: number;
  /** What no data means is another thing for each service. */
  readonly missing: TreatMissingData;
  readonly meaning: string;
  readonly lookFirst: string;
}

export interface WorkloadParts {
  readonly api: IHttpApi;
  readonly handler: IFunction;
  readonly region: string;
  /** Which Aurora metrics are the workload's. */
  readonly auroraDimensions: Record<string, string>;
  /** The vault that backups made in this region fill. */
  readonly vaultName: string;
  /** @default there is no cache */
  readonly cacheName?: string;
  readonly thresholds: ReferenceWorkload['alarms'];
}

const MINUTE = Duration.minutes(1);

export type WorkloadAlarms = ReturnType<typeof workloadAlarms>;

/** The nine alarms, by what they watch: the same in both regions. */
export function workloadAlarms(config: Config, parts: WorkloadParts) {
  const { api, handler, auroraDimensions, cacheName, thresholds: alarms } = parts;
  const names = namesOf(config);
  const log = `/aws/lambda/${names.workloadFunction}`;

  return {
    apiErrors: {
      name: 'api-5xx',
      // Each request counts 0 or 1: the average is the rate.
      metric: api.metricServerError({ statistic: Stats.AVERAGE, period: MINUTE }),
      above: alarms.api5xxPercent / 100,
      periods: 3,
      // Without requests there is no data, and nobody who was turned away.
      missing: TreatMissingData.NOT_BREACHING,
      meaning: `More than ${alarms.api5xxPercent} % of the requests were answered with a server error, for three minutes.`,
      lookFirst: `the log ${log}, and whether the function's errors or Aurora's alarms are on as well`,
    },
    apiLatency: {
      name: 'api-latency-p90',
      metric: api.metricLatency({ statistic: 'p90', period: MINUTE }),
      above: alarms.apiLatencyMilliseconds,
      periods: 5,
      missing: TreatMissingData.NOT_BREACHING,
      meaning: `One request in ten took longer than ${alarms.apiLatencyMilliseconds} ms, for five minutes.`,
      lookFirst: 'IntegrationLatency (the function) against Latency (with the API), then Aurora',
    },
    lambdaErrors: {
      name: 'lambda-errors',
      metric: handler.metricErrors({ statistic: Stats.SUM, period: MINUTE }),
      above: alarms.lambdaErrorsPerMinute,
      periods: 3,
      // Counted with each invocation: no data is no invocation.
      missing: TreatMissingData.NOT_BREACHING,
      meaning: `The workload's function crashed or ran out of time more than ${alarms.lambdaErrorsPerMinute} times in each of three minutes.`,
      lookFirst: `"Task timed out" and stack traces in the log ${log}`,
    },
    lambdaThrottles: {
      name: 'lambda-throttles',
      metric: handler.metricThrottles({ statistic: Stats.SUM, period: MINUTE }),
      above: alarms.lambdaThrottlesPerMinute,
      periods: 5,
      missing: TreatMissingData.NOT_BREACHING,
      meaning: `Lambda refused more than ${alarms.lambdaThrottlesPerMinute} invocations in each of five minutes: there are no free ones.`,
      lookFirst: "the account's concurrency in use (ConcurrentExecutions), and which function took it",
    },
    auroraCapacity: {
      name: 'aurora-acu-utilization',
      // Of the busiest instance: an average would count a reader that sleeps as one at 0 %.
      metric: aurora(auroraDimensions, 'ACUUtilization', Stats.MAXIMUM),
      above: alarms.auroraCapacityPercent,
      periods: 5,
      missing: NO_INSTANCE,
      meaning: `An Aurora instance uses more than ${alarms.auroraCapacityPercent} % of the ${config.cluster.maxCapacity} ACUs that it may grow to, for five minutes: beyond them it only gets slower.`,
      lookFirst: 'the queries with the highest load; then cluster.maxCapacity in the configuration',
    },
    auroraConnections: {
      name: 'aurora-connections',
      metric: aurora(auroraDimensions, 'DatabaseConnections', Stats.MAXIMUM),
      above: Math.floor((maxConnections(config.cluster) * alarms.auroraConnectionsPercent) / 100),
      periods: 5,
      missing: NO_INSTANCE,
      meaning: `An Aurora instance has more than ${alarms.auroraConnectionsPercent} % of the ${maxConnections(config.cluster)} connections that it takes, for five minutes: at the limit it refuses the next one.`,
      lookFirst: 'who holds them: select usename, state, count(*) from pg_stat_activity group by 1, 2',
    },
    auroraReplicaLag: {
      name: 'aurora-replica-lag',
      metric: aurora(auroraDimensions, 'AuroraReplicaLagMaximum', Stats.MAXIMUM),
      above: alarms.auroraReplicaLagMilliseconds,
      periods: 5,
      missing: NO_INSTANCE,
      meaning: `The reader is more than ${alarms.auroraReplicaLagMilliseconds} ms behind the writer, for five minutes: it is what takes over when the writer's zone fails.${whileItSleeps(config)}`,
      lookFirst: "the writer's load and long transactions; then the reader's capacity",
    },
    cacheThrottles:
      cacheName === undefined
        ? undefined
        : {
            name: 'cache-throttled-commands',
            // The dimension of a serverless cache is in lower case, unlike that of a node (ElastiCache User Guide).
            metric: cache(cacheName, 'ThrottledCmds', Stats.SUM),
            above: alarms.cacheThrottlesPerMinute,
            periods: 3,
            missing: TreatMissingData.NOT_BREACHING,
            meaning: `The cache refused more than ${alarms.cacheThrottlesPerMinute} commands in each of three minutes: its load grows faster than it can.`,
            lookFirst: 'ElastiCacheProcessingUnits against workload.cache.maxEcpuPerSecond',
          },
    failedBackups: {
      // Not under the names that the workflow of backup failures listens to: it has alarms of its own.
      name: 'failed-backups',
      metric: jobs('Backup', 'Failed', parts.vaultName),
      above: 0,
      // Stays on while one hourly backup after the other fails, instead of telling of each.
      periods: 3,
      datapoints: 1,
      // AWS Backup puts its metrics only when they are not zero (AWS Backup Developer Guide, CloudWatch metrics).
      missing: TreatMissingData.NOT_BREACHING,
      meaning:
        'A backup of the cluster failed within the last hours. A workflow in the standby region says what that exposes; this alarm says so even if that does not.',
      lookFirst: `aws backup list-backup-jobs --region ${parts.region} --by-state FAILED --by-backup-vault-name ${parts.vaultName}`,
    },
  } as const satisfies Readonly<Record<string, WorkloadAlarm | undefined>>;
}

/** What the mail of an alarm says. */
export function describe({ meaning, lookFirst }: WorkloadAlarm): string {
  return `${meaning} Look first at: ${lookFirst}. ${inRunbook('An alarm of the workload')}`;
}

/** How the package takes an alarm. */
export function thresholdOf(config: Config, alarm: WorkloadAlarm) {
  return {
    alarmNameOverride: `${config.name}-${alarm.name}`,
    alarmDescriptionOverride: describe(alarm),
    threshold: alarm.above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: alarm.periods,
    datapointsToAlarm: alarm.datapoints ?? alarm.periods,
    treatMissingDataOverride: alarm.missing,
  };
}

/**
 * Aurora puts its metrics every minute while an instance runs: no data is neither good nor bad, and must not look good. A
 * reader that is paused has no lag: whether it would come up is not known before it does.
 */
const NO_INSTANCE = TreatMissingData.MISSING;

function whileItSleeps({ workload }: Config): string {
  const sleeps = workload.kind === 'reference' && workload.reader === 'pauses';
  return sleeps ? ' While it is paused there is no data.' : '';
}

/** Of the cluster as a whole, so that it follows the writer from zone to zone. */
export function aurora(dimensionsMap: Record<string, string>, metricName: string, statistic: string): Metric {
  return new Metric({ namespace: 'AWS/RDS', metricName, dimensionsMap, statistic, period: MINUTE });
}

/** Jobs of AWS Backup, by the vault that they fill (AWS Backup Developer Guide, CloudWatch metrics). */
export function jobs(kind: 'Backup' | 'Copy', state: 'Completed' | 'Expired' | 'Failed', vaultName: string): Metric {
  return new Metric({
    namespace: 'AWS/Backup',
    metricName: `NumberOf${kind}Jobs${state}`,
    dimensionsMap: { BackupVaultName: vaultName },
    statistic: Stats.SUM,
    period: Duration.hours(1),
  });
}

export function cache(clusterId: string, metricName: string, statistic: string): Metric {
  const dimensionsMap = { clusterId };
  return new Metric({ namespace: 'AWS/ElastiCache', metricName, dimensionsMap, statistic, period: MINUTE });
}
