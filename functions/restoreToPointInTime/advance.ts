import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { FencedOutError } from '../shared/errors';
import type { Repairs } from './aws';
import type { Environment, Input, Output } from './contract';
import { remove } from './remove';
import { restore } from './restore';

/** Does what the action asks. */
export async function advance(
  repairs: Repairs,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  switch (input.action) {
    case 'restore':
      await expectPrimaryOurs(repairs, surroundings);
      return await restore(repairs, input, surroundings);
    case 'watch':
      await expectPrimaryOurs(repairs, surroundings);
      return { goesOn: true };
    case 'remove':
      return await remove(repairs, input, surroundings);
    default:
      return assertNever(input);
  }
}

/** The failover wins: what is under repair is about to be replaced, or is not what serves any more. */
async function expectPrimaryOurs(repairs: Repairs, { environment }: Surroundings<Environment>): Promise<void> {
  const suspension = await repairs.suspension(environment.LOCK_TABLE_NAME);
  if (suspension === undefined) return;
  const reason = suspension.kind === 'standbyServes' ? 'standby-serves' : 'failover-under-way';
  throw new FencedOutError(`${reason}: ${suspension.why}`);
}
