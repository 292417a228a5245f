import type { CacheReport, Environment } from '../contract';

export const NO_CACHE: CacheReport = { state: 'none', detail: 'a failover makes no cache', command: null };

/** Says what is so of the cache, with the command that checks it and makes it if it is not there. */
export function reportOn(environment: Environment, region: string) {
  const command =
    `aws lambda invoke --region ${region} --function-name ${environment.WORKLOAD_NAME}-deployRegionStack ` +
    `--cli-binary-format raw-in-base64-out --payload '{"action":"cache"}' /dev/stdout`;
  return (state: Exclude<CacheReport['state'], 'none'>, detail: string): CacheReport => ({ state, detail, command });
}
