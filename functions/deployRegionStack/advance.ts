import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Aws } from './aws';
import { beside } from './cache/beside';
import { ensureCache } from './cache/ensure';
import { cacheByHand } from './cache/by-hand';
import { changeSetNameOf } from './change-set-name';
import type { Environment, Input, Output } from './contract';
import { deploy } from './deploy';
import { look } from './look';
import { remove } from './remove';
import { warm } from './warm';

/** Does the next step of the action. */
export function advance(aws: Aws, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'deploy':
      return beside(
        deploy(aws, changeSetNameOf(input, surroundings.environment), surroundings),
        ensureCache(aws, surroundings),
      );
    case 'warm':
      return warm(aws, input.id, surroundings);
    case 'remove':
      return remove(aws, input, surroundings);
    case 'look':
      return look(aws, surroundings);
    case 'cache':
      return cacheByHand(aws, surroundings);
    default:
      return assertNever(input);
  }
}
