import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Aws } from './aws';
import { beside } from './cache/beside';
import { ensureCache } from './cache/ensure';
import { cacheByHand } from './cache/by-hand';
import { changeSetNameOf, type OfExecution } from './change-set-name';
import type { Environment, Input, Output } from './contract';
import { deploy } from './deploy';
import { openFunctions } from './open-functions';
import { remove } from './remove';
import { warm } from './warm';

/** Does the next step of the action. */
export function advance(aws: Aws, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'deploy':
      return beside(deployOpen(aws, input, surroundings), ensureCache(aws, surroundings));
    case 'warm':
      return warm(aws, input.id, surroundings);
    case 'remove':
      return remove(aws, input, surroundings);
    case 'cache':
      return cacheByHand(aws, surroundings);
    default:
      return assertNever(input);
  }
}

/** A failover needs the functions to run; a warm standby that is brought up to date may be fenced on purpose. */
async function deployOpen(aws: Aws, input: OfExecution, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment } = surroundings;
  return openFunctions(aws, environment, await deploy(aws, changeSetNameOf(input, environment), surroundings));
}
