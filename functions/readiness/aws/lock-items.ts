import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, lazy } from '../../shared/clients';
import { executionStatus, isAtWork } from '../../shared/executions';
import { readItem, readServes, SWITCH_PENDING } from '../../shared/lock-table';
import { LOCK_KEY, TRAFFIC_KEY } from '../../shared/names';
import type { Facts } from '../facts';
import { read } from './reading';

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));

type LockFacts = Pick<Facts, 'lock' | 'isLockHeld' | 'serves' | 'pendingSwitch'>;

/** Who holds the lock, and which region serves. */
export async function readLockItems(tableName: string): Promise<LockFacts> {
  const [lock, serves, traffic] = await Promise.all([
    read(() => readItem(dynamoDb(), tableName, LOCK_KEY)),
    read(() => readServes(dynamoDb(), tableName)),
    read(() => readItem(dynamoDb(), tableName, TRAFFIC_KEY)),
  ]);
  const item = lock.kind === 'read' ? lock.value : undefined;
  const isLockHeld = await read(
    async () => item?.['status'] === 'RUNNING' && isAtWork(await executionStatus(states(), item['owner'] ?? '')),
  );
  return { lock, isLockHeld, serves, pendingSwitch: pendingOf(traffic) };
}

function pendingOf(traffic: Facts['lock']): Facts['pendingSwitch'] {
  if (traffic.kind === 'unread') return traffic;
  return { kind: 'read', value: traffic.value?.['status'] === SWITCH_PENDING ? traffic.value : undefined };
}
