import { assertNever } from '../../shared/assert-never';
import type { Surroundings } from '../../shared/create-handler';
import { UnsafeToProceedError } from '../../shared/errors';
import type { Wait } from '../answer';
import type { Aws } from '../aws';
import type { Environment } from '../contract';
import { decideRemove } from '../decide';
import { readFailure } from '../read-facts';
import { removalFailure } from '../words';
import { decideRemoveCache } from './decide';

/** What is so of the removal, and what to wait for until the cache is gone. */
export interface CacheRemoval {
  readonly isGone: boolean;
  readonly detail: string;
  readonly wait: Wait;
}

const GONE: CacheRemoval = { isGone: true, detail: 'there is no cache', wait: null };

/**
 * Does the next step towards no cache: its stack first, then what the stack may have lost.
 *
 * @param requestName what the tokens of this execution begin with
 */
export async function removeCache(
  aws: Aws,
  surroundings: Surroundings<Environment>,
  requestName: string,
  refuseWhileServing: () => Promise<void>,
): Promise<CacheRemoval> {
  const { environment, now, region } = surroundings;
  const { CACHE: cache } = environment;
  if (cache === undefined) return GONE;
  const { stackName, cacheName, stackRoleArn } = cache;
  const left = (detail: string, wait: Wait): CacheRemoval => ({ isGone: false, detail, wait });
  const stack = await aws.stack(stackName);
  const failure =
    stack?.status === 'DELETE_FAILED' ? await readFailure(aws, stack.stackId, requestName, surroundings) : undefined;
  const verdict = decideRemove(stack?.status, failure);
  switch (verdict.kind) {
    case 'deleteStack':
      await refuseWhileServing();
      await aws.deleteStack(stackName, stackRoleArn, `${requestName}-remove-${now()}`);
      return left(`deleting the stack ${stackName}`, 'stackGone');
    case 'lookAgain':
      return left(verdict.detail, null);
    case 'waitForStackGone':
      return left(verdict.detail, 'stackGone');
    case 'stackFailed':
      throw new UnsafeToProceedError('stack-failed', removalFailure(stackName, verdict.detail, region));
    case 'gone':
      return await removeLostCache();
    default:
      return assertNever(verdict);
  }

  async function removeLostCache(): Promise<CacheRemoval> {
    const lost = decideRemoveCache(stackName, await aws.cache(cacheName));
    switch (lost.kind) {
      case 'deleteCache':
        await refuseWhileServing();
        await aws.deleteCache(cacheName);
        return left(`deleting the cache ${cacheName}, which belongs to no stack`, null);
      case 'lookAgain':
        return left(lost.detail, null);
      case 'gone':
        return GONE;
      default:
        return assertNever(lost);
    }
  }
}
