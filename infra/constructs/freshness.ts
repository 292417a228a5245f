import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRICS } from '../../functions/measureRecoveryPoints/contract';
import { backupIntervalMinutes } from '../config/backup-rules';
import type { Config } from '../config/schema';
import { objectiveAlarm } from '../factories/objective-alarm';
import { recoveryPointAlarm } from '../factories/recovery-point-alarm';
import { namesOf } from '../names';
import { KeepRecoveryPointObjective } from './functions/keep-recovery-point-objective';
import { MeasureRecoveryPoints } from './functions/measure-recovery-points';
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
      new MeasureRecoveryPoints(this, 'MeasureRecoveryPoints', resources),
      ...(config.freshness.keeper
        ? [
            new KeepRecoveryPointObjective(this, 'KeepRecoveryPointObjective', {
              ...resources,
              topic,
              intervalMinutes: INTERVAL_MINUTES,
            }),
          ]
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
    this.#alarms(config);
  }

  /**
   * They have no actions of their own: by their names the workflow of backup failures hears of them, and notifies people
   * once for each incident, with what it exposes. Of the objective, people are notified by the function itself.
   */
  #alarms(config: Config): void {
    const { primaryVault, standbyVault } = namesOf(config);
    const { rpoMinutes } = config.objectives;
    const { startWindowMinutes } = config.backup;
    const gap = backupIntervalMinutes(config);
    const common = { config, intervalMinutes: INTERVAL_MINUTES };
    recoveryPointAlarm(this, 'StandbyAge', {
      ...common,
      name: 'age-standby',
      metricName: METRICS.age,
      vaultName: standbyVault,
      thresholdMinutes: rpoMinutes,
      description: `If the primary region were lost now, more data than the objective of ${rpoMinutes} minutes allows would be lost with it.`,
    });
    recoveryPointAlarm(this, 'PrimaryAge', {
      ...common,
      name: 'age-primary',
      metricName: METRICS.age,
      vaultName: primaryVault,
      thresholdMinutes: gap + startWindowMinutes,
      description: `A backup is overdue: the plan makes one every ${gap} minutes, and may start it ${startWindowMinutes} minutes late.`,
    });
    recoveryPointAlarm(this, 'CopiesOverdue', {
      ...common,
      name: 'copies-overdue',
      metricName: METRICS.idle,
      vaultName: standbyVault,
      thresholdMinutes: 2 * Math.max(gap, rpoMinutes),
      description: 'No copy has been completed in the standby vault for too long.',
    });
    if (config.freshness.keeper) objectiveAlarm(this, 'CannotBeHeld', common);
  }
}
