import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { answer } from './answer';
import type { Stacks } from './aws';
import { changeSetNameOf, type OfExecution } from './change-set-name';
import type { Environment, Output } from './contract';
import { decideRemove } from './decide';

/** Does the next step towards no stack; one that users are served through stays. */
export async function remove(
  stacks: Stacks,
  input: OfExecution,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment } = surroundings;
  const stackName = environment.STACK_NAME;
  if (environment.STANDBY === 'warm')
    throw new UnsafeToProceedError('warm-standby', `${stackName} stays deployed: the standby is a warm one`);
  const verdict = decideRemove(await stacks.stackStatus(stackName));
  switch (verdict.kind) {
    case 'gone':
      return answer('gone', 'the stack is gone', null, surroundings);
    case 'deleteStack':
      if ((await stacks.serves(environment.LOCK_TABLE_NAME)) === 'standby') {
        throw new UnsafeToProceedError(
          'standby-serves',
          `users are served through the stack ${stackName}: not removing it`,
        );
      }
      await stacks.deleteStack(stackName, environment.STACK_ROLE_ARN, `${changeSetNameOf(input, environment)}-remove`);
      return answer('working', `deleting the stack ${stackName}`, 'stackGone', surroundings);
    case 'lookAgain':
      return answer('working', verdict.detail, null, surroundings);
    case 'waitForStackGone':
      return answer('working', verdict.detail, 'stackGone', surroundings);
    default:
      return assertNever(verdict);
  }
}
