import type { PassState } from '../definition';
import { produce } from '../output-and-assign';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';

/** Hands on its input, or its Output. */
export async function runPass(step: Step, state: PassState): Promise<StateExit> {
  return { ...(await produce(step, state, step.input)), next: state.Next };
}
