import { statSync } from 'node:fs';
import { packageAsset } from '../../assembly/publish-assets';
import { offerRuntimeSdk } from '../../simulator/services/lambda/runtime/runtime-sdk';
import type { World } from '../../simulator/world';
import { Operator } from '../stage/operator';
import { RehearsalOptionsError } from '../stage/options';
import { statementRunner, statementsIn } from '../stage/sql';
import { type ConfiguredWorkload, lookUp, requireStandbySecret } from './look-up';
import { requireFrontend } from './own-frontend';
import { stackOfOutput } from './stack-output';
import type { WorkloadFile, WorkloadObject } from './workload-file';
import type { WorkloadStack } from './workload-stack';

/** Makes what the file says, as its team once did: the zone, the objects, the stacks, the tables. */
export async function deployOwnStacks(world: World, file: WorkloadFile, configured: ConfiguredWorkload): Promise<void> {
  // Lambda's runtimes have the SDK: a function that is not ours may lean on that.
  offerRuntimeSdk(world);
  world.route53.putZone(configured.zone);
  for (const [index, object] of file.objects.entries())
    await inField(file, `objects.${index}`, async () => putObject(world, object));
  const outputs = new Map<WorkloadStack, Readonly<Record<string, string>>>();
  for (const [index, stack] of file.stacks.entries()) {
    const field = `stacks.${index}`;
    const deployed = await inField(file, field, async () =>
      world.scheduler.runToEnd(deploy(world, stack, parametersOf(stack, file.stacks.slice(0, index), outputs))),
    );
    outputs.set(stack, deployed);
  }
  await runSql(world, file, configured);
  requireFrontend(world, file, configured);
  requireStandbySecret(world, file, configured);
}

function putObject(world: World, { region, bucket, key, path }: WorkloadObject): void {
  const { s3 } = world.region(region);
  if (s3.bucketHere(bucket) === undefined) s3.createBucket(bucket);
  s3.putObject(bucket, key, packageAsset({ path, packaging: statSync(path).isDirectory() ? 'zip' : 'file' }));
}

async function deploy(
  world: World,
  { name, region, template }: WorkloadStack,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { outputs } = await world.region(region).cloudFormation.deployStack({
    stackName: name,
    template,
    parameters,
    caller: { kind: 'operator' },
  });
  return outputs;
}

function parametersOf(
  { region, parameters }: WorkloadStack,
  earlier: readonly WorkloadStack[],
  outputs: ReadonlyMap<WorkloadStack, Readonly<Record<string, string>>>,
): Readonly<Record<string, string>> {
  const valueOf = (value: WorkloadStack['parameters'][string]): string => {
    if (typeof value === 'string') return value;
    const named = stackOfOutput(value, region, earlier);
    const of = named === undefined ? undefined : outputs.get(named.stack);
    const output = of?.[named?.name ?? ''];
    if (output !== undefined) return output;
    throw new Error(
      `"${value.output}": its outputs are ${Object.keys(of ?? {}).join(', ') || 'none'}. Write one of them`,
    );
  };
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, valueOf(value)]));
}

async function runSql(world: World, file: WorkloadFile, configured: ConfiguredWorkload): Promise<void> {
  const { region, cluster, secretArn } = lookUp(world, file, configured);
  const run = statementRunner(new Operator(world), region, cluster.identifier, secretArn);
  for (const [index, path] of file.sql.entries()) {
    for (const sql of statementsIn(path)) {
      await inField(file, `sql.${index}`, async () => run(sql), `${sql.split('\n')[0] ?? ''}: `);
    }
  }
}

/** What AWS would refuse, the team has to write differently. */
async function inField<T>(file: WorkloadFile, field: string, make: () => Promise<T>, what = ''): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RehearsalOptionsError(`${file.path}: field ${field}: ${what}${reason}`);
  }
}
