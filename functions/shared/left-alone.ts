import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readItem, readServes } from './lock-table';
import { LOCK_KEY } from './names';

/** Longer than an execution can run: a lock that was never given back does not count for ever. */
const LONGEST_FAILOVER_MS = 25 * 3_600_000;

/**
 * Why what watches the backups has to leave the primary region alone; undefined when it may ask it. While a failover runs
 * nothing is to be started there, and from the moment when the standby serves the primary's backups protect old data.
 */
export async function whyLeftAlone(
  client: DynamoDBClient,
  tableName: string,
  nowMs: number,
): Promise<string | undefined> {
  const lock = await readItem(client, tableName, LOCK_KEY);
  // Only a failover moves traffic: until there has been one, this is all that has to be read.
  if (lock?.['mode'] !== 'failover') return undefined;
  if ((await readServes(client, tableName)) === 'standby') return 'the standby region serves';
  const isRunning = lock['status'] === 'RUNNING';
  if (!isRunning || nowMs - Date.parse(lock['takenAt'] ?? '') > LONGEST_FAILOVER_MS) return undefined;
  return `the failover ${lock['failoverId'] ?? ''} is under way`;
}
