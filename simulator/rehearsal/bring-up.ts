import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { deployActivation } from '../../assembly/deploy-activation';
import { literalOutput } from '../../assembly/literal-output';
import { publishActivation } from '../../assembly/publish-activation';
import { type AssemblyStack, stackOf } from '../../assembly/read-assembly';
import { readRelease } from '../../assembly/read-release';
import { createWorld } from '../create-world';
import type { FaultRule } from '../kernel/faults';
import { loadAssembly } from '../load-assembly';
import type { World } from '../world';
import { type Estate, readEstate } from './estate';
import { Operator } from './operator';
import { RehearsalOptionsError, VIRTUAL_START_MS } from './options';
import { applySchema } from './rows';

export interface BringUpOptions {
  /** In deployment order, as `readAssembly` gives them. */
  readonly assembly: readonly AssemblyStack[];
  readonly schemaPath: string;
  readonly frontendDirectory: string;
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

/** Deploys everything, makes the database's tables and fills the frontend bucket: what a team has before trouble comes. */
export async function bringUp(
  world: World,
  { assembly, schemaPath, frontendDirectory }: Pick<BringUpOptions, 'assembly' | 'schemaPath' | 'frontendDirectory'>,
): Promise<Estate> {
  requireReference(assembly);
  const estate = await deployEstate(world, assembly, readRelease(frontendDirectory));
  const operator = new Operator(world);
  await applySchema(operator, world.region(estate.primaryRegion), estate.ClusterIdentifier, schemaPath);
  await publishFrontend(operator, estate, frontendDirectory);
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

/** Another workload's own stacks are nowhere in the assembly, so there would be nothing to fail over. */
function requireReference(assembly: readonly AssemblyStack[]): void {
  const states = (name: string) =>
    assembly.some(({ template }) => JSON.stringify(template['Outputs'] ?? {}).includes(name));
  if (states('"FrontendBucketName"')) return;
  throw new RehearsalOptionsError(
    'A rehearsal brings up the reference workload; this configuration has the workload.kind "existing", whose own stacks ' +
      'it does not know. test/scenarios/support/existing-workload.ts shows how one is rehearsed with its templates',
  );
}

function makesZone(assembly: readonly AssemblyStack[]): boolean {
  return assembly.some(({ template }) => JSON.stringify(template).includes('"AWS::Route53::HostedZone"'));
}

/** As `aws s3 sync` guesses them. */
const CONTENT_TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.json': 'application/json' };

async function publishFrontend(operator: Operator, estate: Estate, directory: string): Promise<void> {
  const { FrontendBucketName: Bucket } = estate;
  const s3 = operator.s3(estate.primaryRegion);
  for (const name of readdirSync(directory).sort()) {
    const Body = readFileSync(join(directory, name));
    const ContentType = CONTENT_TYPES[extname(name)];
    await s3.send(new PutObjectCommand({ Bucket, Key: name, Body, ContentType }));
  }
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
