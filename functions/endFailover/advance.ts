import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Failovers } from './aws';
import type { Environment, Input, Output } from './contract';
import { end } from './end';
import { release } from './release';

export function advance(failovers: Failovers, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'executionEnded':
      return release(failovers, input, surroundings);
    case 'end':
      return end(failovers, input, surroundings);
    default:
      return assertNever(input);
  }
}
