import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import { LOCK_KEY } from '../shared/names';
import type { LockItem } from '../shared/lock-table';
import type { Reports } from './aws';
import type { Answered, Environment, Input } from './contract';

type Answer = Extract<Input, { action: 'answer' }>;

/** Somebody may be asked again, with another token, between the reading and the answer. */
const ATTEMPTS = 2;

/** Gives a person's answer to the execution that waits for it. */
export async function answer(
  reports: Reports,
  input: Answer,
  { environment, now }: Surroundings<Environment>,
): Promise<Answered> {
  const { executionArn, approved, by } = input;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const lock = await reports.item(environment.LOCK_TABLE_NAME, LOCK_KEY);
    const approvalToken = tokenOf(lock, input);
    if (!(await reports.sendTaskSuccess(approvalToken, { approved, by }))) continue;
    await reports.updateLock(environment.LOCK_TABLE_NAME, {
      set: { approvalAnsweredBy: by, approvalAnsweredAt: new Date(now()).toISOString() },
      remove: ['approvalToken'],
      where: { owner: executionArn, approvalToken },
    });
    return { approved, by, detail: approved ? 'approved: the execution goes on' : 'rejected: the execution ends' };
  }
  throw new InvalidRequestError(
    `executionArn: ${executionArn} does not wait for an answer any more: the time is over, or it has been answered`,
  );
}

function tokenOf(lock: LockItem | undefined, { executionArn }: Answer): string {
  const owner = lock?.['owner'];
  if (owner !== executionArn) {
    const holder = owner === undefined ? 'no execution holds the lock' : `the lock belongs to ${owner}`;
    throw new InvalidRequestError(`executionArn: ${executionArn} does not wait for an answer: ${holder}`);
  }
  const answeredBy = lock?.['approvalAnsweredBy'];
  if (answeredBy !== undefined) {
    throw new InvalidRequestError(
      `executionArn: answered already, by ${answeredBy} at ${lock?.['approvalAnsweredAt'] ?? 'an unknown time'}`,
    );
  }
  const token = lock?.['approvalToken'];
  if (token === undefined) throw new InvalidRequestError(`executionArn: ${executionArn} does not wait for an answer`);
  return token;
}
