import { isOutage } from '../../../rehearsal/stage/retry-outage';
import type { World } from '../../../simulator/world';

const PAUSE_MS = 10_000;
/** An hour. */
const ATTEMPTS = 360;

/** As a person does it, beside everything else that goes on: again after a moment where AWS does not answer. */
export async function insist<Answer>({ scheduler }: World, call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isOutage(error) || attempt === ATTEMPTS) throw error;
      await scheduler.sleep(PAUSE_MS);
    }
  }
}
