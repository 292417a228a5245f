import { isAnswered } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { FencedOutError } from '../shared/errors';
import { CORRUPTION_LOCK_KEY, LOCK_KEY } from '../shared/names';
import type { LockItem } from '../shared/lock-table';
import type { Reports } from './aws';
import type { Environment, Input, Notification, QuestionAsked } from './contract';
import { corruptionQuestion, questionAsked } from './corruption/question-message';
import { questionMessage } from './failover/question-message';
import { decideAsking, MOST_TRIES } from './failover/reminders';
import { executionFactsOf } from './running';

type Ask = Extract<Input, { action: 'ask' }>;

/**
 * Asks a person, or only keeps the newest token while no message is due. The token goes into the lock, where `answer`
 * finds it: whoever reads the mail later cannot answer with it.
 */
export async function ask(
  reports: Reports,
  input: Ask,
  surroundings: Surroundings<Environment>,
): Promise<QuestionAsked> {
  const { execution, taskToken, endsAt, turn } = input;
  const key = input.workflow === 'corruption-recovery' ? CORRUPTION_LOCK_KEY : LOCK_KEY;
  const { LOCK_TABLE_NAME, TOPIC_ARN } = surroundings.environment;
  const question = input.workflow === 'corruption-recovery' ? questionAsked(input.record) : undefined;
  const item = await reports.item(LOCK_TABLE_NAME, key);
  const isOfAnother = isOfAnotherQuestion(item, question);
  const before = isOfAnother ? withoutQuestion(item) : item;
  const kept = before?.['owner'] === execution.id ? before['approvalAnswer'] : undefined;
  if (kept !== undefined) {
    // It was given while the execution was held up, and is no question any more. Where this token is not good either, the next one is tried.
    await reports.sendTaskSuccess(taskToken, JSON.parse(kept));
    return { notified: false };
  }
  const { isDue, isReminder, tries } = decideAsking(before, execution.id, input, surroundings.now());
  const change = async (set: LockItem, remove: readonly string[] = []) =>
    await reports.updateLock(LOCK_TABLE_NAME, { set, remove, where: { owner: execution.id } }, key);
  const isStored = await change(
    {
      approvalToken: taskToken,
      approvalTurn: turn,
      approvalEndsAt: endsAt,
      approvalTries: String(isDue && tries === 0 ? 1 : tries),
      ...(question === undefined ? {} : { approvalQuestion: question }),
    },
    ['approvalAnsweredBy', 'approvalAnsweredAt', ...(isOfAnother ? ['approvalAnswer', 'approvalNotifiedAt'] : [])],
  );
  if (!isStored) throw new FencedOutError(`lock-held: the lock belongs to ${before?.['owner'] ?? 'nobody'} now`);
  if (!isDue) return { notified: false };
  const { subject, message } = messageOf(input, isReminder, surroundings);
  const publish = async () => {
    try {
      await reports.publish(TOPIC_ARN, subject, message);
    } catch (error) {
      // SNS answered with an error, so the message has not arrived. There is one attempt, and this was it.
      if (isAnswered(error)) await change({ approvalTries: String(tries) });
      if (isAnswered(error) || tries + 1 < MOST_TRIES) throw error;
    }
  };
  try {
    if (tries > 0) {
      await expectAnswer(reports, TOPIC_ARN);
      await change({ approvalTries: String(tries + 1) });
    }
    await publish();
  } catch (error) {
    // The question is out, and this token takes an answer to it: a reminder that fails must not take that away.
    if (isReminder) return { notified: false };
    throw error;
  }
  await change({
    approvalAskedAt: before?.['owner'] === execution.id ? (before['approvalAskedAt'] ?? input.askedAt) : input.askedAt,
    approvalNotifiedAt: new Date(surroundings.now()).toISOString(),
    approvalTries: '0',
  });
  return { notified: true };
}

/** An execution may ask twice: what the lock says of its first question, and the answer to it, say nothing of the second. */
function isOfAnotherQuestion(item: LockItem | undefined, question: string | undefined): boolean {
  return question !== undefined && (item?.['approvalQuestion'] ?? question) !== question;
}

function withoutQuestion(item: LockItem | undefined): LockItem {
  return Object.fromEntries(Object.entries(item ?? {}).filter(([field]) => !field.startsWith('approval')));
}

function messageOf(input: Ask, isReminder: boolean, surroundings: Surroundings<Environment>): Notification {
  const facts = executionFactsOf(input.execution, surroundings);
  const question = { askedAt: input.askedAt, endsAt: input.endsAt, isReminder };
  return input.workflow === 'corruption-recovery'
    ? corruptionQuestion({ ...facts, record: input.record }, question)
    : questionMessage({ ...facts, record: input.record }, question);
}

/**
 * Before a message is sent again whose answer was lost: the few tries that it has are not spent while SNS is silent.
 * Whatever SNS says to a read, it is there.
 */
async function expectAnswer(reports: Reports, topicArn: string): Promise<void> {
  try {
    await reports.readTopic(topicArn);
  } catch (error) {
    if (!isAnswered(error)) throw error;
  }
}
