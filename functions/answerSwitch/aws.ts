import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, lazy } from '../shared/clients';
import { readCarriedOut, type Serves } from '../shared/lock-table';

export interface SwitchDecision {
  serves(tableName: string): Promise<Serves>;
}

/** A health checker waits for two seconds, and asks again soon. */
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings({ requestTimeoutMs: 1000, maxAttempts: 1 })));

/** A decision that may yet be refused is none: the metric says so first. */
export const aws: SwitchDecision = { serves: (tableName) => readCarriedOut(dynamoDb(), tableName) };
