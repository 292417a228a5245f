import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { backupIntervalMinutes } from '../config/backup-rules';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { inRunbook } from '../monitoring/runbook';

export interface BackupLivenessAlarmProps {
  readonly config: Config;
}

const MOST_HOURS = 7 * 24;

/**
 * Whether backups are made at all, by AWS Backup's own count. It puts its metrics only when they are not zero, so data
 * that is missing is the failure (AWS Backup Developer Guide, Monitoring with CloudWatch).
 */
export function backupLivenessAlarm(scope: Construct, id: string, { config }: BackupLivenessAlarmProps): Alarm {
  const gap = backupIntervalMinutes(config);
  // A week at most is looked at (CloudWatch API Reference, PutMetricAlarm).
  const hours = Math.min(MOST_HOURS, Math.ceil((gap + config.backup.startWindowMinutes) / 60) + 1);
  return new Alarm(scope, id, {
    alarmName: `${config.name}-backup-jobs-completed`,
    alarmDescription: `No backup of the cluster was completed in ${hours} hours, though the plan makes one every ${gap} minutes. ${inRunbook('A backup or a copy failed')}`,
    metric: new Metric({
      namespace: 'AWS/Backup',
      metricName: 'NumberOfBackupJobsCompleted',
      dimensionsMap: { BackupVaultName: namesOf(config).primaryVault },
      statistic: Stats.SUM,
      period: Duration.hours(1),
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: hours,
    treatMissingData: TreatMissingData.BREACHING,
  });
}
