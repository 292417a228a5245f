import type { Surroundings } from '../shared/create-handler';
import { answer } from './answer';
import type { Stacks } from './aws';
import type { Environment, Output } from './contract';

/** Says whether there is a stack; changes nothing. */
export async function look(stacks: Stacks, surroundings: Surroundings<Environment>): Promise<Output> {
  const status = await stacks.stackStatus(surroundings.environment.STACK_NAME);
  if (status === undefined || status === 'DELETE_COMPLETE')
    return answer('gone', 'there is no stack', null, surroundings);
  return answer('there', `the stack is ${status}`, null, surroundings);
}
