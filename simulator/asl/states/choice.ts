import type { ChoiceState } from '../definition';
import { NoChoiceMatchedError } from '../errors';
import { produce } from '../output-and-assign';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';

/** Goes where the first rule that holds says; a rule's Output and Assign replace the state's, which are the default's. */
export async function runChoice(step: Step, state: ChoiceState): Promise<StateExit> {
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${index}]/`;
    if (await step.fillAs('boolean', rule.Condition, `${field}Condition`)) {
      return { ...(await produce(step, rule, step.input, {}, field)), next: rule.Next };
    }
  }
  if (state.Default === undefined) {
    throw new NoChoiceMatchedError(
      step.sentence('Failed to transition out of the state. The state does not point to a next state.'),
    );
  }
  return { ...(await produce(step, state, step.input)), next: state.Default };
}
