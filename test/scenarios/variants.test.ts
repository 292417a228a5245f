import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AssemblyStack } from '../../assembly/read-assembly';
import { closeDataStoreOf } from '../../simulator/data/store-of-world';
import { bringUp, deployEstate, worldOf } from '../../rehearsal/stage/bring-up';
import type { World } from '../../simulator/world';
import { existing } from './support/existing-workload';
import { BRISK } from './support/stage';
import { synthesiseHere } from './support/synthesise-here';

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

let directory: string;
let world: World;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pilot-light-variant-'));
});

afterEach(async () => {
  await world.scheduler.runToEnd(closeDataStoreOf(world));
  rmSync(directory, { recursive: true });
});

describe('every stack of every configuration is deployed', () => {
  test.each(VARIANTS)('for the reference workload%s', async (_, config) => {
    const assembly = synthesiseHere(directory, config);
    world = worldOf({ assembly, seed: 1, durations: BRISK, faults: [] });

    await deployEstate(world, assembly, null);

    expectDeployed(assembly, config);
  });

  test.each(VARIANTS)('beside a workload that runs already%s', async (_, config) => {
    const database = 'database' in config ? 'global' : 'snapshot';
    const { config: own, workload } = await existing(database);
    const assembly = synthesiseHere(directory, { ...own, ...config });
    world = worldOf({ assembly, seed: 1, durations: BRISK, faults: [] });

    await bringUp(world, { assembly, workload });

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
