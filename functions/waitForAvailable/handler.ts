import { createHandler } from '../shared/create-handler';
import type { WaitFor } from '../shared/fields';
import { writerIdentifierOf } from '../shared/names';
import { nextPollSeconds, secondsBetween } from '../shared/poll';
import { aws, type Estate } from './aws';
import { Environment, Input, Output } from './contract';
import {
  judgeCluster,
  judgeClusterGone,
  judgeInstance,
  judgeStack,
  judgeStackGone,
  judgeTraffic,
  type Sight,
} from './decide';

/** Looks once at what the workflow waits for, and says when to look again. */
export const build = (estate: Estate, now?: () => number) =>
  createHandler({
    name: 'waitForAvailable',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: async ({ waitFor, deadlineSeconds }, surroundings) => {
      const sight = await look(estate, waitFor, surroundings.environment);
      const waitedSeconds = secondsBetween(waitFor.since, surroundings.now());
      const isLate = sight.kind === 'waiting' && waitedSeconds >= deadlineSeconds;
      const state = isLate ? ('deadline' as const) : sight.kind;
      return {
        state,
        nextPollSeconds: state === 'waiting' ? nextPollSeconds(waitedSeconds, deadlineSeconds) : 0,
        detail: isLate ? `${sight.detail} after ${waitedSeconds} s, longer than ${deadlineSeconds} s` : sight.detail,
        waitedSeconds,
        progress: (sight.kind === 'waiting' ? sight.progress : undefined) ?? null,
      };
    },
  });

export const handler = build(aws);

async function look(estate: Estate, waitFor: WaitFor, environment: Environment): Promise<Sight> {
  switch (waitFor.target) {
    case 'cluster': {
      const cluster = await estate.cluster(waitFor.clusterIdentifier);
      if (waitFor.until === 'available') return judgeCluster(cluster, undefined, waitFor.until);
      // A writer that fails before it has become a member is seen by its name.
      const member = cluster?.members.find((each) => each.isWriter)?.instanceIdentifier;
      const writer = await estate.instance(member ?? writerIdentifierOf(waitFor.clusterIdentifier));
      return judgeCluster(cluster, writer, waitFor.until);
    }
    case 'instance':
      return judgeInstance(await estate.instance(waitFor.instanceIdentifier));
    case 'clusterGone':
      return judgeClusterGone(await estate.cluster(waitFor.clusterIdentifier));
    case 'stack':
      return judgeStack(await estate.stack(waitFor.stackName));
    case 'stackGone':
      return judgeStackGone(await estate.stack(waitFor.stackName));
    case 'traffic': {
      const target = waitFor.to === 'standby' ? environment.STANDBY_TARGET : environment.PRIMARY_TARGET;
      return judgeTraffic(await estate.resolve(environment.PUBLIC_NAME), target);
    }
  }
}
