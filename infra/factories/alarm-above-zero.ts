import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { mailedDescription } from '../monitoring/runbook';

export interface AlarmAboveZeroProps {
  /** Who is told. */
  readonly topic: ITopic;
  readonly name: string;
  /** What happened, as a sentence. */
  readonly description: string;
  /** The command that shows it. */
  readonly first: string;
  readonly metric: Metric;
}

/** Mails as soon as something is counted that should never be. */
export function alarmAboveZero(
  scope: Construct,
  id: string,
  { topic, name, description, first, metric }: AlarmAboveZeroProps,
): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmName: name,
    alarmDescription: mailedDescription(description, first, 'Alarms'),
    metric,
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
