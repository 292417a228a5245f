import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import { CORRUPTION_LOCK_KEY, LOCK_KEY } from '../shared/names';
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
  const { LOCK_TABLE_NAME } = environment;
  const key = lockKeyOf(executionArn);
  // Kept in the lock, too: a task that ends with an error although it was answered asks again, and is given it there.
  const answered = {
    approvalAnswer: JSON.stringify({ approved, by }),
    approvalAnsweredBy: by,
    approvalAnsweredAt: new Date(now()).toISOString(),
  };
  let lock: LockItem | undefined;
  let approvalToken = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    lock = await reports.item(LOCK_TABLE_NAME, key);
    approvalToken = tokenOf(lock, input);
    if (!(await reports.sendTaskSuccess(approvalToken, { approved, by }))) continue;
    const where = { owner: executionArn, approvalToken };
    await reports.updateLock(LOCK_TABLE_NAME, { set: answered, remove: ['approvalToken'], where }, key);
    return { approved, by, detail: approved ? 'approved: the execution goes on' : 'rejected: the execution ends' };
  }
  // An execution that is held up has no token that is good, and asks again. One that has ended has no lock that runs.
  const isKept =
    lock?.['status'] === 'RUNNING' &&
    (await reports.updateLock(
      LOCK_TABLE_NAME,
      {
        set: answered,
        remove: ['approvalToken'],
        where: { owner: executionArn, status: 'RUNNING', approvalToken },
      },
      key,
    ));
  if (isKept)
    return { approved, by, detail: 'kept: the execution is held up, and takes the answer when it asks again' };
  throw new InvalidRequestError(
    `executionArn: ${executionArn} does not wait for an answer any more: the time is over, or it has been answered`,
  );
}

/** By the name of its state machine: `arn:aws:states:…:execution:NAME-corruption-recovery:…`. */
function lockKeyOf(executionArn: string): string {
  return executionArn.split(':')[6]?.endsWith('-corruption-recovery') === true ? CORRUPTION_LOCK_KEY : LOCK_KEY;
}

function tokenOf(lock: LockItem | undefined, { executionArn, question }: Answer): string {
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
  const asked = lock?.['approvalQuestion'];
  if (question !== undefined && asked !== undefined && asked !== question) {
    throw new InvalidRequestError(
      `question: ${executionArn} waits for an answer to "${asked}" now, and not to "${question}": use the command of the newest message`,
    );
  }
  const token = lock?.['approvalToken'];
  if (token === undefined) throw new InvalidRequestError(`executionArn: ${executionArn} does not wait for an answer`);
  return token;
}
