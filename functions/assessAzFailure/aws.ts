import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeEventsCommand, RDSClient } from '@aws-sdk/client-rds';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { SFNClient } from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy, primaryClientSettings } from '../shared/clients';
import { execute } from '../shared/data-api';
import { executionStatus, isAtWork } from '../shared/executions';
import { whySuspended } from '../shared/primary';
import { describeCluster, describeMembers, zonesForInstances } from '../shared/rds-facts';
import { type ZoneIncidents, zoneIncidents } from './aws/incident-store';
import type { Environment } from './contract';
import type { ZoneFacts } from './facts';

export interface ZoneWitness extends ZoneIncidents {
  cluster(environment: Environment, since: Date): Promise<Pick<ZoneFacts, 'members' | 'zones' | 'listedAtMs'>>;
  answers(environment: Environment): Promise<boolean>;
  errorMinutes(environment: Environment, since: Date, until: Date): Promise<readonly number[] | undefined>;
  suspended(lockTableName: string): Promise<string | undefined>;
  isAtWork(executionArn: string): Promise<boolean>;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));

export const aws: ZoneWitness = {
  ...zoneIncidents,

  async cluster({ PRIMARY_REGION: region, CLUSTER_ARN: arn }, since) {
    const rds = new RDSClient(primaryClientSettings(region, 2));
    const identifier = arn.slice(arn.lastIndexOf(':') + 1);
    const cluster = await describeCluster(rds, identifier);
    if (cluster === undefined) return { members: [], zones: [], listedAtMs: [] };
    const { Events = [] } = await rds.send(
      new DescribeEventsCommand({
        SourceType: 'db-cluster',
        SourceIdentifier: identifier,
        EventCategories: ['failover'],
        StartTime: since,
      }),
    );
    return {
      members: await describeMembers(rds, cluster),
      zones: await zonesForInstances(rds, cluster),
      listedAtMs: Events.flatMap(({ Date: date }) => (date === undefined ? [] : [date.getTime()])),
    };
  },

  async answers({ PRIMARY_REGION: region, CLUSTER_ARN: clusterArn, SECRET_ID: secretArn, DATABASE_NAME: database }) {
    const client = new RDSDataClient(primaryClientSettings(region, 2));
    try {
      await execute(client, { clusterArn, secretArn }, database, 'select 1');
      return true;
    } catch (error) {
      // One that resumes is there; one that is not there is what was asked.
      if (isNamed(error, 'DatabaseResumingException')) return true;
      if (isNamed(error, 'DatabaseUnavailableException', 'DatabaseNotFoundException')) return false;
      throw error;
    }
  },

  async errorMinutes({ PRIMARY_REGION: region, ERRORS_ALARM_NAME: alarmName }, since, until) {
    const cloudWatch = new CloudWatchClient(primaryClientSettings(region, 2));
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] }));
    const [alarm] = MetricAlarms;
    if (alarm?.MetricName === undefined) return undefined;
    const { Namespace, MetricName, Dimensions } = alarm;
    const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: 'Sum' };
    const { MetricDataResults: [data] = [] } = await cloudWatch.send(
      new GetMetricDataCommand({ MetricDataQueries: [{ Id: 'errors', MetricStat }], StartTime: since, EndTime: until }),
    );
    const { Timestamps = [], Values = [] } = data ?? {};
    return Timestamps.filter((_, index) => (Values[index] ?? 0) > 0).map((time) => time.getTime());
  },

  suspended: (lockTableName) => whySuspended({ dynamoDb: dynamoDb(), states: states() }, lockTableName),
  isAtWork: async (executionArn) => isAtWork(await executionStatus(states(), executionArn)),
};
