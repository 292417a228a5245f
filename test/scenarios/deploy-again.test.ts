import { publishedStacks } from '../../assembly/published-stacks';
import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly';
import { standUpZone } from '../../rehearsal/stage/deploy-estate';
import { withStage } from '../../rehearsal/stage/stage';
import { REFERENCE_WORKLOAD } from '../../rehearsal/workload/reference';
import type { RehearsedWorkload } from '../../rehearsal/workload/workload';
import { loadAssembly } from '../../simulator/load-assembly';
import type { World } from '../../simulator/world';
import { readPage } from '../docs/page';
import { assemblyDirectory } from './support/assembly';
import { existing } from './support/existing-workload';
import { BRISK } from './support/failover-stage';
import { follow } from './support/follow-command';

const TAKEN = '/somebody/elses';

describe('a stack whose first deployment fails at its last resource is deployed again', () => {
  describe('by the same command, with --no-rollback', () => {
    const again = (config: object, workload: RehearsedWorkload) =>
      forEachStack(config, workload, async (world, stack) => {
        await expect(deploy(world, withLateFailure(stack), { rollback: false })).rejects.toThrow('CREATE_FAILED');
        await deploy(world, stack, { rollback: false });
      });

    it('for the reference workload', () => again({}, REFERENCE_WORKLOAD));

    it('with a global database and a switch that is asked', () =>
      again(
        { database: 'global', cluster: { replica: 'instance' }, traffic: { switch: 'endpoint' } },
        REFERENCE_WORKLOAD,
      ));

    it('beside a workload that runs already', async () => {
      const { config, workload } = await existing('snapshot');
      await again(config, workload);
    });
  });

  it('after a roll-back, when what is protected was taken away as the guide says', () =>
    forEachStack({}, REFERENCE_WORKLOAD, async (world, stack) => {
      await expect(deploy(world, withLateFailure(stack))).rejects.toThrow('ROLLBACK_');
      await clearTheWay(world, stack.name);
      await deploy(world, stack);
    }));
});

/** In the order of deployment; each ends well before the next is begun. */
async function forEachStack(
  config: object,
  workload: RehearsedWorkload,
  deployTwice: (world: World, stack: AssemblyStack) => Promise<void>,
): Promise<void> {
  const assembly = readAssembly(await assemblyDirectory(config, 'runtime'));
  const published = publishedStacks(assembly).map(({ stack }) => stack.name);
  await withStage({ assembly, seed: 1, durations: BRISK, runtimeSdk: true }, async ({ world }) => {
    await workload.standUp(world, assembly);
    standUpZone(world, assembly);
    for (const { ssm } of world.regions.values()) ssm.put({ name: TAKEN, value: 'taken', type: 'String' });
    for (const stack of assembly.filter(({ name }) => !published.includes(name))) {
      await deployTwice(world, stack);
      const { status } = world.region(stack.region).cloudFormation.stacks.get(stack.name);
      expect([stack.name, status]).toEqual([stack.name, expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/)]);
    }
  });
}

/** Does what the guide's table says of what is there. */
async function clearTheWay(world: World, stackName: string): Promise<void> {
  const rows = readPage('DEPLOYMENT.md')
    .split('\n')
    .filter((line) => line.startsWith(`| ${stackName} |`));
  const commands = rows.flatMap((row) => Array.from(row.matchAll(/`(aws [^`]+)`/g), ([, command = '']) => command));
  for (const command of commands) {
    await follow(world, command).catch((error: Error) => {
      if (!/NotFound/.test(error.name)) throw error;
    });
  }
}

function deploy(world: World, stack: AssemblyStack, options: { readonly rollback?: boolean } = {}) {
  return world.scheduler.runToEnd(loadAssembly(world, [stack], options));
}

/** With one resource more, which waits for every other and is refused. */
function withLateFailure(stack: AssemblyStack): AssemblyStack {
  const resources = Object(stack.template['Resources']) as Record<string, object>;
  const Late = {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: TAKEN, Type: 'String', Value: 'late' },
    DependsOn: Object.keys(resources).filter((id) => !('Condition' in Object(resources[id]))),
  };
  return { ...stack, template: { ...stack.template, Resources: { ...resources, Late } } };
}
