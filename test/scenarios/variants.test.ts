import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import { deployEstate, worldOf } from '../../simulator/rehearsal/bring-up';
import type { World } from '../../simulator/world';
import { assemblyDirectory } from './support/assembly';
import { bringUpExisting, existingConfig } from './support/existing-workload';
import { BRISK } from './support/stage';

/** Each setting in both of its forms. */
const DIMENSIONS: readonly Readonly<Record<string, object>>[] = [
  { 'pilot light': {}, 'warm standby': { standby: 'warm' } },
  { 'health check': {}, records: { traffic: { mode: 'records' } } },
  { snapshot: {}, global: { database: 'global' } },
];

const VARIANTS = DIMENSIONS.reduce<readonly (readonly [name: string, config: object])[]>(
  (variants, dimension) =>
    variants.flatMap(([name, config]) =>
      Object.entries(dimension).map(([value, part]) => [`${name}, ${value}`, { ...config, ...part }] as const),
    ),
  [['', {}]],
);

let world: World;

afterEach(() => world.scheduler.runToEnd(closeDataStoreOf(world)));

describe('every stack of every configuration is deployed', () => {
  test.each(VARIANTS)('for the reference workload%s', async (_, config) => {
    const assembly = readAssembly(await assemblyDirectory(config));
    world = worldOf({ assembly, seed: 1, durations: BRISK, faults: [] });

    await deployEstate(world, assembly, null);

    expectDeployed(assembly, config);
  });

  test.each(VARIANTS)('beside a workload that runs already%s', async (_, config) => {
    const database = 'database' in config ? 'global' : 'snapshot';
    const assembly = readAssembly(await assemblyDirectory({ ...(await existingConfig(database)), ...config }));
    world = worldOf({ assembly, seed: 1, durations: BRISK, faults: [] });

    await bringUpExisting(world, assembly);

    expectDeployed(assembly, config);
  });
});

function expectDeployed(assembly: readonly AssemblyStack[], config: object): void {
  const isWarm = 'standby' in config;
  for (const { name, region } of assembly) {
    const status = world.region(region).cloudFormation.stacks.find(name)?.status;
    expect([name, status]).toEqual([name, name === 'PilotLightActivation' && !isWarm ? undefined : 'CREATE_COMPLETE']);
  }
}
