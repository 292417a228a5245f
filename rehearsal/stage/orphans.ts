import type { World } from '../../simulator/world';
import type { Estate } from './estate';
import { isMadeByStack } from './made-by-stack';

/**
 * What of ours is in the standby region, neither serves nor is named in the evidence: nobody would ever remove it.
 * Only clusters, instances, caches and the stacks of a failover cost money; nothing else is made in one.
 */
export function findOrphans({
  world,
  estate,
  evidenceText,
}: {
  readonly world: World;
  readonly evidenceText: string | undefined;
  readonly estate: Pick<Estate, 'standbyRegion' | 'ActivationStackName' | 'CacheStackName' | 'Standby'>;
}): readonly string[] {
  const region = world.region(estate.standbyRegion);
  // Where the state machine could not list them it names their common prefix: `clusters pilot-light-20260105-012500-*`.
  const prefixes = Array.from(evidenceText?.matchAll(/clusters ([\w-]+-)\*/g) ?? [], ([, prefix = '']) => prefix);
  const isNamed = (name: string) =>
    evidenceText?.includes(name) === true || prefixes.some((prefix) => name.startsWith(prefix));
  // The replica is there all the time, and so is what else a stack has made; an instance that it was given is not.
  const isKnown = (name: string) => isNamed(name) || isMadeByStack(region, name);
  const clusters = [...region.rds.clusters.all.values()].map(({ identifier }) => identifier);
  const instances = [...region.rds.instances.all.values()].map(({ identifier, clusterIdentifier }) => ({
    identifier,
    clusterIdentifier,
  }));
  const stacks = region.cloudFormation.stacks.live.filter(
    ({ name }) => name === estate.ActivationStackName || name === estate.CacheStackName,
  );
  return [
    ...clusters.filter((identifier) => !isKnown(identifier)).map((identifier) => `cluster ${identifier}`),
    ...instances
      .filter(({ identifier, clusterIdentifier }) => !isKnown(identifier) && !isNamed(clusterIdentifier))
      .map(({ identifier }) => `instance ${identifier}`),
    ...(estate.Standby === 'pilot-light' ? stacks : [])
      .filter(({ name }) => !isKnown(name))
      .map(({ name }) => `stack ${name}`),
    // One in a stack goes with it; one that its stack has lost is billed, and is in the way of the next.
    ...region.elastiCache.caches.filter(({ name }) => !isKnown(name)).map(({ name }) => `cache ${name}`),
  ];
}
