import type { Surroundings } from '../shared/create-handler';
import { FencedOutError } from '../shared/errors';
import { LOCK_KEY } from '../shared/names';
import type { Reports } from './aws';
import type { Environment, Input, Notification } from './contract';
import { questionMessage } from './failover/question-message';
import { runningFactsOf } from './running';

/**
 * Asks a person. The token goes into the lock, where `answer` finds it: whoever reads the mail later, or a list of
 * messages, cannot answer with it. Asked again, the newest token is the one that counts.
 */
export async function ask(
  reports: Reports,
  { execution, record, taskToken, askedAt, endsAt }: Extract<Input, { action: 'ask' }>,
  surroundings: Surroundings<Environment>,
): Promise<Notification> {
  const { LOCK_TABLE_NAME, TOPIC_ARN } = surroundings.environment;
  const where = { owner: execution.id };
  const before = await reports.item(LOCK_TABLE_NAME, LOCK_KEY);
  const isStored = await reports.updateLock(LOCK_TABLE_NAME, {
    set: { approvalToken: taskToken, approvalEndsAt: endsAt },
    remove: ['approvalAnsweredBy', 'approvalAnsweredAt'],
    where,
  });
  if (!isStored) throw new FencedOutError(`lock-held: the lock belongs to ${before?.['owner'] ?? 'nobody'} now`);
  // Only what was sent is reminded of; a new owner begins with a new lock.
  const isReminder = before?.['owner'] === execution.id && before['approvalAskedAt'] !== undefined;
  const question = questionMessage(runningFactsOf(execution, record, surroundings), { askedAt, endsAt, isReminder });
  await reports.publish(TOPIC_ARN, question.subject, question.message);
  if (!isReminder) await reports.updateLock(LOCK_TABLE_NAME, { set: { approvalAskedAt: askedAt }, remove: [], where });
  return question;
}
