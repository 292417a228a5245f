import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS as KEPT } from '../../functions/keepRecoveryPointObjective/contract';
import { METRICS as MEASURED } from '../../functions/measureRecoveryPoints/contract';
import { longestGapMinutes } from '../backup-schedule';
import { namesOf } from '../names';
import { keepRecoveryPointObjective } from './functions/keep-recovery-point-objective';
import { measureRecoveryPoints } from './functions/measure-recovery-points';
import type { RecoveryFunction, RecoveryResources } from './functions/recovery-function';

export interface FreshnessProps {
  readonly resources: RecoveryResources;
  readonly topic: ITopic;
}

const INTERVAL_MINUTES = 5;

/**
 * How fresh the recovery points are, measured every few minutes, watched, and kept within the objective: from the standby
 * region, so that it is known there what would be lost when the primary is.
 */
export class Freshness extends Construct {
  readonly functions: readonly RecoveryFunction[];

  constructor(scope: Construct, id: string, { resources, topic }: FreshnessProps) {
    super(scope, id);
    const { config } = resources;
    this.functions = [
      measureRecoveryPoints(this, resources),
      ...(config.freshness.keeper
        ? [keepRecoveryPointObjective(this, { ...resources, topic, intervalMinutes: INTERVAL_MINUTES })]
        : []),
    ];
    new Rule(this, 'EveryFewMinutes', {
      description: 'Measures how fresh the recovery points are, and keeps them so',
      schedule: Schedule.rate(Duration.minutes(INTERVAL_MINUTES)),
      targets: this.functions.map(
        ({ function: target }) =>
          new LambdaFunction(target, {
            event: RuleTargetInput.fromObject({}),
            // The next one comes soon enough, and looks at everything again.
            maxEventAge: Duration.minutes(INTERVAL_MINUTES),
            retryAttempts: 0,
          }),
      ),
    });
    this.alarms({ resources, topic });
  }

  private alarms({ resources: { config }, topic }: FreshnessProps): void {
    const names = namesOf(config);
    const rpo = config.objectives.rpoMinutes;
    // The configuration has been checked: the schedule has a gap.
    const gap = Number(longestGapMinutes(config.backup.schedule));
    const measured = (metricName: string, BackupVaultName: string) =>
      metricOf(metricName, { service: 'measureRecoveryPoints', BackupVaultName });

    const watch = (id: string, alarmName: string, metric: Metric, minutes: number, alarmDescription: string) =>
      new Alarm(this, id, {
        alarmName: `${config.name}-${alarmName}`,
        alarmDescription: `${alarmDescription} No data is as bad: then nobody knows. docs/RUNBOOK_DR.md, section "The recovery points are too old".`,
        metric,
        threshold: minutes,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.BREACHING,
      });
    for (const alarm of [
      watch(
        'StandbyAge',
        'recovery-point-age-standby',
        measured(MEASURED.age, names.standbyVault),
        rpo,
        `If the primary region were lost now, more than the objective of ${rpo} minutes of data would be.`,
      ),
      watch(
        'PrimaryAge',
        'recovery-point-age-primary',
        measured(MEASURED.age, names.primaryVault),
        gap + config.backup.startWindowMinutes,
        `A backup is overdue: the plan makes one every ${gap} minutes and may start it ${config.backup.startWindowMinutes} minutes late.`,
      ),
      watch(
        'CopiesOverdue',
        'recovery-point-copies-overdue',
        measured(MEASURED.idle, names.standbyVault),
        2 * Math.max(gap, rpo),
        'No copy has been completed in the standby vault for too long.',
      ),
    ]) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    if (!config.freshness.keeper) return;
    // People are told by the function itself, with the figures. While the primary is silent, what was known stands.
    new Alarm(this, 'CannotBeHeld', {
      alarmName: `${config.name}-objective-cannot-be-held`,
      alarmDescription: `No schedule of backups and copies holds the objective of ${rpo} minutes. The log of ${names.functionName('keepRecoveryPointObjective')} has the figures, and what would.`,
      metric: metricOf(KEPT.holdable, { service: 'keepRecoveryPointObjective', Workload: config.name }, Stats.MINIMUM),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE,
    });

    function metricOf(metricName: string, dimensionsMap: Record<string, string>, statistic = Stats.MAXIMUM): Metric {
      return new Metric({
        namespace: names.metric.namespace,
        metricName,
        dimensionsMap,
        statistic,
        period: Duration.minutes(INTERVAL_MINUTES),
      });
    }
  }
}
