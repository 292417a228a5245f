import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { answer } from './answer';
import type { Aws } from './aws';
import { type CacheRemoval, removeCache } from './cache/remove';
import { changeSetNameOf, type OfExecution } from './change-set-name';
import type { Environment, Output } from './contract';
import { decideRemove } from './decide';

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
    removeCache(aws, surroundings, refuseWhileServing),
  ]);
  if (stack.status === 'rejected') throw stack.reason;
  if (stack.value.phase !== 'gone') {
    const others = cache.status === 'fulfilled' ? cache.value.remaining : [];
    return { ...stack.value, remaining: [...stack.value.remaining, ...others] };
  }
  if (cache.status === 'rejected') throw cache.reason;
  return afterTheStack(cache.value, surroundings);
}

function afterTheStack({ remaining, detail, wait }: CacheRemoval, surroundings: Surroundings<Environment>): Output {
  if (remaining.length === 0) return answer('gone', 'the stack is gone', null, surroundings);
  const stackName = surroundings.environment.CACHE?.stackName;
  return answer('working', detail, wait, surroundings, { stackName, remaining });
}

async function removeStack(
  aws: Aws,
  input: OfExecution,
  surroundings: Surroundings<Environment>,
  refuseWhileServing: () => Promise<void>,
): Promise<Output> {
  const { environment } = surroundings;
  const stackName = environment.STACK_NAME;
  const remaining = [`stack ${stackName}`];
  const verdict = decideRemove(await aws.stackStatus(stackName));
  switch (verdict.kind) {
    case 'gone':
      return answer('gone', 'the stack is gone', null, surroundings);
    case 'deleteStack':
      await refuseWhileServing();
      await aws.deleteStack(stackName, environment.STACK_ROLE_ARN, `${changeSetNameOf(input, environment)}-remove`);
      return answer('working', `deleting the stack ${stackName}`, 'stackGone', surroundings, { remaining });
    case 'lookAgain':
      return answer('working', verdict.detail, null, surroundings, { remaining });
    case 'waitForStackGone':
      return answer('working', verdict.detail, 'stackGone', surroundings, { remaining });
    default:
      return assertNever(verdict);
  }
}
