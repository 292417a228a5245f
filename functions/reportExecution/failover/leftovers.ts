import { failoverRun } from '../../shared/names';
import type { FailoverFacts } from './facts';

type Part = Pick<FailoverFacts, 'record' | 'traffic' | 'clusters' | 'stacks' | 'environment'>;

/**
 * What was built, is still there and does not serve: it costs money. What cannot be listed is named by what its name begins
 * with, so that it is found.
 */
export function leftoversOf({ record, traffic, clusters, stacks, environment }: Part): readonly string[] {
  const { failoverId, isLocked, database, caught } = record;
  // What another execution has built, or took over, is that one's.
  if (!isLocked || failoverId === null || caught?.Error.endsWith('.ConditionalCheckFailedException')) return [];
  const mayServe = traffic.kind === 'unread' || traffic.value.serves === 'standby';
  const isFailover = record.request?.mode === 'failover';
  const serving = isFailover && mayServe ? database?.clusterIdentifier : undefined;
  const listed =
    clusters.kind === 'unread'
      ? [`clusters ${failoverRun(environment.WORKLOAD_NAME, failoverId).prefix}*`]
      : clusters.value
          .filter((name) => name !== serving)
          .map(
            (name) => `cluster ${name}${isFailover && mayServe && database === null ? ', which may serve users' : ''}`,
          );
  // Users are served through the stack; and a warm standby has it always.
  if (environment.STANDBY === 'warm' || (isFailover && mayServe)) return listed;
  return [
    ...listed,
    ...(stacks.kind === 'unread'
      ? [`stack ${environment.ACTIVATION_STACK_NAME}, if there is one`]
      : stacks.value.map((name) => `stack ${name}`)),
  ];
}
