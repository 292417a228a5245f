import { assertNever } from '../shared/assert-never';
import { writerOf } from '../shared/cluster-readiness';
import type { Surroundings } from '../shared/create-handler';
import type { WaitFor } from '../shared/fields';
import { nextPollSeconds, secondsBetween } from '../shared/poll';
import type { WaitTargets } from './aws';
import type { Environment, Input, Output } from './contract';
import {
  judgeCluster,
  judgeClusterGone,
  judgeInstance,
  judgeInstanceGone,
  judgeStack,
  judgeStackGone,
  judgeTraffic,
  type Observation,
} from './decide';

/** Observes the target once; whether there is time left is decided here. */
export async function advance(
  targets: WaitTargets,
  { waitFor, deadlineSeconds }: Input,
  { environment, now }: Surroundings<Environment>,
): Promise<Output> {
  const waitedSeconds = secondsBetween(waitFor.since, now());
  const observed = await observe(targets, waitFor, waitedSeconds, environment);
  const isLate = observed.kind === 'waiting' && waitedSeconds >= deadlineSeconds;
  const state = isLate ? 'deadline' : observed.kind;
  return {
    state,
    nextPollSeconds: state === 'waiting' ? nextPollSeconds(waitedSeconds, deadlineSeconds) : 0,
    detail: isLate ? `${observed.detail} after ${waitedSeconds} s, longer than ${deadlineSeconds} s` : observed.detail,
    waitedSeconds,
    progress: (observed.kind === 'waiting' ? observed.progress : undefined) ?? null,
  };
}

async function observe(
  targets: WaitTargets,
  waitFor: WaitFor,
  waitedSeconds: number,
  environment: Environment,
): Promise<Observation> {
  switch (waitFor.target) {
    case 'cluster': {
      const cluster = await targets.cluster(waitFor.clusterIdentifier);
      if (waitFor.until === 'available') return judgeCluster(cluster, undefined, waitFor.until, waitedSeconds);
      const writer = cluster === undefined ? undefined : await targets.instance(writerOf(cluster));
      return judgeCluster(cluster, writer, waitFor.until, waitedSeconds);
    }
    case 'instance':
      return judgeInstance(await targets.instance(waitFor.instanceIdentifier));
    case 'instanceGone':
      return judgeInstanceGone(await targets.instance(waitFor.instanceIdentifier));
    case 'clusterGone':
      return judgeClusterGone(await targets.cluster(waitFor.clusterIdentifier));
    case 'stack':
      return judgeStack(await targets.stack(waitFor.stackName));
    case 'stackGone':
      return judgeStackGone(await targets.stack(waitFor.stackName));
    case 'traffic': {
      const target = waitFor.to === 'standby' ? environment.STANDBY_TARGET : environment.PRIMARY_TARGET;
      return judgeTraffic(await targets.resolve(environment.PUBLIC_NAME), target);
    }
    default:
      return assertNever(waitFor);
  }
}
