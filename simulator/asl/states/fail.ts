import type { FailState } from '../definition';
import { ExecutionError } from '../errors';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';

/** Ends its thread with the error it names. */
export async function runFail(step: Step, state: FailState): Promise<StateExit> {
  const error = state.Error === undefined ? undefined : await step.fillAs('string', state.Error, 'Error');
  const cause = state.Cause === undefined ? undefined : await step.fillAs('string', state.Cause, 'Cause');
  throw new ExecutionError(error, cause);
}
