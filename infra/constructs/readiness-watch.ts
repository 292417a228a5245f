import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { METRIC } from '../../functions/readiness/contract';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { mailedDescription } from '../monitoring/runbook';
import type { BundledFunction } from './bundled-function';

export interface ReadinessWatchProps {
  readonly config: Config;
  readonly readiness: BundledFunction;
  readonly topic: ITopic;
}

/** Has readiness look every hour, and notifies when it does not. What it finds it publishes itself. */
export class ReadinessWatch extends Construct {
  constructor(scope: Construct, id: string, { config, readiness, topic }: ReadinessWatchProps) {
    super(scope, id);
    new Rule(this, 'Hourly', {
      description: 'Looks whether a failover would work',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(readiness.function, {
          event: RuleTargetInput.fromObject({ trigger: 'schedule' }),
          maxEventAge: Duration.minutes(30),
          retryAttempts: 2,
        }),
      ],
    });
    new Alarm(this, 'Unknown', {
      alarmName: `${config.name}-readiness-unknown`,
      alarmDescription: mailedDescription(
        'For two hours nothing has checked whether a failover would work: the function readiness fails, or is not called.',
        `aws logs tail --region ${config.standbyRegion} --since 3h /aws/lambda/${namesOf(config).functionName('readiness')}`,
        'Alarms',
      ),
      metric: new Metric({
        namespace: namesOf(config).metric.namespace,
        metricName: METRIC,
        dimensionsMap: { service: 'readiness', Workload: config.name },
        statistic: Stats.SAMPLE_COUNT,
        period: Duration.hours(1),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
    }).addAlarmAction(new SnsAction(topic));
  }
}
