import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { SWITCH_METRIC } from '../../functions/updateRoute53/contract';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';
import { failoverCacheOf } from '../config/failover-cache';
import { namesOf } from '../names';
import { describe, type WorkloadAlarm, workloadAlarms } from '../monitoring/workload-alarms';

export interface StandbyAlarmsProps {
  readonly config: Config;
  readonly workload: ReferenceWorkload;
  readonly topic: ITopic;
}

/**
 * The primary's nine alarms for the region that serves after a failover. Values count only while the switch says that the
 * standby serves: neither a drill nor a validation, which do not set it, pages anybody.
 */
export class StandbyAlarms extends Construct {
  constructor(scope: Construct, id: string, { config, workload, topic }: StandbyAlarmsProps) {
    super(scope, id);
    const names = namesOf(config);
    const alarms = workloadAlarms(config, {
      region: config.standbyRegion,
      api: HttpApi.fromHttpApiAttributes(this, 'Api', {
        httpApiId: StringParameter.valueForStringParameter(this, names.parameters.apiId),
      }),
      handler: LambdaFunction.fromFunctionName(this, 'Handler', names.workloadFunction),
      // A restored cluster has the failover's id in its name: until then only its engine is known (Aurora User Guide,
      // dimensions of metrics). So these see every Aurora PostgreSQL instance of the account in this region.
      auroraDimensions:
        config.database === 'global'
          ? { DBClusterIdentifier: names.replicaCluster }
          : { EngineName: 'aurora-postgresql' },
      vaultName: names.standbyVault,
      ...(failoverCacheOf(config) === undefined ? {} : { cacheName: names.standbyCache }),
      thresholds: workload.alarms,
    });
    for (const alarm of Object.values(alarms)) if (alarm !== undefined) this.#add(config, alarm, topic);
  }

  #add(config: Config, alarm: WorkloadAlarm, topic: ITopic): void {
    new Alarm(this, alarm.name, {
      alarmName: `${config.name}-${alarm.name}`,
      alarmDescription: describe(alarm),
      metric: whileStandbyServes(config, alarm.metric),
      threshold: alarm.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.datapoints ?? alarm.periods,
      // Most of the time there is nothing to measure here.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(topic));
  }
}

/**
 * Without a second value IF has no datapoint where the condition is false; FILL bridges the minutes between two values of
 * the switch (CloudWatch User Guide, Using metric math).
 */
function whileStandbyServes(config: Config, watched: Metric): IMetric {
  const serves = new Metric({
    namespace: namesOf(config).metric.namespace,
    metricName: SWITCH_METRIC.name,
    dimensionsMap: { [SWITCH_METRIC.dimension]: config.name },
    statistic: Stats.MAXIMUM,
    period: watched.period,
  });
  return new MathExpression({
    expression: 'IF(FILL(serves, REPEAT) >= 1, watched)',
    usingMetrics: { serves, watched },
    period: watched.period,
    label: watched.metricName,
  });
}
