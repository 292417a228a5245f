import type { CacheSettings } from '../functions/deployRegionStack/contract';
import type { Config } from './config/schema';
import { namesOf } from './names';
import { arnsOf } from './permissions/arns';

/** Where the functions find the cache that a failover makes. */
export function cacheSettings(config: Config): CacheSettings {
  const { stacks, parameters, standbyCache, cacheRole } = namesOf(config);
  return {
    stackName: stacks.cache,
    templateUrlParameter: parameters.cacheTemplateUrl,
    stackRoleArn: arnsOf(config).role(cacheRole),
    cacheName: standbyCache,
  };
}
