import type { ApprovalQuestion } from './question-message';

/** What the lock says of a question, as text. */
type Lock = Readonly<Record<string, string>> | undefined;

/** Nobody is reminded more often; and of a long time to answer, four times. */
const SHORTEST_PAUSE_MINUTES = 15;
const REMINDERS = 4;
/** Whoever is reminded later could not answer any more. */
const LEAST_LEFT_MS = 60_000;
/** A message whose answer was lost may have been delivered: after this many it counts as sent. */
export const MOST_TRIES = 3;

export interface Asking {
  readonly isDue: boolean;
  /** Somebody was asked before, and has not answered. */
  readonly isReminder: boolean;
  /** How often the message that is due was tried, without an answer from SNS. */
  readonly tries: number;
}

/** Whether a message is due: the first at once, then reminders. The state machine asks every few minutes. */
export function decideAsking(
  lock: Lock,
  executionArn: string,
  { askedAt, endsAt }: Pick<ApprovalQuestion, 'askedAt' | 'endsAt'>,
  nowMs: number,
): Asking {
  // A new owner begins with a new lock.
  const own = lock?.['owner'] === executionArn ? lock : undefined;
  const tries = Number(own?.['approvalTries'] ?? 0);
  const sentAt = own?.['approvalNotifiedAt'];
  if (sentAt === undefined) return { isDue: true, isReminder: false, tries };
  const wholeMinutes = (Date.parse(endsAt) - Date.parse(askedAt)) / 60_000;
  const pauseMinutes = Math.max(SHORTEST_PAUSE_MINUTES, wholeMinutes / REMINDERS);
  const isOutstanding = nowMs - Date.parse(sentAt) >= pauseMinutes * 60_000;
  return { isDue: isOutstanding && Date.parse(endsAt) - nowMs >= LEAST_LEFT_MS, isReminder: true, tries };
}
