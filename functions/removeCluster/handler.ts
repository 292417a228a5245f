import { createHandler, type Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { failoverRun, TAG, validationPrefix } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import { advance, type Advance } from './advance';
import { aws, type Remover } from './aws';
import { Environment, Input, Output } from './contract';
import type { Ours } from './decide';

/** Nobody waits for a removal: look seldom. */
const LOOK_AGAIN_SECONDS = 15;

/**
 * Removes the clusters of one failover, all or all but one, or what validations have left. Each call does the next step;
 * the workflow calls again until they are gone.
 */
export const build = (remover: Remover, now?: () => number) =>
  createHandler({
    name: 'removeCluster',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: (input, surroundings) => remove(remover, input, surroundings),
  });

export const handler = build(aws);

async function remove(remover: Remover, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, now } = surroundings;
  const { prefix, ...ours } = wanted(input, environment);
  const found = await remover.clusters(prefix);
  const kept = input.action === 'remove' ? input.keepClusterIdentifier : undefined;
  const clusters = found.filter((cluster) => cluster.identifier !== kept);
  const [first] = clusters;
  const nothing = { waitFor: null, nextPollSeconds: 0, refused: [] };
  if (first === undefined) {
    const detail = input.action === 'sweep' ? 'no validation has left anything' : 'nothing of this failover is left';
    return { ...nothing, phase: 'gone', detail, remaining: [] };
  }
  const remaining = clusters.map((cluster) => cluster.identifier);
  if (input.action === 'list') {
    const detail = clusters.map((cluster) => `${cluster.identifier} is ${cluster.status}`).join('; ');
    return { ...nothing, phase: 'listed', detail, remaining };
  }
  const steps: Advance[] = [];
  for (const cluster of clusters) {
    const step = await advance(remover, cluster, ours, environment);
    // In a failover's clean-up nothing may be refused; a sweep goes on with what it may remove.
    if (step.kind === 'refused' && input.action === 'remove') throw new UnsafeToProceedError(step.reason, step.detail);
    steps.push(step);
  }
  const refused = steps.filter((step) => step.kind === 'refused');
  return {
    phase: refused.length === steps.length ? 'refused' : 'working',
    detail: steps.map((step) => step.detail).join('; '),
    remaining,
    refused: refused.map((step) => step.detail),
    waitFor: clusters.length === 1 && refused.length === 0 ? waitForOne(first, now()) : null,
    nextPollSeconds: LOOK_AGAIN_SECONDS,
  };
}

function wanted(input: Input, { WORKLOAD_NAME }: Environment): Ours & { readonly prefix: string } {
  if (input.action !== 'sweep') return failoverRun(WORKLOAD_NAME, input.failoverId);
  return { prefix: validationPrefix(WORKLOAD_NAME), tag: TAG.validationId, id: undefined };
}

/** One cluster is waited for by name; several, or instances alone, are looked at again and again. */
function waitForOne({ identifier, status }: ClusterFact, nowMs: number): Output['waitFor'] {
  const since = new Date(nowMs).toISOString();
  if (status === 'deleting') return { target: 'clusterGone', clusterIdentifier: identifier, since };
  // RDS deletes no cluster that is still being restored.
  const isInTheMaking = status === 'creating' || status === 'migrating';
  return isInTheMaking ? { target: 'cluster', clusterIdentifier: identifier, until: 'available', since } : null;
}
