import type { Surroundings } from '../shared/create-handler';
import { UnsafeToProceedError } from '../shared/errors';
import { failoverRun, isOfValidation, TAG, validationPrefix } from '../shared/names';
import type { ClusterFact } from '../shared/rds-facts';
import type { Remover } from './aws';
import type { Environment, Input, Output } from './contract';
import type { Ours } from './decide';
import { type RemovalStep, takeStep } from './remove-step';

/** Nobody waits for a removal: check seldom. */
const CHECK_AGAIN_SECONDS = 15;

/** Does the next step for every cluster that is to go. */
export async function advance(
  remover: Remover,
  input: Input,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now } = surroundings;
  const { prefix, ...ours } = wanted(input, environment);
  const listed = await remover.clusters(prefix);
  const found =
    input.action === 'sweep'
      ? listed.filter(({ identifier }) => isOfValidation(environment.WORKLOAD_NAME, identifier))
      : listed;
  const kept = input.action === 'remove' ? input.keepClusterIdentifier : undefined;
  const clusters = found.filter((cluster) => cluster.identifier !== kept);
  const [first] = clusters;
  if (first === undefined) {
    const detail = input.action === 'sweep' ? 'no validation has left anything' : 'nothing of this failover is left';
    return { phase: 'gone', detail, remaining: [], leftovers: [], refused: [], waitFor: null, nextPollSeconds: 0 };
  }
  const remaining = clusters.map((cluster) => cluster.identifier);
  const steps: RemovalStep[] = [];
  for (const cluster of clusters) steps.push(await takeStep(remover, cluster, ours, environment));
  const leftovers = steps.map((step) => step.detail);
  const refused = steps.filter((step) => step.kind === 'refused');
  const isAllRefused = refused.length === steps.length;
  // What may not be removed does not keep the others; in the clean-up of a failover it is somebody's to decide in the end.
  if (isAllRefused && input.action === 'remove') {
    throw new UnsafeToProceedError(refused[0]?.reason ?? 'not-ours', leftovers.join('; '));
  }
  return {
    phase: isAllRefused ? 'refused' : 'working',
    detail: leftovers.join('; '),
    remaining,
    leftovers,
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
