import type { SucceedState } from '../definition';
import { produce } from '../output-and-assign';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';

/** Ends its thread well. */
export async function runSucceed(step: Step, state: SucceedState): Promise<StateExit> {
  return { ...(await produce(step, { Output: state.Output }, step.input)), next: undefined };
}
