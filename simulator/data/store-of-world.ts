import type { World } from '../world';
import type { DataStore } from './data-store';
import { PostgresStore } from './postgres-store';

const stores = new WeakMap<World, DataStore>();

/** Where this simulation's clusters keep their rows: real PostgreSQL, unless another store was given. */
export function dataStoreOf(world: World): DataStore {
  let store = stores.get(world);
  if (store === undefined) {
    const { scheduler, random } = world;
    store = new PostgresStore({
      io: (operation) => scheduler.io(operation),
      moment: () => ({
        nowMs: scheduler.now(),
        get seed() {
          return random.next('postgres');
        },
      }),
    });
    stores.set(world, store);
  }
  return store;
}

export function setDataStoreOf(world: World, store: DataStore): void {
  stores.set(world, store);
}

/** Stops every server of this simulation and removes its files. */
export async function closeDataStoreOf(world: World): Promise<void> {
  await stores.get(world)?.close();
  stores.delete(world);
}
