import type { Surroundings } from '../../shared/create-handler';
import { InvalidRequestError } from '../../shared/errors';
import { answer } from '../answer';
import type { Aws } from '../aws';
import type { Environment, Output } from '../contract';
import { isGone } from './decide';
import { ensureCache } from './ensure';

/** What a person does about a cache that a failover could not make: one step a call, until it says that it is there. */
export async function cacheByHand(aws: Aws, surroundings: Surroundings<Environment>): Promise<Output> {
  const { STACK_NAME: stackName, CACHE: settings } = surroundings.environment;
  if (settings === undefined) throw new InvalidRequestError('action: a failover makes no cache here');
  if (isGone((await aws.stack(stackName))?.status))
    throw new InvalidRequestError(`action: ${stackName} is not deployed, so nothing here would use a cache`);
  const cache = await ensureCache(aws, surroundings);
  const { stackName: cacheStack } = settings;
  const phase = cache.state === 'ready' ? 'ready' : 'working';
  // Whoever reads this has just used the command.
  return {
    ...answer(phase, cache.detail, null, surroundings, { stackName: cacheStack }),
    cache: { ...cache, command: null },
  };
}
