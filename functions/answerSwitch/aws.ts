import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, lazy } from '../shared/clients';
import { readServes, type Serves } from '../shared/lock-table';

export interface Decision {
  serves(tableName: string): Promise<Serves>;
}

/** A health checker waits for two seconds, and asks again soon. */
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings({ requestTimeoutMs: 1000, maxAttempts: 1 })));

export const aws: Decision = { serves: (tableName) => readServes(dynamoDb(), tableName) };
