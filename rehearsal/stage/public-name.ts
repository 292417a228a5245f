import type { World } from '../../simulator/world';
import type { Estate } from './estate';

/** Where a resolver that has nothing cached is led. */
export async function resolvePublicName({
  world,
  estate,
}: {
  readonly world: World;
  readonly estate: Pick<Estate, 'PublicName'>;
}): Promise<string> {
  const names = await world.scheduler.runToEnd(world.network.createResolver().resolveCname(estate.PublicName));
  return names[0] ?? 'nowhere';
}
