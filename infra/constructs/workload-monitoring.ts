import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, type IAlarm, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import {
  type CustomMetricGroup,
  DefaultDashboardFactory,
  MonitoringFacade,
  SnsAlarmActionStrategy,
} from 'cdk-monitoring-constructs';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import {
  aurora,
  jobs,
  cache,
  thresholdOf,
  type WorkloadAlarm,
  workloadAlarms,
  type WorkloadParts,
} from '../monitoring/workload-alarms';

export interface WorkloadMonitoringProps extends WorkloadParts {
  readonly config: Config;
  readonly topic: ITopic;
  readonly hasDashboard: boolean;
  /** Of the backups and the manifest, whoever notifies of them: they are shown here. */
  readonly otherAlarms: readonly IAlarm[];
}

/**
 * The nine alarms of the primary region, whom they wake, and where it is wanted a dashboard with a graph for each. All
 * of it is drawn by `monitorCustom`: the package's own monitors of Lambda, Aurora and ElastiCache have graphs that stay
 * empty here (provisioned concurrency, iterator age, Aurora Serverless v1, cache nodes) and none of ACUs or of the lag.
 */
export class WorkloadMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadMonitoringProps) {
    super(scope, id);
    const { config, topic, hasDashboard } = props;
    const names = namesOf(config);
    const facade = new MonitoringFacade(this, 'Alarms', {
      alarmFactoryDefaults: {
        alarmNamePrefix: config.name,
        actionsEnabled: true,
        action: new SnsAlarmActionStrategy({ onAlarmTopic: topic }),
      },
      dashboardFactory: new DefaultDashboardFactory(this, 'Dashboard', {
        createDashboard: hasDashboard,
        dashboardNamePrefix: names.primaryDashboard,
        detailDashboardRange: Duration.hours(12),
      }),
    });
    facade.addLargeHeader(`${config.name} in ${config.primaryRegion} (its protection: ${names.recoveryDashboard})`);
    // On top, and filled by what follows: a dashboard is drawn at synthesis.
    const alarms: IAlarm[] = [];
    facade.addWidget(new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms }));
    for (const [title, metricGroups] of Object.entries(sectionsOf(config, props))) {
      facade.monitorCustom({ humanReadableName: title, alarmFriendlyName: title, metricGroups: [...metricGroups] });
    }
    alarms.push(...facade.createdAlarms().map(({ alarm }) => alarm), ...props.otherAlarms);
  }
}

type Sections = Readonly<Record<string, readonly CustomMetricGroup[]>>;

/** Each alarm with the metrics that explain it. */
function sectionsOf(config: Config, parts: WorkloadParts): Sections {
  const { api, handler, auroraDimensions, cacheName } = parts;
  const alarms = workloadAlarms(config, parts);
  const watched = (alarm: WorkloadAlarm) => ({
    metric: alarm.metric,
    alarmFriendlyName: alarm.name,
    addAlarm: { Alarm: thresholdOf(config, alarm) },
  });
  const { primaryVault, standbyVault } = namesOf(config);
  const database = (name: string, statistic: string) => aurora(auroraDimensions, name, statistic);
  const minutely = { period: Duration.minutes(1) };

  return {
    API: [
      {
        title: 'Requests',
        metrics: [api.metricCount(minutely), api.metricClientError({ ...minutely, statistic: Stats.SUM })],
      },
      { title: 'Server errors, of all requests', metrics: [watched(alarms.apiErrors)] },
      {
        title: 'Latency (ms)',
        metrics: [watched(alarms.apiLatency), api.metricIntegrationLatency({ ...minutely, statistic: 'p90' })],
      },
    ],
    Lambda: [
      { title: 'Invocations', metrics: [handler.metricInvocations(minutely)] },
      { title: 'Duration (ms)', metrics: [handler.metricDuration({ ...minutely, statistic: 'p90' })] },
      { title: 'Errors and throttles', metrics: [watched(alarms.lambdaErrors), watched(alarms.lambdaThrottles)] },
    ],
    Aurora: [
      {
        title: 'Capacity (%)',
        metrics: [watched(alarms.auroraCapacity), database('CPUUtilization', Stats.MAXIMUM)],
      },
      { title: 'Capacity (ACUs)', metrics: [database('ServerlessDatabaseCapacity', Stats.MAXIMUM)] },
      { title: 'Connections', metrics: [watched(alarms.auroraConnections)] },
      { title: 'Reader behind the writer (ms)', metrics: [watched(alarms.auroraReplicaLag)] },
    ],
    ...(alarms.cacheThrottles === undefined || cacheName === undefined
      ? {}
      : {
          Cache: [
            { title: 'Throttled commands', metrics: [watched(alarms.cacheThrottles)] },
            { title: 'Processing units', metrics: [cache(cacheName, 'ElastiCacheProcessingUnits', Stats.SUM)] },
            { title: 'Data (bytes)', metrics: [cache(cacheName, 'BytesUsedForCache', Stats.MAXIMUM)] },
            { title: 'Evictions', metrics: [cache(cacheName, 'Evictions', Stats.SUM)] },
          ],
        }),
    Backups: [
      { title: 'Failed backups', metrics: [watched(alarms.failedBackups)] },
      {
        title: 'Backups',
        metrics: [jobs('Backup', 'Completed', primaryVault), jobs('Backup', 'Expired', primaryVault)],
      },
      {
        // AWS does not say in which region it counts copies: here, or nowhere that this dashboard sees.
        title: 'Copies to the standby region',
        metrics: [jobs('Copy', 'Completed', standbyVault), jobs('Copy', 'Failed', standbyVault)],
      },
    ],
  };
}
