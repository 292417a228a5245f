import { NetworkError } from '../../simulator/network/network';
import type { World } from '../../simulator/world';
import type { Estate } from './estate';

/** What the public name resolves to where nothing is cached; `nowhere` and the resolver's code where it fails. */
export async function resolvePublicName({
  world,
  estate,
}: {
  readonly world: World;
  readonly estate: Pick<Estate, 'PublicName'>;
}): Promise<string> {
  const { network, scheduler } = world;
  try {
    const names = await scheduler.runToEnd(network.createResolver().resolveCname(estate.PublicName));
    return names[0] ?? 'nowhere';
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return `nowhere (${error.code})`;
  }
}
