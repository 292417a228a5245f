import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { freshnessAlarms } from './freshness-alarms';
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
    freshnessAlarms(this, config, INTERVAL_MINUTES);
  }
}
