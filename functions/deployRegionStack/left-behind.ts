import type { Surroundings } from '../shared/create-handler';
import type { Aws } from './aws';
import type { Environment } from './contract';

/**
 * Functions that a stack of ours has made and lost: CloudFormation does not remove what was created after it had given
 * up on it, and no stack can be made beside it. Only their own tag makes them ours.
 *
 * @param among their names
 */
export async function leftBehind(
  aws: Aws,
  { environment, region, accountId }: Surroundings<Environment>,
  among: readonly string[] = environment.FUNCTION_NAMES,
): Promise<readonly string[]> {
  const creators = await Promise.all(
    among.map((name) => aws.creatorOf(`arn:aws:lambda:${region}:${accountId}:function:${name}`)),
  );
  return among.filter((_, index) => creators[index] === environment.STACK_NAME);
}

/**
 * Makes room for a stack where there is none. What cannot be checked or deleted now is left: if it is in the way, the
 * stack says so, and is made again.
 */
export async function removeLeftBehind(aws: Aws, surroundings: Surroundings<Environment>): Promise<readonly string[]> {
  const { environment, logger } = surroundings;
  try {
    const names = await leftBehind(aws, surroundings);
    if (names.length === 0 || (await aws.serves(environment.LOCK_TABLE_NAME)) === 'standby') return [];
    for (const name of names) await aws.deleteFunction(name);
    return names;
  } catch (error) {
    logger.warn('what an earlier stack has left could not be removed', { error: String(error) });
    return [];
  }
}
