import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { inRunbook } from '../monitoring/runbook';

const ALARMS = {
  'backup-jobs-failed': { metricName: 'NumberOfBackupJobsFailed', of: 'backups of the cluster that failed' },
  'backup-jobs-expired': { metricName: 'NumberOfBackupJobsExpired', of: 'backups that could not start in time' },
  'backup-copies-failed': { metricName: 'NumberOfCopyJobsFailed', of: 'copies to the standby vault that failed' },
} as const;

export interface BackupFailureAlarmProps {
  readonly config: Config;
  readonly alarm: keyof typeof ALARMS;
  /** Of a copy, the vault that it was to fill (AWS Backup Developer Guide, CloudWatch metrics). */
  readonly vaultName: string;
}

/**
 * AWS Backup puts its metrics only when they are not zero: data that is missing is good news. The workflow hears of it
 * through EventBridge, as it does of the job itself: events are sent on a best-effort basis.
 */
export function backupFailureAlarm(
  scope: Construct,
  id: string,
  { config, alarm, vaultName }: BackupFailureAlarmProps,
): Alarm {
  const { metricName, of } = ALARMS[alarm];
  return new Alarm(scope, id, {
    alarmName: `${config.name}-${alarm}`,
    alarmDescription: `There are ${of}. The workflow backup-failure-notification tells what they expose. ${inRunbook('A backup or a copy failed')}`,
    metric: new Metric({
      namespace: 'AWS/Backup',
      metricName,
      dimensionsMap: { BackupVaultName: vaultName },
      statistic: 'Sum',
      period: Duration.minutes(5),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
