import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS as KEPT } from '../../functions/keepRecoveryPointObjective/contract';
import { METRICS as MEASURED } from '../../functions/measureRecoveryPoints/contract';
import { backupIntervalMinutes } from '../backup-rules';
import type { Config } from '../config';
import { namesOf } from '../names';
import { inRunbook } from '../runbook';

const NO_DATA = 'No data is as bad: then nobody knows.';

/**
 * Alarms on what the functions put every few minutes. They have no actions of their own: by their names the workflow of
 * backup failures hears of them, and tells people once for each incident, with what it exposes.
 */
export function freshnessAlarms(scope: Construct, config: Config, intervalMinutes: number): void {
  const names = namesOf(config);
  const rpo = config.objectives.rpoMinutes;
  const { startWindowMinutes } = config.backup;
  const gap = backupIntervalMinutes(config);
  const metric = (metricName: string, dimensionsMap: Record<string, string>, statistic: string) =>
    new Metric({
      namespace: names.metric.namespace,
      metricName,
      dimensionsMap,
      statistic,
      period: Duration.minutes(intervalMinutes),
    });
  const tooLong = (
    id: string,
    props: { name: string; measured: string; vault: string; minutes: number; why: string },
  ) =>
    new Alarm(scope, id, {
      alarmName: `${config.name}-recovery-point-${props.name}`,
      alarmDescription: `${props.why} ${NO_DATA} ${inRunbook('A backup or a copy failed')}`,
      metric: metric(props.measured, { service: 'measureRecoveryPoints', BackupVaultName: props.vault }, Stats.MAXIMUM),
      threshold: props.minutes,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
    });

  tooLong('StandbyAge', {
    name: 'age-standby',
    measured: MEASURED.age,
    vault: names.standbyVault,
    minutes: rpo,
    why: `If the primary region were lost now, more data than the objective of ${rpo} minutes allows would be lost with it.`,
  });
  tooLong('PrimaryAge', {
    name: 'age-primary',
    measured: MEASURED.age,
    vault: names.primaryVault,
    minutes: gap + startWindowMinutes,
    why: `A backup is overdue: the plan makes one every ${gap} minutes, and may start it ${startWindowMinutes} minutes late.`,
  });
  tooLong('CopiesOverdue', {
    name: 'copies-overdue',
    measured: MEASURED.idle,
    vault: names.standbyVault,
    minutes: 2 * Math.max(gap, rpo),
    why: 'No copy has been completed in the standby vault for too long.',
  });
  if (!config.freshness.keeper) return;
  // People are told by the function itself, with the figures. While the primary is silent, what was known stands.
  new Alarm(scope, 'CannotBeHeld', {
    alarmName: `${config.name}-objective-cannot-be-held`,
    alarmDescription: `No schedule of backups and copies holds the objective of ${rpo} minutes. The log of ${names.functionName('keepRecoveryPointObjective')} has the figures, and what would. ${inRunbook('The objective cannot be held')}`,
    metric: metric(KEPT.holdable, { service: 'keepRecoveryPointObjective', Workload: config.name }, Stats.MINIMUM),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.IGNORE,
  });
}
