import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { isThrottled, isTransient } from './aws-errors';
import { executionStatus, isAtWork } from './executions';
import { readItem } from './lock-table';
import { isVaultMissing } from './missing-vault';
import { LOCK_KEY, TRAFFIC_KEY } from './names';

/** Who knows whether a failover is under way: the lock, and Step Functions of the execution that holds it. */
export interface FailoverWitnesses {
  readonly dynamoDb: DynamoDBClient;
  readonly states: SFNClient;
}

/** Calls to the primary region are suspended, and what of: `why` says it as a clause. */
export interface Suspension {
  readonly kind: 'failoverUnderWay' | 'standbyServes';
  /** An ISO 8601 time; null where the lock table does not say. */
  readonly since: string | null;
  readonly why: string;
}

/** Why calls to the primary region are suspended, as a clause; undefined when it may be called. */
export async function whySuspended(witnesses: FailoverWitnesses, lockTableName: string): Promise<string | undefined> {
  return (await readSuspension(witnesses, lockTableName))?.why;
}

/**
 * What suspends calls to the primary region; undefined when it may be called. While a failover runs nothing is to be
 * started there, and from the moment when the standby serves the primary's backups protect old data. An execution that was
 * stopped leaves the lock at RUNNING until the rule on ended executions releases it, which events alone do not ensure (Amazon
 * EventBridge Events Reference, Step Functions: "Delivery type: Best effort"); so Step Functions is asked.
 */
export async function readSuspension(
  { dynamoDb, states }: FailoverWitnesses,
  lockTableName: string,
): Promise<Suspension | undefined> {
  const lock = await readItem(dynamoDb, lockTableName, LOCK_KEY);
  // Only a failover moves traffic: until there has been one, this is all that has to be read.
  if (lock?.['mode'] !== 'failover') return undefined;
  const traffic = await readItem(dynamoDb, lockTableName, TRAFFIC_KEY);
  if (traffic?.['serves'] === 'standby') {
    return { kind: 'standbyServes', since: traffic['decidedAt'] ?? null, why: 'the standby region serves' };
  }
  if (lock['status'] !== 'RUNNING' || !(await mayBeAtWork(states, lock['owner'] ?? ''))) return undefined;
  const why = `the failover ${lock['failoverId'] ?? ''} is under way`;
  return { kind: 'failoverUnderWay', since: lock['takenAt'] ?? null, why };
}

/** While Step Functions does not answer, the lock's word counts. */
async function mayBeAtWork(states: SFNClient, executionArn: string): Promise<boolean> {
  try {
    return isAtWork(await executionStatus(states, executionArn));
  } catch (error) {
    if (isTransient(error)) return true;
    throw error;
  }
}

/**
 * What came of a call to the primary region, which may be the one that is lost.
 *
 * - `unreachable`: no answer (timeouts, broken connections, 5xx). Whoever asks does without, and says so: this is how the
 *   loss of a region looks from outside.
 * - `throttled`: it answers and is busy. That is no sign of its loss, and nobody is to be told that it is down: the call is
 *   to be repeated, and until then nothing is known.
 * - `notSetUp`: it answers that the vault is not there, as before its first deployment, or may not be read: AWS Backup has
 *   one answer for both. So only calls that name the vault alone are made through here; one that names a recovery point
 *   says the same of an expired one.
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
  return isVaultMissing(error) ? 'notSetUp' : undefined;
}
