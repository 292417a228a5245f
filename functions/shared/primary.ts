import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isNamed, isThrottled, isTransient } from './aws-errors';
import { readItem, readServes } from './lock-table';
import { LOCK_KEY } from './names';

/** Longer than an execution can run: a lock that was never given back does not count for ever. */
const LONGEST_FAILOVER_MS = 25 * 3_600_000;

/**
 * Why calls to the primary region are suspended; undefined when it may be called. While a failover runs nothing is to be
 * started there, and from the moment when the standby serves the primary's backups protect old data.
 */
export async function whySuspended(
  client: DynamoDBClient,
  lockTableName: string,
  nowMs: number,
): Promise<string | undefined> {
  const lock = await readItem(client, lockTableName, LOCK_KEY);
  // Only a failover moves traffic: until there has been one, this is all that has to be read.
  if (lock?.['mode'] !== 'failover') return undefined;
  if ((await readServes(client, lockTableName)) === 'standby') return 'the standby region serves';
  const isRunning = lock['status'] === 'RUNNING';
  if (!isRunning || nowMs - Date.parse(lock['takenAt'] ?? '') > LONGEST_FAILOVER_MS) return undefined;
  return `the failover ${lock['failoverId'] ?? ''} is under way`;
}

/**
 * What came of a call to the primary region, which may be the one that is lost.
 *
 * - `unreachable`: no answer (timeouts, broken connections, 5xx). Whoever asks does without, and says so: this is how the
 *   loss of a region looks from outside.
 * - `throttled`: it answers and is busy. That is no sign of its loss, and nobody is to be told that it is down: the call is
 *   to be repeated, and until then nothing is known.
 * - `notSetUp`: it answers that the vault is not there, as before its first deployment. So only calls that name the vault
 *   alone are made through here; one that names a recovery point says the same of an expired one.
 *
 * Any other refusal is an error: a permission that is missing is our mistake, not the primary's state.
 */
export type PrimaryAnswer<Answer> = { readonly kind: 'answered'; readonly answer: Answer } | NoPrimaryAnswer;

export interface NoPrimaryAnswer {
  readonly kind: 'unreachable' | 'throttled' | 'notSetUp';
  readonly error: Error;
}

/** Calls the primary region. */
export async function callPrimary<Answer>(call: () => Promise<Answer>): Promise<PrimaryAnswer<Answer>> {
  try {
    return { kind: 'answered', answer: await call() };
  } catch (error) {
    const kind = classify(error);
    if (kind === undefined || !(error instanceof Error)) throw error;
    return { kind, error };
  }
}

/** Throttling first: SlowDown is a 503, and yet an answer. */
function classify(error: unknown): NoPrimaryAnswer['kind'] | undefined {
  if (isThrottled(error)) return 'throttled';
  if (isTransient(error)) return 'unreachable';
  return isNamed(error, 'ResourceNotFoundException') ? 'notSetUp' : undefined;
}
