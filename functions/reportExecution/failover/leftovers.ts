import { failoverRun } from '../../shared/names';
import { type Leftovers, NOTHING_LEFT } from '../common/leftovers';
import type { FailoverFacts } from './facts';

type Part = Pick<FailoverFacts, 'record' | 'traffic' | 'clusters' | 'stacks' | 'environment'>;

const MAY_SERVE = ' (may serve users)';

/** What this failover has built and does not serve. What another execution has built, or took over, is that one's. */
export function leftoversOf(facts: Part): Leftovers {
  const { failoverId, isLocked, caught } = facts.record;
  if (!isLocked || failoverId === null || caught?.Error.endsWith('.ConditionalCheckFailedException'))
    return NOTHING_LEFT;
  const parts = [clustersLeft(facts, failoverId), stacksLeft(facts)];
  return { found: parts.flatMap(({ found }) => found), unread: parts.flatMap(({ unread }) => unread) };
}

function clustersLeft({ clusters, record, environment, ...facts }: Part, failoverId: string): Leftovers {
  if (clusters.kind === 'unread') {
    return { found: [], unread: [`clusters ${failoverRun(environment.WORKLOAD_NAME, failoverId).prefix}*`] };
  }
  const { database } = record;
  const service = serviceOf({ record, ...facts });
  const serving = service === 'none' ? undefined : database?.clusterIdentifier;
  // Of a failover that is continued, and stopped before it knew its database.
  const caution = service !== 'none' && database === null ? MAY_SERVE : '';
  return {
    found: clusters.value.filter((name) => name !== serving).map((name) => `cluster ${name}${caution}`),
    unread: [],
  };
}

/** Users are served through the stack; and a warm standby has it always. */
function stacksLeft({ stacks, environment, ...facts }: Part): Leftovers {
  const service = serviceOf(facts);
  if (environment.STANDBY === 'warm' || service === 'serves') return NOTHING_LEFT;
  const caution = service === 'may serve' ? MAY_SERVE : '';
  if (stacks.kind === 'read') return { found: stacks.value.map((name) => `${name}${caution}`), unread: [] };
  const { ACTIVATION_STACK_NAME, CACHE_STACK_NAME } = environment;
  const names = [ACTIVATION_STACK_NAME, ...(CACHE_STACK_NAME === undefined ? [] : [CACHE_STACK_NAME])];
  return { found: [], unread: names.map((name) => `stack ${name}`) };
}

/** Whether users are served by what this failover has built. */
function serviceOf({ record, traffic }: Pick<Part, 'record' | 'traffic'>): 'serves' | 'may serve' | 'none' {
  if (record.request?.mode !== 'failover') return 'none';
  if (traffic.kind === 'unread') return 'may serve';
  return traffic.value.serves === 'standby' ? 'serves' : 'none';
}
