import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS as KEPT } from '../../functions/keepRecoveryPointObjective/contract';
import { METRICS as MEASURED } from '../../functions/measureRecoveryPoints/contract';
import { METRIC as READINESS } from '../../functions/readiness/contract';
import { SWITCH_METRIC } from '../../functions/updateRoute53/contract';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

const FIVE_MINUTES = Duration.minutes(5);
/** What is put once a month or a quarter: finer periods are kept for two weeks to two months only. */
const HOUR = Duration.hours(1);

/** What our functions and workflows put, as a dashboard shows it. */
export function recoveryMetrics(config: Config) {
  const names = namesOf(config);
  const { namespace } = names.metric;
  const { keeper } = config.freshness;
  const metric = (metricName: string, dimensionsMap: Record<string, string>, options: object) =>
    new Metric({ namespace, metricName, dimensionsMap, statistic: Stats.MAXIMUM, period: FIVE_MINUTES, ...options });
  const measured = (metricName: string, BackupVaultName: string, label: string) =>
    metric(metricName, { service: 'measureRecoveryPoints', BackupVaultName }, { label });
  const kept = (metricName: string, options: object) =>
    metric(metricName, { service: 'keepRecoveryPointObjective', Workload: config.name }, options);
  const ready = (metricName: string, label: string) =>
    metric(metricName, { service: 'readiness', Workload: config.name }, { label, period: HOUR });
  const validation = (metricName: string, label: string, statistic: string = Stats.MAXIMUM) =>
    metric(metricName, { Workload: config.name }, { label, statistic, period: HOUR });
  const execution = (
    metricName: string,
    Mode: 'failover' | 'drill',
    label: string,
    statistic: string = Stats.MAXIMUM,
  ) => metric(metricName, { Workload: config.name, Mode }, { label, statistic, period: HOUR });

  return {
    standbyAge: measured(MEASURED.age, names.standbyVault, 'standby vault'),
    primaryAge: measured(MEASURED.age, names.primaryVault, 'primary vault'),
    sinceLastCopy: measured(MEASURED.idle, names.standbyVault, 'since the last copy'),
    /** Only where something keeps the objective. */
    projectedAge: keeper ? [kept(KEPT.projectedAge, { label: 'projected: just before the next copy' })] : [],
    /** Of the last day, by our own count: AWS does not say in which region it counts copies. */
    copies: measured(MEASURED.completed, names.standbyVault, 'complete copies of the last day'),
    /** Only of a global database: what its replica does not have yet, as the region that would be promoted counts it. */
    replication:
      config.database === 'global'
        ? (['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag'] as const).map(
            (metricName) =>
              new Metric({
                namespace: 'AWS/RDS',
                metricName,
                dimensionsMap: { DBClusterIdentifier: names.replicaCluster },
                statistic: Stats.MAXIMUM,
                period: Duration.minutes(1),
              }),
          )
        : [],
    readiness: ready(READINESS, 'state'),
    validation: {
      passed: validation('ValidationPassed', 'verdict (1: passed)', Stats.MINIMUM),
      rto: validation('ValidationRestoreSeconds', 'RTO: restored after (s)'),
      duration: validation('ValidationDurationSeconds', 'checked and removed after (s)'),
      age: validation('ValidatedRecoveryPointAgeSeconds', 'age of the backup (s)'),
      checksFailed: validation('ValidationChecksFailed', 'checks failed'),
    },
    execution: (mode: 'failover' | 'drill') => ({
      passed: execution('ExecutionPassed', mode, 'verdict (1: passed)', Stats.MINIMUM),
      rto: execution('RecoveryTimeSeconds', mode, 'RTO (s)'),
      rpo: execution('RecoveryPointAgeSeconds', mode, 'RPO (s)'),
    }),
    standbyServes: metric(SWITCH_METRIC.name, { [SWITCH_METRIC.dimension]: config.name }, { label: 'standby serves' }),
  };
}
