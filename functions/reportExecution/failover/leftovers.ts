import { failoverRun } from '../../shared/names';
import type { FailoverFacts } from './facts';

type Part = Pick<FailoverFacts, 'record' | 'traffic' | 'clusters' | 'stacks' | 'environment'>;

export interface Leftovers {
  /** Exists, and does not serve: it costs money. */
  readonly found: readonly string[];
  /** What could not be read, by what its name begins with, so that it is found. */
  readonly unread: readonly string[];
}

const NOTHING: Leftovers = { found: [], unread: [] };

/** What this failover has built and does not serve. What another execution has built, or took over, is that one's. */
export function leftoversOf(facts: Part): Leftovers {
  const { failoverId, isLocked, caught } = facts.record;
  if (!isLocked || failoverId === null || caught?.Error.endsWith('.ConditionalCheckFailedException')) return NOTHING;
  const parts = [clustersLeft(facts, failoverId), stacksLeft(facts)];
  return { found: parts.flatMap(({ found }) => found), unread: parts.flatMap(({ unread }) => unread) };
}

/** The evidence names all of it, and says which of it nobody could read. */
export function namesOf({ found, unread }: Leftovers): readonly string[] {
  return [...found, ...unread.map((name) => `not known: ${name}`)];
}

function clustersLeft({ clusters, record, environment, ...facts }: Part, failoverId: string): Leftovers {
  if (clusters.kind === 'unread') {
    return { found: [], unread: [`clusters ${failoverRun(environment.WORKLOAD_NAME, failoverId).prefix}*`] };
  }
  const { database } = record;
  const mayServe = serves({ record, ...facts });
  const serving = mayServe ? database?.clusterIdentifier : undefined;
  // Of a failover that is continued, and stopped before it knew its database.
  const caution = mayServe && database === null ? ', which may serve users' : '';
  return {
    found: clusters.value.filter((name) => name !== serving).map((name) => `cluster ${name}${caution}`),
    unread: [],
  };
}

/** Users are served through the stack; and a warm standby has it always. */
function stacksLeft({ stacks, environment, ...facts }: Part): Leftovers {
  if (environment.STANDBY === 'warm' || serves(facts)) return NOTHING;
  if (stacks.kind === 'read') return { found: stacks.value, unread: [] };
  const { ACTIVATION_STACK_NAME, CACHE_STACK_NAME } = environment;
  const names = [ACTIVATION_STACK_NAME, ...(CACHE_STACK_NAME === undefined ? [] : [CACHE_STACK_NAME])];
  return { found: [], unread: names.map((name) => `stack ${name}`) };
}

/** Whether what this failover has built may be what users are served by. */
function serves({ record, traffic }: Pick<Part, 'record' | 'traffic'>): boolean {
  return record.request?.mode === 'failover' && (traffic.kind === 'unread' || traffic.value.serves === 'standby');
}
