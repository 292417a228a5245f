import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, lazy } from '../shared/clients';
import { executionStatus, isAtWork } from '../shared/executions';
import { type LockChange, type LockItem, readItem, readServes, type Serves, updateLock } from '../shared/lock-table';
import { LOCK_KEY } from '../shared/names';
import type { Standing } from './decide';

export interface Failovers {
  lock(tableName: string): Promise<LockItem | undefined>;
  serves(tableName: string): Promise<Serves>;
  standing(executionArn: string): Promise<Standing>;
  /** @returns false where the lock is no longer as it was read */
  updateLock(tableName: string, change: LockChange): Promise<boolean>;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));

export const aws: Failovers = {
  lock: (tableName) => readItem(dynamoDb(), tableName, LOCK_KEY),
  serves: (tableName) => readServes(dynamoDb(), tableName),

  async standing(executionArn) {
    const status = await executionStatus(states(), executionArn);
    if (isAtWork(status)) return 'atWork';
    return status === 'SUCCEEDED' ? 'succeeded' : 'unsuccessful';
  },

  updateLock: (tableName, change) => updateLock(dynamoDb(), tableName, change),
};
