import { assertNever } from '../../shared/assert-never';
import type { Surroundings } from '../../shared/create-handler';
import type { Wait } from '../answer';
import type { Aws } from '../aws';
import type { Environment } from '../contract';
import { decideRemove } from '../decide';
import { decideRemoveCache } from './decide';

/** What is left of the cache, and what to wait for until it is gone. */
export interface CacheRemoval {
  readonly remaining: readonly string[];
  readonly detail: string;
  readonly wait: Wait;
}

const GONE: CacheRemoval = { remaining: [], detail: 'there is no cache', wait: null };

/** Does the next step towards no cache: its stack first, then what the stack may have lost. */
export async function removeCache(
  aws: Aws,
  { environment, now }: Surroundings<Environment>,
  refuseWhileServing: () => Promise<void>,
): Promise<CacheRemoval> {
  const { CACHE: cache } = environment;
  if (cache === undefined) return GONE;
  const { stackName, cacheName, stackRoleArn } = cache;
  const left = (detail: string, wait: Wait): CacheRemoval => ({ remaining: [`stack ${stackName}`], detail, wait });
  const verdict = decideRemove(await aws.stackStatus(stackName));
  switch (verdict.kind) {
    case 'deleteStack':
      await refuseWhileServing();
      await aws.deleteStack(stackName, stackRoleArn, `${stackName}-remove-${now()}`);
      return left(`deleting the stack ${stackName}`, 'stackGone');
    case 'lookAgain':
      return left(verdict.detail, null);
    case 'waitForStackGone':
      return left(verdict.detail, 'stackGone');
    case 'gone':
      return await removeLostCache();
    default:
      return assertNever(verdict);
  }

  async function removeLostCache(): Promise<CacheRemoval> {
    const lost = decideRemoveCache(stackName, await aws.cache(cacheName));
    const remaining = [`cache ${cacheName}`];
    switch (lost.kind) {
      case 'deleteCache':
        await refuseWhileServing();
        await aws.deleteCache(cacheName);
        return { remaining, detail: `deleting the cache ${cacheName}, which belongs to no stack`, wait: null };
      case 'lookAgain':
        return { remaining, detail: lost.detail, wait: null };
      case 'gone':
        return GONE;
      default:
        return assertNever(lost);
    }
  }
}

/** What there is of the cache; changes nothing. */
export async function lookForCache(aws: Aws, { CACHE: cache }: Environment): Promise<readonly string[]> {
  if (cache === undefined) return [];
  const { stackName, cacheName } = cache;
  if (decideRemove(await aws.stackStatus(stackName)).kind !== 'gone') return [`stack ${stackName}`];
  const lost = decideRemoveCache(stackName, await aws.cache(cacheName));
  return lost.kind === 'gone' ? [] : [`cache ${cacheName}`];
}
