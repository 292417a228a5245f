import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { answer } from './answer';
import type { Aws } from './aws';
import { type CacheRemoval, removeCache } from './cache/remove';
import { changeSetNameOf, type OfExecution } from './change-set-name';
import type { Environment, Output } from './contract';
import { decideRemove } from './decide';
import { readFailure } from './read-facts';
import { removalFailure } from './words';

/** Before a removal that failed for a reason that passes is tried again. */
const PAUSE_SECONDS = 30;

/** Does the next step towards no stack and no cache, side by side; what users are served through stays. */
export async function remove(aws: Aws, input: OfExecution, surroundings: Surroundings<Environment>): Promise<Output> {
  const { STACK_NAME: stackName, LOCK_TABLE_NAME, STANDBY } = surroundings.environment;
  if (STANDBY === 'warm')
    throw new UnsafeToProceedError('warm-standby', `${stackName} stays deployed: the standby is a warm one`);
  const refuseWhileServing = async (): Promise<void> => {
    if ((await aws.serves(LOCK_TABLE_NAME)) !== 'standby') return;
    throw new UnsafeToProceedError(
      'standby-serves',
      `users are served through the stack ${stackName}: not removing it`,
    );
  };
  const [stack, cache] = await Promise.allSettled([
    removeStack(aws, input, surroundings, refuseWhileServing),
    removeCache(aws, surroundings, changeSetNameOf(input, surroundings.environment), refuseWhileServing),
  ]);
  if (stack.status === 'rejected') throw stack.reason;
  if (stack.value.phase !== 'gone') return stack.value;
  if (cache.status === 'rejected') throw cache.reason;
  return afterTheStack(cache.value, surroundings);
}

function afterTheStack({ isGone, detail, wait }: CacheRemoval, surroundings: Surroundings<Environment>): Output {
  if (isGone) return answer('gone', 'the stack is gone', null, surroundings);
  const stackName = surroundings.environment.CACHE?.stackName;
  return answer('working', detail, wait, surroundings, { stackName });
}

async function removeStack(
  aws: Aws,
  input: OfExecution,
  surroundings: Surroundings<Environment>,
  refuseWhileServing: () => Promise<void>,
): Promise<Output> {
  const { environment, now, region } = surroundings;
  const stackName = environment.STACK_NAME;
  const name = changeSetNameOf(input, environment);
  const stack = await aws.stack(stackName);
  const failure =
    stack?.status === 'DELETE_FAILED' ? await readFailure(aws, stack.stackId, name, surroundings) : undefined;
  const verdict = decideRemove(stack?.status, failure);
  switch (verdict.kind) {
    case 'gone':
      return answer('gone', 'the stack is gone', null, surroundings);
    case 'deleteStack':
      await refuseWhileServing();
      // A token of this request: one that was used for the stack before deletes nothing.
      await aws.deleteStack(stackName, environment.STACK_ROLE_ARN, `${name}-remove-${now()}`);
      return answer('working', `deleting the stack ${stackName}`, 'stackGone', surroundings, {
        pauseSeconds: failure === undefined ? undefined : PAUSE_SECONDS,
      });
    case 'stackFailed':
      throw new UnsafeToProceedError('stack-failed', removalFailure(stackName, verdict.detail, region));
    case 'lookAgain':
      return answer('working', verdict.detail, null, surroundings);
    case 'waitForStackGone':
      return answer('working', verdict.detail, 'stackGone', surroundings);
    default:
      return assertNever(verdict);
  }
}
