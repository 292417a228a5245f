import { awsCommand } from '../../shared/aws-command';
import { inWords } from '../../shared/aws-errors';
import { assertNever } from '../../shared/assert-never';
import type { Surroundings } from '../../shared/create-handler';
import type { Aws } from '../aws';
import type { CacheReport, CacheSettings, Environment } from '../contract';
import { within } from './beside';
import { type CacheFacts, decideCache, isGone } from './decide';
import { NO_CACHE, reportOn } from './report';

/** Shorter than anything that a failover waits for. */
const PATIENCE_MS = 10_000;

/**
 * Does the next step towards the cache and says what is so of it; never fails, and is never slow.
 *
 * @param options.update whether a cache that stands is brought to what is published. A failover leaves it as it is.
 */
export async function ensureCache(
  aws: Aws,
  surroundings: Surroundings<Environment>,
  options: { readonly update: boolean } = { update: false },
): Promise<CacheReport> {
  const { environment, region, logger } = surroundings;
  if (environment.CACHE === undefined) return NO_CACHE;
  const report = reportOn(environment, region);
  const unknown = `the stack ${environment.CACHE.stackName} was neither made nor checked`;
  const unanswered = report('failed', `${unknown}: no answer within ${PATIENCE_MS / 1000} s`);
  try {
    return await within(PATIENCE_MS, step(aws, environment.CACHE, surroundings, options.update), unanswered);
  } catch (error) {
    const reason = inWords(error);
    logger.warn('the cache could not be made or checked', { reason });
    return report('failed', `${unknown}: ${reason}`);
  }
}

async function step(
  aws: Aws,
  cache: CacheSettings,
  surroundings: Surroundings<Environment>,
  update: boolean,
): Promise<CacheReport> {
  const { environment, region, now } = surroundings;
  const { stackName, stackRoleArn, cacheName } = cache;
  const report = reportOn(environment, region);
  const stack = await aws.stack(stackName);
  const stackStatus = stack?.status;
  const verdict = decideCache(await factsOf(aws, cache, stackStatus));
  switch (verdict.kind) {
    case 'createStack': {
      const request = await requestOf(aws, cache, surroundings);
      if (request === undefined) return unpublished();
      await aws.createStack(request);
      return report('creating', `the stack ${stackName} is being created`);
    }
    case 'ready': {
      const there = report('ready', `${cacheName} is there: the stack ${stackName} is ${stackStatus}`);
      if (!update) return there;
      const request = await requestOf(aws, cache, surroundings);
      if (request === undefined) return unpublished();
      return (await aws.updateStack(request)) ? report('creating', `the stack ${stackName} is being updated`) : there;
    }
    case 'deleteStack': {
      const reason = (await aws.failure(stack?.stackId ?? stackName))?.text ?? 'no reason was recorded';
      await aws.deleteStack(stackName, stackRoleArn, `${stackName}-clear-${now()}`);
      return report('failed', `the stack ${stackName} was ${stackStatus} and is being deleted: ${reason}`);
    }
    case 'deleteCache':
      await aws.deleteCache(cacheName);
      return report('failed', `${cacheName} belonged to no stack and is being deleted, to be made again after that`);
    case 'wait':
      return report(stackStatus !== undefined && isOnItsWay(stackStatus) ? 'creating' : 'failed', verdict.detail);
    case 'needsRepair':
      return report(
        'failed',
        `the stack ${stackName} is ${stackStatus}; repair it: ${awsCommand(region, 'cloudformation continue-update-rollback', '--stack-name', stackName)}`,
      );
    case 'notOurs':
      return report(
        'failed',
        `a cache of the name ${cacheName} is there that no failover has made; if nobody needs it: ${awsCommand(region, 'elasticache delete-serverless-cache', '--serverless-cache-name', cacheName)}`,
      );
    default:
      return assertNever(verdict);
  }

  function unpublished(): CacheReport {
    return report(
      'failed',
      `no stack ${stackName}: the SSM parameter ${cache.templateUrlParameter} holds no template URL. ` +
        'Run: pilotlight publish-activation',
    );
  }
}

async function factsOf(
  aws: Aws,
  { stackName, cacheName }: CacheSettings,
  stackStatus: string | undefined,
): Promise<CacheFacts> {
  return { stackName, stackStatus, cache: isGone(stackStatus) ? await aws.cache(cacheName) : undefined };
}

async function requestOf(aws: Aws, cache: CacheSettings, { environment, now }: Surroundings<Environment>) {
  const templateUrl = await aws.templateUrl(cache.templateUrlParameter);
  if (templateUrl?.startsWith('https://') !== true) return undefined;
  const { stackName, stackRoleArn: roleArn } = cache;
  // A request of its own each time: a token that was used for a stack before does nothing.
  return { stackName, templateUrl, roleArn, tags: environment.TAGS, token: `${stackName}-${now()}` };
}

/** Whether it comes by itself. */
function isOnItsWay(stackStatus: string): boolean {
  return ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'].includes(stackStatus);
}
