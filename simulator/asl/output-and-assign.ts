import type { Catcher, ChoiceRule, State } from './definition';
import { DataLimitExceededError } from './errors';
import { MAXIMUM_PAYLOAD_BYTES, sizeInBytes } from './quotas';
import type { Results, Step } from './step';

type Producing = Pick<Catcher, 'Assign' | 'Output'>;

/**
 * What a state leaves behind: its output (`otherwise` where the definition says nothing) and its variables. Both are
 * computed from the values at the state's entry, then the variables are assigned.
 */
export async function produce(
  step: Step,
  { Output, Assign }: Producing,
  otherwise: unknown,
  results: Results = {},
  prefix = '',
): Promise<{ output: unknown; assigned: Readonly<Record<string, unknown>> | undefined }> {
  const assigned = await assignments(step, Assign, results, prefix);
  const output = Output === undefined ? otherwise : await step.fill(Output, `${prefix}Output`, results);
  if (sizeInBytes(output) > MAXIMUM_PAYLOAD_BYTES) throw new DataLimitExceededError(step.name);
  if (assigned !== undefined) step.thread.variables.assign(assigned, step.name);
  return { output, assigned };
}

async function assignments(
  step: Step,
  assign: Producing['Assign'],
  results: Results,
  prefix: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (assign === undefined) return undefined;
  const values: [string, unknown][] = [];
  for (const [name, template] of Object.entries(assign)) {
    values.push([name, await step.fill(template, `${prefix}Assign/${name}`, results)]);
  }
  return Object.fromEntries(values);
}

/** The state that follows, or undefined at the end of the thread. */
export function nextOf(
  state: Exclude<State, { Type: 'Choice' | 'Succeed' | 'Fail' }> | ChoiceRule,
): string | undefined {
  return state.Next;
}
