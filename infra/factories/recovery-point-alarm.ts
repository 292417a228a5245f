import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { inRunbook } from '../monitoring/runbook';
import { namesOf } from '../names';

export interface RecoveryPointAlarmProps {
  readonly config: Config;
  /** Behind the workload's name and `recovery-point-`. */
  readonly name: string;
  /** Of `measureRecoveryPoints`. */
  readonly metricName: string;
  readonly vaultName: string;
  readonly thresholdMinutes: number;
  /** How often it is measured. */
  readonly intervalMinutes: number;
  readonly description: string;
}

/** An alarm on a time that `measureRecoveryPoints` measures, and on its absence. */
export function recoveryPointAlarm(scope: Construct, id: string, props: RecoveryPointAlarmProps): Alarm {
  const { config } = props;
  return new Alarm(scope, id, {
    alarmName: `${config.name}-recovery-point-${props.name}`,
    alarmDescription: `${props.description} No data is as bad: then nobody knows. ${inRunbook('A backup or a copy failed')}`,
    metric: new Metric({
      namespace: namesOf(config).metric.namespace,
      metricName: props.metricName,
      dimensionsMap: { service: 'measureRecoveryPoints', BackupVaultName: props.vaultName },
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(props.intervalMinutes),
    }),
    threshold: props.thresholdMinutes,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.BREACHING,
  });
}
