import type { EventPattern } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

/** Failovers within the primary cluster (Aurora User Guide, Amazon RDS event categories and event messages for Aurora). */
export function failoversOf(config: Config): EventPattern {
  return {
    source: ['aws.rds'],
    detailType: ['RDS DB Cluster Event'],
    detail: {
      EventID: ['0069', '0070', '0071', '0072', '0073'].map((number) => `RDS-EVENT-${number}`),
      SourceArn: [namesOf(config).primaryClusterArn],
    },
  };
}

/** Where no reader can be promoted, RDS has no event: the clients' errors are the sign. */
export function errorsOfClients(config: Config): EventPattern {
  return {
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    detail: { alarmName: [namesOf(config).errorsAlarm], state: { value: ['ALARM'] } },
  };
}
