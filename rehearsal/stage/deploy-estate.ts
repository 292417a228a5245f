import { deployActivation } from '../../assembly/deploy-activation';
import { literalOutput } from '../../assembly/literal-output';
import { publishActivation } from '../../assembly/publish-activation';
import { type PublishedStack, publishedStacks } from '../../assembly/published-stacks';
import type { AssemblyStack } from '../../assembly/read-assembly';
import { loadAssembly } from '../../simulator/load-assembly';
import type { World } from '../../simulator/world';
import { type Estate, readEstate } from './estate';
import type { Operator } from './operator';

/**
 * Deploys every stack but the activation and the cache beside it, and publishes those. A warm standby is deployed as
 * well, by the functions that a failover calls.
 */
export async function deployEstate(
  {
    world,
    assembly,
    operator,
  }: { readonly world: World; readonly assembly: readonly AssemblyStack[]; readonly operator: Operator },
  release: string | null,
): Promise<Estate> {
  const published = publishedStacks(assembly);
  standUpZone(world, assembly);
  const outputs = await world.scheduler.runToEnd(
    loadAssembly(world, assembly, { except: published.map(({ stack }) => stack.name) }),
  );
  const estate = readEstate(outputs);
  await publishEstate({ world, operator, estate, published }, release, 'rehearsal');
  return estate;
}

/**
 * What `pilotlight publish-activation` does.
 *
 * @param id as DeployActivationOptions has it
 */
export async function publishEstate(
  {
    world,
    operator,
    estate,
    published,
  }: {
    readonly world: World;
    readonly operator: Operator;
    readonly estate: Estate;
    readonly published: readonly PublishedStack[];
  },
  release: string | null,
  id: string,
): Promise<void> {
  const { standbyRegion, DeployRegionStackFunctionName, WaitForAvailableFunctionName } = estate;
  const clients = { s3: operator.s3(standbyRegion), ssm: operator.ssm(standbyRegion) };
  for (const { stack, parameterName } of published) await publishActivation(stack, clients, parameterName, release);
  if (estate.Standby !== 'warm') return;
  await deployActivation({
    lambda: operator.lambda(standbyRegion),
    deployFunction: DeployRegionStackFunctionName,
    waitFunction: WaitForAvailableFunctionName,
    id,
    pause: async (seconds) => {
      await world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);
    },
  });
}

/** Where no stack makes the zone, it is the team's own and was there before any of this. */
export function standUpZone(world: World, assembly: readonly AssemblyStack[]): void {
  const zone = { id: literalOutput(assembly, 'HostedZoneId'), name: literalOutput(assembly, 'HostedZoneName') };
  const isThere = world.route53.zones().some(({ id }) => id === zone.id);
  if (!isThere && !makesZone(assembly)) world.route53.putZone(zone);
}

function makesZone(assembly: readonly AssemblyStack[]): boolean {
  return assembly.some(({ template }) => JSON.stringify(template).includes('"AWS::Route53::HostedZone"'));
}
