import { inWords, isNamed } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { isOfRepair, repairPrefix, repairRun, writerIdentifierOf } from '../shared/names';
import type { ClusterFact, InstanceFact } from '../shared/rds-facts';
import { judgeError } from '../shared/rds-errors';
import type { Repairs } from './aws';
import type { Environment, Input, Removed } from './contract';
import { decideRemoval } from './decide-removal';

type Step =
  | { readonly kind: 'advanced' | 'refused'; readonly detail: string }
  | { readonly kind: 'kept'; until: string };

/** Nobody waits for a removal: check seldom. */
const CHECK_AGAIN_SECONDS = 30;

/** Does the next step for every cluster that is to go. */
export async function remove(
  repairs: Repairs,
  input: Extract<Input, { action: 'remove' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<Removed> {
  const { WORKLOAD_NAME: name } = environment;
  const { recoveryId } = input;
  const prefix = recoveryId == null ? repairPrefix(name) : repairRun(name, recoveryId).prefix;
  const found = (await repairs.clusters(prefix)).filter(({ identifier }) => isOfRepair(name, identifier));
  const steps = new Map<string, Step>();
  for (const cluster of found) steps.set(cluster.identifier, await takeStep(repairs, cluster, input, now()));
  const all = [...steps.values()];
  const untils = all.flatMap((step) => (step.kind === 'kept' ? step.until : [])).toSorted();
  const details = all.flatMap((step) => (step.kind === 'kept' ? [] : step.detail));
  const refused = all.flatMap((step) => (step.kind === 'refused' ? step.detail : []));
  const [keptUntil = null] = untils;
  return {
    phase: phaseOf(all),
    detail: details.join('; ') || (keptUntil === null ? 'nothing of a repair is left' : `kept until ${keptUntil}`),
    remaining: [...steps].flatMap(([identifier, step]) => (step.kind === 'kept' ? [] : identifier)),
    refused,
    keptUntil,
    nextPollSeconds: CHECK_AGAIN_SECONDS,
  };
}

/** Whatever may not go does not keep the others; what is kept is in nobody's way. */
function phaseOf(steps: readonly Step[]): Removed['phase'] {
  if (steps.some(({ kind }) => kind === 'advanced')) return 'working';
  if (steps.some(({ kind }) => kind === 'refused')) return 'refused';
  return steps.some(({ kind }) => kind === 'kept') ? 'kept' : 'gone';
}

async function takeStep(
  repairs: Repairs,
  cluster: ClusterFact,
  { recoveryId, evenIfKept }: Extract<Input, { action: 'remove' }>,
  nowMs: number,
): Promise<Step> {
  const verdict = decideRemoval({
    cluster,
    instances: await instancesOf(repairs, cluster),
    recoveryId: recoveryId ?? undefined,
    evenIfKept: evenIfKept ?? false,
    nowMs,
  });
  const { identifier } = cluster;
  switch (verdict.kind) {
    case 'keep':
      return { kind: 'kept', until: verdict.until };
    case 'refuse':
      return { kind: 'refused', detail: verdict.detail };
    case 'wait':
      return advanced(verdict.detail);
    case 'startCluster':
      return await asked(`starting ${identifier}, to delete it`, () => repairs.startCluster(identifier));
    case 'deleteInstances':
      return await asked(`deleting ${verdict.instanceIdentifiers.join(', ')}`, async () => {
        for (const each of verdict.instanceIdentifiers) await repairs.deleteInstance(each);
      });
    case 'deleteCluster':
      return await asked(`deleting ${identifier}`, () => repairs.deleteCluster(identifier));
  }
}

/** Nobody waits for a removal: whatever of it may pass is asked for again. */
async function asked(begun: string, call: () => Promise<void>): Promise<Step> {
  try {
    await call();
    return advanced(begun);
  } catch (error) {
    const meaning = judgeError(error);
    if (meaning === 'gone') return advanced(begun);
    // A combination of parameters that is refused: the cluster has been protected since we looked.
    if (meaning === 'unknown' && !isNamed(error, 'InvalidParameterCombination')) throw error;
    return advanced(`${begun}: not yet (${inWords(error)})`);
  }
}

function advanced(detail: string): Step {
  return { kind: 'advanced', detail };
}

/** The members, and the writer by its name: a new one is not a member yet. */
async function instancesOf(repairs: Repairs, cluster: ClusterFact): Promise<readonly InstanceFact[]> {
  const members = cluster.members.map(({ instanceIdentifier }) => instanceIdentifier);
  const found = await Promise.all(
    [...new Set([...members, writerIdentifierOf(cluster.identifier)])].map((each) => repairs.instance(each)),
  );
  return found.filter((instance) => instance !== undefined);
}
