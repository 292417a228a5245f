import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Stacks } from './aws';
import { changeSetNameOf } from './change-set-name';
import type { Environment, Input, Output } from './contract';
import { deploy } from './deploy';
import { look } from './look';
import { remove } from './remove';
import { warm } from './warm';

/** Does the next step of the action. */
export function advance(stacks: Stacks, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'deploy':
      return deploy(stacks, changeSetNameOf(input, surroundings.environment), surroundings);
    case 'warm':
      return warm(stacks, input.id, surroundings);
    case 'remove':
      return remove(stacks, input, surroundings);
    case 'look':
      return look(stacks, surroundings);
    default:
      return assertNever(input);
  }
}
