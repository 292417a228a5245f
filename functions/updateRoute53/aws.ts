import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { readItem, readServes, type Serves } from '../shared/lock-table';
import { TRAFFIC_KEY } from '../shared/names';
import { SWITCH_METRIC } from './contract';
import type { Item, TrafficRecord } from './decide';

export interface TrafficDecision {
  readonly serves: Serves;
  readonly decidedAt: string;
  readonly decidedBy: string;
  readonly reason: string;
}

export interface Traffic {
  item(tableName: string, key: string): Promise<Item>;
  serves(tableName: string): Promise<Serves>;
  decide(tableName: string, decision: TrafficDecision): Promise<void>;
  putSwitchMetric(workloadName: string, serves: Serves, at: Date): Promise<void>;
  records(zoneId: string, name: string): Promise<readonly TrafficRecord[]>;
  /** Returns the id of the change. */
  changeRecords(zoneId: string, name: string, records: readonly TrafficRecord[], comment: string): Promise<string>;
  /** `gone`: Route 53 does not know the change: it has to be made again. */
  changeStatus(changeId: string): Promise<'PENDING' | 'INSYNC' | 'gone'>;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));
/** Only made in `records` mode: whatever region it is given, its endpoint is in us-east-1. */
const route53 = lazy(() => new Route53Client(clientSettings()));

export const aws: Traffic = {
  item: (tableName, key) => readItem(dynamoDb(), tableName, key),
  serves: (tableName) => readServes(dynamoDb(), tableName),

  async decide(tableName, decision) {
    await dynamoDb().send(
      new PutItemCommand({
        TableName: tableName,
        Item: {
          pk: { S: TRAFFIC_KEY },
          serves: { S: decision.serves },
          decidedAt: { S: decision.decidedAt },
          decidedBy: { S: decision.decidedBy },
          reason: { S: decision.reason },
        },
      }),
    );
  },

  async putSwitchMetric(workloadName, serves, at) {
    await cloudWatch().send(
      new PutMetricDataCommand({
        Namespace: SWITCH_METRIC.namespace,
        MetricData: [
          {
            MetricName: SWITCH_METRIC.name,
            Dimensions: [{ Name: SWITCH_METRIC.dimension, Value: workloadName }],
            Timestamp: at,
            Value: serves === 'standby' ? 1 : 0,
          },
        ],
      }),
    );
  },

  async records(zoneId, name) {
    const answer = await route53().send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name, StartRecordType: 'CNAME' }),
    );
    const wanted = name.toLowerCase().replace(/\.$/, '');
    return (answer.ResourceRecordSets ?? [])
      .filter((record) => record.Name?.toLowerCase().replace(/\.$/, '') === wanted)
      .map((record) => ({
        type: record.Type ?? 'unknown',
        setIdentifier: record.SetIdentifier,
        failover: record.Failover,
        ttl: record.TTL,
        values: (record.ResourceRecords ?? []).flatMap((value) => (value.Value === undefined ? [] : [value.Value])),
        healthCheckId: record.HealthCheckId,
      }));
  },

  async changeRecords(zoneId, name, records, comment) {
    const answer = await route53().send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        ChangeBatch: {
          Comment: comment,
          Changes: records.map((record) => ({
            Action: 'UPSERT',
            ResourceRecordSet: {
              Name: name,
              Type: 'CNAME',
              TTL: record.ttl ?? 60,
              SetIdentifier: record.setIdentifier,
              Failover: record.failover === 'PRIMARY' || record.failover === 'SECONDARY' ? record.failover : undefined,
              ResourceRecords: record.values.map((Value) => ({ Value })),
              HealthCheckId: record.healthCheckId,
            },
          })),
        },
      }),
    );
    return answer.ChangeInfo?.Id ?? '';
  },

  async changeStatus(changeId) {
    try {
      const answer = await route53().send(new GetChangeCommand({ Id: changeId }));
      return answer.ChangeInfo?.Status === 'INSYNC' ? 'INSYNC' : 'PENDING';
    } catch (error) {
      if (isNamed(error, 'NoSuchChange')) return 'gone';
      throw error;
    }
  },
};
