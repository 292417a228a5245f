import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import { close } from './close';
import type { Environment, Input, Output } from './contract';
import { explain } from './explain';
import { follow } from './follow';
import { receive } from './receive';

/** Does what the action asks of the incident. */
export function advance(backups: Backups, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'receive':
      return receive(backups, input, surroundings);
    case 'follow':
      return follow(backups, input, surroundings);
    case 'close':
      return close(backups, input, surroundings);
    case 'explain':
      return explain(backups, input, surroundings);
    default:
      return assertNever(input);
  }
}
