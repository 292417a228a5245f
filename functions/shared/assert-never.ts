import { InvariantViolationError } from './errors';

/** The end of a switch over a union: a new member that no case handles does not compile. */
export function assertNever(value: never): never {
  throw new InvariantViolationError(`no case handles ${JSON.stringify(value)}`);
}
