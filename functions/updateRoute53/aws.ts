import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Route53Client } from '@aws-sdk/client-route-53';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, lazy } from '../shared/clients';
import { executionStatus, isAtWork } from '../shared/executions';
import type { HttpAnswer } from '../shared/http-check';
import { httpGet } from '../shared/http-get';
import { type LockChange, type LockItem, readItem, type Serves, updateLock } from '../shared/lock-table';
import { LOCK_KEY, proofKey } from '../shared/names';
import { readDecision, writeDecision } from './aws/decision-store';
import { changeRecords, changeStatus, listRecords } from './aws/records';
import { hasStandbyDatapoint, putSwitchMetric } from './aws/switch-metric';
import type { Decision } from './decision';
import type { TrafficRecord } from './plan-records';

export interface Traffic {
  lock(tableName: string): Promise<LockItem | undefined>;
  /** @returns false where the lock is no longer as it was read */
  updateLock(tableName: string, change: LockChange): Promise<boolean>;
  /** What smokeTest wrote for this execution. */
  proof(tableName: string, executionArn: string): Promise<LockItem | undefined>;
  decision(tableName: string): Promise<Decision | undefined>;
  /** @throws ConcurrentUpdateError where the decision that it replaces stands no longer */
  write(tableName: string, decision: Decision, replaces: Decision | undefined): Promise<void>;
  isAtWork(executionArn: string): Promise<boolean>;
  /** @param at the datapoint is of: the instant as of which it is true */
  putSwitchMetric(workloadName: string, serves: Serves, at: Date): Promise<void>;
  hasStandbyDatapoint(workloadName: string, sinceMs: number, nowMs: number): Promise<boolean>;
  records(zoneId: string, name: string): Promise<readonly TrafficRecord[]>;
  changeRecords(zoneId: string, change: RecordChange): Promise<string>;
  changeStatus(changeId: string): Promise<'PENDING' | 'INSYNC' | 'gone'>;
  http(url: string, connectTo: string | undefined, timeoutMs: number): Promise<HttpAnswer>;
  pause(durationMs: number): Promise<void>;
}

export interface RecordChange {
  readonly name: string;
  readonly records: readonly TrafficRecord[];
  readonly comment: string;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
/** Only made in `records` mode: whatever region it is given, its endpoint is in us-east-1. */
const route53 = lazy(() => new Route53Client(clientSettings()));

export const aws: Traffic = {
  lock: (tableName) => readItem(dynamoDb(), tableName, LOCK_KEY),
  updateLock: (tableName, change) => updateLock(dynamoDb(), tableName, change),
  proof: (tableName, executionArn) => readItem(dynamoDb(), tableName, proofKey(executionArn)),
  decision: (tableName) => readDecision(dynamoDb(), tableName),
  write: (tableName, decision, replaces) => writeDecision(dynamoDb(), tableName, decision, replaces),
  isAtWork: async (executionArn) => isAtWork(await executionStatus(states(), executionArn)),
  putSwitchMetric: (workloadName, serves, at) => putSwitchMetric(cloudWatch(), workloadName, serves, at),
  hasStandbyDatapoint: (...asked) => hasStandbyDatapoint(cloudWatch(), ...asked),
  records: (zoneId, name) => listRecords(route53(), zoneId, name),
  changeRecords: (zoneId, change) => changeRecords(route53(), zoneId, change),
  changeStatus: (changeId) => changeStatus(route53(), changeId),
  http: httpGet,
  pause: (durationMs) =>
    new Promise((resolve) => {
      setTimeout(resolve, durationMs);
    }),
};
