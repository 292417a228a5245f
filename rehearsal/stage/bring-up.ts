import { deployActivation } from '../../assembly/deploy-activation';
import { literalOutput } from '../../assembly/literal-output';
import { publishActivation } from '../../assembly/publish-activation';
import { type AssemblyStack, stackOf } from '../../assembly/read-assembly';
import { createWorld } from '../../simulator/create-world';
import type { FaultRule } from '../../simulator/kernel/faults';
import { loadAssembly } from '../../simulator/load-assembly';
import type { World } from '../../simulator/world';
import { type Estate, readEstate } from './estate';
import { Operator } from './operator';
import { VIRTUAL_START_MS } from './options';
import type { RehearsedWorkload } from '../workload/workload';

export interface BringUpOptions {
  /** In deployment order, as `readAssembly` gives them. */
  readonly assembly: readonly AssemblyStack[];
  readonly workload: RehearsedWorkload;
  readonly seed: number;
  /** `default`, `slow`, `fast` or the path of a file. */
  readonly durations: string;
  readonly faults: readonly FaultRule[];
  /** Where virtual time begins. @default VIRTUAL_START_MS */
  readonly startMs?: number | undefined;
}

/** The world of an assembly's account and regions, in which nothing is deployed yet. */
export function worldOf({
  assembly,
  seed,
  durations,
  faults,
  startMs,
}: Pick<BringUpOptions, 'assembly' | 'seed' | 'durations' | 'faults' | 'startMs'>): World {
  return createWorld({
    seed,
    startMs: startMs ?? VIRTUAL_START_MS,
    durations,
    faults,
    accountId: accountOf(assembly),
    regions: regionsOf(assembly),
  });
}

/** Deploys the workload and everything that protects it: what a team has before trouble comes. */
export async function bringUp(
  world: World,
  { assembly, workload }: Pick<BringUpOptions, 'assembly' | 'workload'>,
): Promise<Estate> {
  await workload.standUp(world, assembly);
  const estate = await deployEstate(world, assembly, workload.release);
  await workload.fill(world, estate);
  return estate;
}

/**
 * Deploys every stack but the activation and publishes that one. A warm standby is deployed as well, by the functions
 * that a failover calls.
 */
export async function deployEstate(
  world: World,
  assembly: readonly AssemblyStack[],
  release: string | null,
): Promise<Estate> {
  const operator = new Operator(world);
  const activation = stackOf(assembly, literalOutput(assembly, 'ActivationStackName'));
  // Where no stack makes the zone, it is the team's own and was there before any of this.
  const zone = { id: literalOutput(assembly, 'HostedZoneId'), name: literalOutput(assembly, 'HostedZoneName') };
  const isThere = world.route53.zones().some(({ id }) => id === zone.id);
  if (!isThere && !makesZone(assembly)) world.route53.putZone(zone);
  const outputs = await world.scheduler.runToEnd(loadAssembly(world, assembly, { except: [activation.name] }));
  const estate = readEstate(outputs);
  const { standbyRegion, DeployRegionStackFunctionName, WaitForAvailableFunctionName } = estate;
  await publishActivation(
    activation,
    { s3: operator.s3(standbyRegion), ssm: operator.ssm(standbyRegion) },
    estate.TemplateUrlParameter,
    release,
  );
  if (estate.Standby === 'warm') {
    await deployActivation({
      lambda: operator.lambda(standbyRegion),
      deployFunction: DeployRegionStackFunctionName,
      waitFunction: WaitForAvailableFunctionName,
      id: 'rehearsal',
      pause: async (seconds) => {
        await world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);
      },
    });
  }
  return estate;
}

function makesZone(assembly: readonly AssemblyStack[]): boolean {
  return assembly.some(({ template }) => JSON.stringify(template).includes('"AWS::Route53::HostedZone"'));
}

function accountOf(assembly: readonly AssemblyStack[]): string {
  const accounts = new Set(assembly.map(({ account }) => account));
  const [account, ...others] = accounts;
  if (account === undefined || others.length > 0)
    throw new Error(`A rehearsal takes stacks of one account, not of ${accounts.size}.`);
  return account;
}

function regionsOf(assembly: readonly AssemblyStack[]): readonly string[] {
  return [...new Set(assembly.map(({ region }) => region))].sort();
}
