import { invokeCommand } from '../../shared/aws-command';
import type { CacheReport, Environment } from '../contract';

export const NO_CACHE: CacheReport = { state: 'none', detail: 'a failover makes no cache', command: null };

/** Says what is so of the cache, with the command that checks it and makes it if it is not there. */
export function reportOn(environment: Environment, region: string) {
  const command = invokeCommand(region, `${environment.WORKLOAD_NAME}-deployRegionStack`, { action: 'cache' });
  return (state: Exclude<CacheReport['state'], 'none'>, detail: string): CacheReport => ({ state, detail, command });
}
