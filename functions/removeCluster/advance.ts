import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { failoverRun, TAG, validationPrefix } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import type { Remover } from './aws';
import type { Environment, Input, Output } from './contract';
import type { Ours } from './decide';
import { type RemovalStep, takeStep } from './remove-step';

/** Nobody waits for a removal: check seldom. */
const CHECK_AGAIN_SECONDS = 15;

/** Does the next step for every cluster that is to go, or lists them. */
export async function advance(
  remover: Remover,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
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
  const steps: RemovalStep[] = [];
  for (const cluster of clusters) {
    const step = await takeStep(remover, cluster, ours, environment);
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
    nextPollSeconds: CHECK_AGAIN_SECONDS,
  };
}

function wanted(input: Input, { WORKLOAD_NAME }: Environment): Ours & { readonly prefix: string } {
  if (input.action !== 'sweep') return failoverRun(WORKLOAD_NAME, input.failoverId);
  return { prefix: validationPrefix(WORKLOAD_NAME), tag: TAG.validationId, id: undefined };
}

/** One cluster is waited for by name; several, or instances alone, are checked again and again. */
function waitForOne({ identifier, status }: ClusterFact, nowMs: number): Output['waitFor'] {
  const since = new Date(nowMs).toISOString();
  if (status === 'deleting') return { target: 'clusterGone', clusterIdentifier: identifier, since };
  // RDS deletes no cluster that is still being restored.
  const isInTheMaking = status === 'creating' || status === 'migrating';
  return isInTheMaking ? { target: 'cluster', clusterIdentifier: identifier, until: 'available', since } : null;
}
