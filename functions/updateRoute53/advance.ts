import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Traffic } from './aws';
import type { Environment, Input, Output } from './contract';
import { keep } from './keep';
import { moveBack } from './move-back';
import { switchToStandby } from './switch-to-standby';

/** Does the action, or as much of it as can be done now. */
export function advance(traffic: Traffic, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'switch':
      return switchToStandby(traffic, input, surroundings);
    case 'keep':
      return keep(traffic, surroundings);
    case 'moveBack':
      return moveBack(traffic, input, surroundings);
    default:
      return assertNever(input);
  }
}
