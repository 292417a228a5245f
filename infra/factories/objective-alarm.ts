import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS } from '../../functions/keepRecoveryPointObjective/contract';
import type { Config } from '../config/schema';
import { inRunbook } from '../monitoring/runbook';
import { namesOf } from '../names';

export interface ObjectiveAlarmProps {
  readonly config: Config;
  /** How often the objective is looked after. */
  readonly intervalMinutes: number;
}

/** No schedule of backups was found that holds the recovery point objective: what `keepRecoveryPointObjective` says. */
export function objectiveAlarm(scope: Construct, id: string, { config, intervalMinutes }: ObjectiveAlarmProps): Alarm {
  const names = namesOf(config);
  return new Alarm(scope, id, {
    alarmName: `${config.name}-objective-cannot-be-held`,
    alarmDescription: `No schedule of backups and copies was found that holds the objective of ${config.objectives.rpoMinutes} minutes. The log of ${names.functionName('keepRecoveryPointObjective')} has the figures, and what would. ${inRunbook('The objective cannot be held')}`,
    metric: new Metric({
      namespace: names.metric.namespace,
      metricName: METRICS.holdable,
      dimensionsMap: { service: 'keepRecoveryPointObjective', Workload: config.name },
      statistic: Stats.MINIMUM,
      period: Duration.minutes(intervalMinutes),
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    // While the primary does not answer, the last known state stands.
    treatMissingData: TreatMissingData.IGNORE,
  });
}
