import type { Surroundings } from '../shared/create-handler';
import { isAnswered } from '../shared/aws-errors';
import type { Keeper } from './aws';
import type { Environment } from './contract';
import type { KeeperMail } from './mail';
import type { MailClaim } from './mail-claim';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What stays as it is need not be said every day. */
const AGAIN_MS = 7 * DAY_MS;
/** Of a claim whose owner has died: nobody knows whether the mail was sent, and a day later it is news again. */
const CLAIM_MS = DAY_MS;
/** A message whose answer was lost may have arrived: it is sent three times at most, the last after half an hour. */
const RESEND_MS: readonly number[] = [5 * MINUTE_MS, 30 * MINUTE_MS];

/**
 * Notifies people once, whoever else is at it and however this call ends. The item is claimed before the message is sent;
 * one that was refused is free again for the next call.
 */
export async function notifyOnce(
  keeper: Keeper,
  { key, ...message }: KeeperMail,
  { environment, logger, now, requestId }: Surroundings<Environment>,
): Promise<void> {
  const beganMs = now();
  const before = await keeper.lastClaim(environment, key);
  if (before !== undefined && before.expiresAtMs > beganMs) return;
  const lostBefore = before?.lostAnswers ?? 0;
  const claim = { key, text: message.text, claimedBy: `${requestId} ${beganMs}`, lostAnswers: lostBefore };
  if (!(await keeper.claim(environment, { ...claim, expiresAtMs: beganMs + CLAIM_MS }, beganMs))) return;
  try {
    await keeper.publish(environment, message);
  } catch (error) {
    // Refused: it has not arrived, and the next call sends it.
    await settle({ ...claim, ...(isAnswered(error) ? { expiresAtMs: now() } : afterLostAnswer(lostBefore + 1)) });
    throw error;
  }
  await settle({ ...claim, lostAnswers: 0, expiresAtMs: now() + AGAIN_MS });

  function afterLostAnswer(lostAnswers: number): Pick<MailClaim, 'expiresAtMs' | 'lostAnswers'> {
    const pauseMs = RESEND_MS[lostAnswers - 1];
    return pauseMs === undefined
      ? { lostAnswers: 0, expiresAtMs: now() + AGAIN_MS }
      : { lostAnswers, expiresAtMs: now() + pauseMs };
  }

  /** What cannot be written leaves the claim as it is: at worst the message comes a day later, and never twice. */
  async function settle(claimed: MailClaim): Promise<void> {
    try {
      await keeper.settle(environment, claimed);
    } catch (error) {
      logger.warn('the notice could not be recorded', { error: error instanceof Error ? error : String(error) });
    }
  }
}
