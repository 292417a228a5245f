import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CnameRecord,
  Failover,
  HealthCheck,
  HealthCheckType,
  HostedZone,
  InsufficientDataHealthStatusEnum,
} from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { namesOf } from '../names';
import { inRunbook } from '../monitoring/runbook';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

export interface TrafficStackProps extends PilotLightStackProps {
  /**
   * The health check on the switch's endpoint.
   * @default the switch is the metric alone
   */
  readonly endpointCheckId?: string;
}

/**
 * Where the public name leads. The primary answers until a metric in the standby region says that the standby serves:
 * putting that metric moves traffic on Route 53's data plane. The primary's own loss moves nothing by itself.
 */
export class TrafficStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: TrafficStackProps) {
    const { env, config } = props;
    super(scope, id, props, { description: 'Pilot Light: the failover records and the switch that moves traffic' });
    const names = namesOf(config);

    const alarm = new Alarm(this, 'StandbyServes', {
      alarmName: names.switchAlarm,
      alarmDescription: `Not a failure: while this is in alarm, the public name leads to the standby region. ${inRunbook('Moving traffic back')}`,
      // Route 53 takes standard statistics of standard-resolution metrics only (Developer Guide, CloudWatch alarms).
      metric: new Metric({
        namespace: names.metric.namespace,
        metricName: names.metric.name,
        dimensionsMap: { Workload: config.name },
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      // Without a value the state stands, as the health check's does.
      treatMissingData: TreatMissingData.IGNORE,
    });
    const metricCheck = new HealthCheck(this, 'PrimaryServes', {
      type: HealthCheckType.CLOUDWATCH_METRIC,
      alarmIdentifier: { region: env.region, name: alarm.alarmName },
      // No data is no reason to move: the last known answer stands.
      insufficientDataHealthStatus: InsufficientDataHealthStatusEnum.LAST_KNOWN_STATUS,
    });

    // Either of the two moves traffic. The endpoint is the faster one; when it falls silent the metric's word stands.
    const healthCheck =
      props.endpointCheckId === undefined
        ? metricCheck
        : new HealthCheck(this, 'BothSayPrimary', {
            type: HealthCheckType.CALCULATED,
            childHealthChecks: [
              metricCheck,
              HealthCheck.fromHealthCheckId(this, 'EndpointSaysPrimary', props.endpointCheckId),
            ],
            healthThreshold: 2,
          });

    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: config.zone.id,
      zoneName: config.zone.name,
    });
    const record = { zone, recordName: config.traffic.publicName, ttl: Duration.seconds(config.traffic.ttlSeconds) };
    new CnameRecord(this, 'Primary', {
      ...record,
      domainName: config.traffic.primaryName,
      failover: Failover.PRIMARY,
      setIdentifier: 'primary',
      healthCheck,
    });
    // Without a health check of its own the secondary is always eligible.
    new CnameRecord(this, 'Standby', {
      ...record,
      domainName: config.traffic.standbyName,
      failover: Failover.SECONDARY,
      setIdentifier: 'standby',
    });

    new CfnOutput(this, 'PublicName', { value: config.traffic.publicName });
    new CfnOutput(this, 'HostedZoneId', { value: config.zone.id });
    new CfnOutput(this, 'HostedZoneName', { value: config.zone.name });
    new CfnOutput(this, 'PrimaryTarget', { value: config.traffic.primaryName });
    new CfnOutput(this, 'StandbyTarget', { value: config.traffic.standbyName });
    new CfnOutput(this, 'HealthCheckId', { value: healthCheck.healthCheckId });
  }
}
