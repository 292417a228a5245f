import type { Surroundings } from '../../shared/create-handler';
import { SWITCH_PENDING } from '../../shared/lock-table';
import { failoverRun, TRAFFIC_KEY } from '../../shared/names';
import type { Reports } from '../aws';
import type { Environment } from '../contract';
import { attempt } from '../common/read';
import type { Moment, TrafficFact } from './facts';
import type { FailoverRecord } from './record';

/**
 * How things are now. A report says what it could not read, and is sent without it; they do not wait for each other.
 */
export async function readMoment(
  reports: Reports,
  { isLocked, failoverId }: FailoverRecord,
  surroundings: Surroundings<Environment>,
): Promise<Moment> {
  const { environment } = surroundings;
  const hasBuilt = isLocked && failoverId !== null;
  const cacheName = environment.CACHE_NAME;
  const cache = attempt(surroundings, async () =>
    hasBuilt && cacheName !== undefined ? await reports.cache(cacheName) : undefined,
  );
  const [traffic, clusters, stacks] = await Promise.all([
    attempt(surroundings, async () => trafficOf(await reports.item(environment.LOCK_TABLE_NAME, TRAFFIC_KEY))),
    attempt(surroundings, async () =>
      hasBuilt ? await reports.clusters(failoverRun(environment.WORKLOAD_NAME, failoverId).prefix, failoverId) : [],
    ),
    attempt(surroundings, async () => (hasBuilt ? await stacksOf(reports, environment, cache) : [])),
  ]);
  return { traffic, clusters, stacks, cache: await cache };
}

/** A warm standby has them always: they are nothing that a failover has built. */
async function stacksOf(
  reports: Reports,
  environment: Environment,
  cacheRead: Promise<Moment['cache']>,
): Promise<readonly string[]> {
  if (environment.STANDBY === 'warm') return [];
  const { ACTIVATION_STACK_NAME: activation, CACHE_STACK_NAME: cacheStack, CACHE_NAME: cacheName } = environment;
  const [hasActivation, hasCacheStack, cache] = await Promise.all([
    reports.stackExists(activation),
    cacheStack === undefined ? false : reports.stackExists(cacheStack),
    cacheRead,
  ]);
  // What cannot be read may be there.
  if (cache.kind === 'unread') throw new Error('the cache could not be read');
  // A cache goes with its stack; one that its stack has lost is billed, and is in the way of the next.
  const isLost = !hasCacheStack && cache.value !== undefined && cache.value.createdBy === cacheStack;
  return [
    ...(hasActivation ? [`stack ${activation}`] : []),
    ...(hasCacheStack ? [`stack ${cacheStack}`] : []),
    ...(isLost ? [`cache ${cacheName}`] : []),
  ];
}

/** Without an item nobody has ever moved traffic: the primary serves. */
function trafficOf(item: Readonly<Record<string, string>> | undefined): TrafficFact {
  return {
    serves: item?.['serves'] === 'standby' ? 'standby' : 'primary',
    isPending: item?.['status'] === SWITCH_PENDING,
    decidedBy: item?.['decidedBy'],
    decidedAt: item?.['decidedAt'],
    reason: item?.['reason'],
  };
}
