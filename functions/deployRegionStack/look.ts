import type { Surroundings } from '../shared/create-handler';
import { answer } from './answer';
import type { Aws } from './aws';
import { lookForCache } from './cache/remove';
import type { Environment, Output } from './contract';

/** Says what there is of the stack and of the cache; changes nothing. */
export async function look(aws: Aws, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment } = surroundings;
  const [status, cache] = await Promise.allSettled([
    aws.stackStatus(environment.STACK_NAME),
    lookForCache(aws, environment),
  ]);
  if (status.status === 'rejected') throw status.reason;
  const isThere = status.value !== undefined && status.value !== 'DELETE_COMPLETE';
  const remaining = [
    ...(isThere ? [`stack ${environment.STACK_NAME}`] : []),
    ...(cache.status === 'fulfilled' ? cache.value : unknownCache(environment)),
  ];
  if (remaining.length === 0) return answer('gone', 'there is no stack', null, surroundings);
  const detail = isThere ? `the stack is ${status.value}` : `there is ${remaining.join(' and ')}`;
  // Whoever knows one name only names all that is left: `stack PilotLightActivation, stack PilotLightCache`.
  const stackName = remaining.join(', ').replace(/^stack /, '');
  return answer('there', detail, null, surroundings, { stackName, remaining });
}

function unknownCache({ CACHE: cache }: Environment): readonly string[] {
  return cache === undefined ? [] : [`stack ${cache.stackName}, if there is one`];
}
