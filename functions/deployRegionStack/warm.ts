import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import type { Aws } from './aws';
import { beside } from './cache/beside';
import { ensureCache } from './cache/ensure';
import type { Environment, Output } from './contract';
import { deploy } from './deploy';

/** Deploys what a failover deploys, before there is one. */
export async function warm(aws: Aws, id: string, surroundings: Surroundings<Environment>): Promise<Output> {
  const { WORKLOAD_NAME, STANDBY } = surroundings.environment;
  if (STANDBY !== 'warm')
    throw new InvalidRequestError(
      "action: the standby is no warm one; set standby to 'warm', or leave this to a failover",
    );
  return await beside(
    deploy(aws, `${WORKLOAD_NAME}-warm-${id}`, surroundings),
    ensureCache(aws, surroundings, { update: true }),
  );
}
