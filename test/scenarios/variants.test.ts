import { readAssembly } from '../../assembly/read-assembly';
import { withStage } from '../../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import type { RehearsedWorkload } from '../../rehearsal/workload/workload';
import { assemblyDirectory } from './support/assembly';
import { existing } from './support/existing-workload';
import { BRISK } from './support/failover-stage';

/**
 * Each setting in both of its forms, and each form of one with each form of the others: an error that takes three
 * settings at once would be one of the templates, and test/infra has more of those.
 */
const VARIANTS: readonly (readonly [name: string, config: object])[] = [
  ['pilot light, health check, snapshot', {}],
  ['pilot light, records, global', { traffic: { mode: 'records' }, database: 'global' }],
  ['warm standby, health check, global', { standby: 'warm', database: 'global' }],
  ['warm standby, records, snapshot', { standby: 'warm', traffic: { mode: 'records' } }],
];

describe('every stack of every configuration is deployed', () => {
  test.each(VARIANTS)('for the reference workload, %s', async (_, config) => {
    // Without rows and files, which no stack waits for.
    await expectDeployed(config, config, { ...REFERENCE_WORKLOAD, fill: async () => undefined });
  });

  test.each(VARIANTS)('beside a workload that runs already, %s', async (_, config) => {
    const { config: own, workload } = await existing('database' in config ? 'global' : 'snapshot');
    await expectDeployed({ ...own, ...config }, config, workload);
  });
});

async function expectDeployed(config: object, variant: object, workload: RehearsedWorkload): Promise<void> {
  const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
  await withStage({ assembly, seed: 1, durations: BRISK, runtimeSdk: true }, async (stage) => {
    await stage.deploy(workload);

    for (const { name, region } of assembly) {
      const status = stage.world.region(region).cloudFormation.stacks.find(name)?.status;
      // What a failover makes is only published until then.
      const isDeployed = !['PilotLightActivation', 'PilotLightCache'].includes(name) || 'standby' in variant;
      expect([name, status]).toEqual([name, isDeployed ? 'CREATE_COMPLETE' : undefined]);
    }
  });
}
