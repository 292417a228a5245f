import type { Region } from '../../simulator/world';

/** Whether a stack has made it: a cluster of the workload's own goes with its stack, and nobody restored it. */
export function isMadeByStack({ cloudFormation }: Region, physicalId: string): boolean {
  return cloudFormation.stacks.live.some(({ resources }) =>
    [...resources.values()].some(
      (resource) => resource.physicalId === physicalId && resource.status !== 'DELETE_COMPLETE',
    ),
  );
}
