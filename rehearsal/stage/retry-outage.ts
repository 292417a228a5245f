import type { World } from '../../simulator/world';

const PAUSE_MS = 5000;
/** An hour: a simulated outage is not waited out for longer. */
const ATTEMPTS = 720;
/** What the faults of a simulation answer with; anything else is an answer. */
const PASSING: ReadonlySet<string> = new Set(['InternalFailure', 'ThrottlingException', 'UnreachableError']);

/**
 * Makes a call as a person at the keyboard does: asks again after a moment, in virtual time, when AWS does not answer or
 * is too busy to. The call must be safe to repeat.
 */
export async function retryOutage<T>({ scheduler }: World, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isOutage(error) || attempt === ATTEMPTS) throw error;
      await scheduler.runUntil(scheduler.now() + PAUSE_MS);
    }
  }
}

/** Whether AWS did not answer, or was too busy to: nothing is known then of what was asked. */
export function isOutage(error: unknown): boolean {
  return error instanceof Error && PASSING.has(error.name);
}
