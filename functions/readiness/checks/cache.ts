import { locationOf } from '../published';
import { DEPLOY_WARM, notOfDeployment, PUBLISH } from './activation';
import { degraded, type Finding, type Policy, type ReadinessCheck, ready, whenRead } from '../finding';
import type { CacheReadinessFact } from '../facts';

/** Its latest operation ended with a cache that can be used (CloudFormation User Guide, Stack status codes). */
const DEPLOYED = /^((CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE|UPDATE_COMPLETE_CLEANUP_IN_PROGRESS)$/;

/** A failover goes on without a cache: whatever is wrong here, it is never `not-ready`. */
export const cache: ReadinessCheck = {
  name: 'cache',
  judge: ({ cache: reading }, policy) =>
    whenRead(reading, (fact): Finding => {
      const { CACHE: settings } = policy;
      if (fact === undefined || settings === undefined) return ready('a failover makes no cache');
      const problem = problemOf(fact, settings, policy);
      if (problem !== undefined) return problem;
      const { stackName } = settings;
      return fact.stackStatus === undefined
        ? ready(`${stackName} is not deployed: a failover starts it, and does not wait for it`)
        : ready(`${stackName} is ${fact.stackStatus}`);
    }),
};

function problemOf(
  { template, stackStatus, lost }: CacheReadinessFact,
  { stackName, cacheName, templateUrlParameter }: NonNullable<Policy['CACHE']>,
  { region, STANDBY: standby, CACHE_TEMPLATE_SHA256: deployed }: Policy,
): Finding | undefined {
  const { templateUrl, templateDigest, manifest } = template;
  if (templateUrl === undefined || locationOf(templateUrl) === undefined)
    return degraded(`${templateUrlParameter} holds no address of a template: a failover makes no cache`, PUBLISH);
  if (templateDigest === undefined || templateDigest !== manifest?.template.sha256)
    return degraded(`${templateUrl} is missing, or is not what was published: a failover makes no cache`, PUBLISH);
  if (lost !== undefined)
    return degraded(
      `the cache ${cacheName} is in no stack (${lost.status}): it is billed, and is in the way of a failover's`,
      `aws elasticache delete-serverless-cache --region ${region} --serverless-cache-name ${cacheName}`,
    );
  if (standby === 'warm' && !DEPLOYED.test(stackStatus ?? ''))
    return degraded(`${stackName} is ${stackStatus ?? 'not there'}: the warm standby has no cache`, DEPLOY_WARM);
  return deployed === undefined ? undefined : notOfDeployment(templateDigest, deployed);
}
