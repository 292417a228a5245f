import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { METRIC } from '../../functions/recordManifest/contract';
import type { Config } from '../config/schema';
import { mailedDescription } from '../monitoring/runbook';
import { namesOf } from '../names';

export interface MissingManifestAlarmProps {
  readonly config: Config;
  /** Of the primary region: the manifest is recorded there. */
  readonly topic: ITopic;
}

/** One is recorded every hour, and one may fail: its invocation is repeated, and the next hour has another. */
const HOURS = 3;

/** Mails when what a validation compares with is not there any more: otherwise the next validation would be the first to say so. */
export function missingManifestAlarm(
  scope: Construct,
  id: string,
  { config, topic }: MissingManifestAlarmProps,
): Alarm {
  const names = namesOf(config);
  const alarm = new Alarm(scope, id, {
    alarmName: `${config.name}-manifest-missing`,
    alarmDescription: mailedDescription(
      `No manifest of the primary database has been recorded for ${HOURS} hours: a validation of newer backups has nothing to compare them with.`,
      `aws logs tail --region ${config.primaryRegion} --since ${HOURS + 1}h /aws/lambda/${names.functionName('recordManifest')}`,
      'A missing manifest',
    ),
    metric: new Metric({
      namespace: names.metric.namespace,
      metricName: METRIC,
      dimensionsMap: { service: 'recordManifest', Workload: config.name },
      statistic: Stats.SUM,
      period: Duration.hours(1),
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: HOURS,
    treatMissingData: TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
