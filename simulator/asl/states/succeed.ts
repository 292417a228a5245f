import type { SucceedState } from '../definition';
import { produce } from '../produce';
import type { Outcome } from '../run-states';
import type { Step } from '../step';

/** Ends its thread well. */
export async function runSucceed(step: Step, state: SucceedState): Promise<Outcome> {
  return { ...(await produce(step, { Output: state.Output }, step.input)), next: undefined };
}
