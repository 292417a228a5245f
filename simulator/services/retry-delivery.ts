import { AwsError } from '../service';
import type { World } from '../world';

/** The first wait before a retry; it doubles with each, up to the longest. AWS documents back-off, not its figures. */
const FIRST_RETRY_MS = 1_000;
export const LONGEST_RETRY_MS = 600_000;

export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

/** Why something was not delivered in the end. */
export interface Undelivered {
  /** The code of the target's last error; `Timeout` when it did not answer. */
  readonly code: string;
  readonly reason: string;
  readonly retries: number;
  /** What ended the retries; undefined for an error that no retry could mend. */
  readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined;
}

/** Tries until it works, what failed cannot pass, or the policy says that it is enough. */
export async function deliverWithRetries(
  world: World,
  policy: RetryPolicy,
  attempt: () => Promise<void>,
): Promise<Undelivered | undefined> {
  const deadlineMs = world.scheduler.now() + policy.maximumEventAgeSeconds * 1000;
  for (let retries = 0; ; retries += 1) {
    const failure = await failureOf(attempt);
    if (failure === undefined) return undefined;
    const { code, reason } = failure;
    if (!failure.mayPass) return { code, reason, retries, exhausted: undefined };
    if (retries >= policy.maximumRetryAttempts) return { code, reason, retries, exhausted: 'MaximumRetryAttempts' };
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS);
    if (world.scheduler.now() + waitMs > deadlineMs) {
      return { code, reason, retries, exhausted: 'MaximumEventAgeInSeconds' };
    }
    await world.scheduler.sleep(waitMs);
  }
}

/** As message attributes of a dead letter, which cannot be empty. */
export function describeUndelivered({ code, reason, retries, exhausted }: Undelivered): Record<string, string> {
  return {
    ERROR_CODE: code,
    ERROR_MESSAGE: reason,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
}

async function failureOf(
  attempt: () => Promise<void>,
): Promise<{ readonly code: string; readonly reason: string; readonly mayPass: boolean } | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'UnreachableError') return { code: 'Timeout', reason: error.message, mayPass: true };
    if (!(error instanceof AwsError)) throw error;
    const mayPass = error.status >= 500 || error.status === 429 || error.code.startsWith('Throttling');
    return { code: error.code, reason: error.message, mayPass };
  }
}
