import type { Faults } from '../../simulator/kernel/faults';
import { LONGEST_RETRY_MS } from '../../simulator/services/retry-delivery';

/** Scheduler invokes within the minute that it is due in (EventBridge Scheduler User Guide, FlexibleTimeWindow). */
const PUNCTUAL_MS = 60_000;

/** Until when an execution that is due must have begun: the faults that were ordered may hold it up. */
export function startLimit(
  faults: Faults,
  region: string,
  dueMs: number,
): { readonly heldUpMs: number; readonly latestMs: number } {
  const call = { region, service: 'states', operation: 'StartExecution' };
  const heldUpMs = faults.passedBy(call, { fromMs: dueMs, toMs: dueMs + PUNCTUAL_MS }) - dueMs;
  // Scheduler doubles its pauses: the last of them is as long as everything before it, up to the longest.
  return { heldUpMs, latestMs: dueMs + heldUpMs + Math.min(heldUpMs, LONGEST_RETRY_MS) + PUNCTUAL_MS };
}
