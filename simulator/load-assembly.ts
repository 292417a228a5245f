import { publishAssets, sha256 } from '../assembly/publish-assets';
import type { AssemblyStack } from '../assembly/read-assembly';
import type { Region, World } from './world';

/** The outputs of the deployed stacks, by stack name. */
export type OutputsByStack = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Deploys a cloud assembly into the simulated regions: bootstraps each region, then for each stack publishes its file
 * assets and creates its resources, one stack after the other, as `cdk bootstrap` and `cdk deploy --all` do.
 *
 * Lets virtual time pass: await it through `world.scheduler.runToEnd`.
 *
 * @param stacks in deployment order, as `readAssembly` gives them
 * @param options.except names of stacks that are not deployed: they wait as templates
 * @param options.rollback false for `--no-rollback`
 */
export async function loadAssembly(
  world: World,
  stacks: readonly AssemblyStack[],
  options: { readonly except?: readonly string[]; readonly rollback?: boolean } = {},
): Promise<OutputsByStack> {
  const unknown = (options.except ?? []).filter((name) => !stacks.some((stack) => stack.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No stack ${unknown.join(', ')} to leave out: there are ${stacks.map(({ name }) => name).join(', ')}`,
    );
  }
  for (const region of world.regions.values()) bootstrap(region);
  const outputsByStack = new Map<string, Readonly<Record<string, string>>>();
  for (const stack of stacks) {
    if (options.except?.includes(stack.name) === true) continue;
    const region = regionOf(world, stack);
    await publishInto(region, stack);
    const { outputs } = await region.cloudFormation.deployStack({
      stackName: stack.name,
      template: stack.template,
      tags: stack.tags,
      caller: { kind: 'operator' },
      terminationProtection: stack.terminationProtection,
      rollback: options.rollback,
    });
    outputsByStack.set(stack.name, outputs);
  }
  return outputsByStack;
}

/** What `cdk bootstrap` leaves that a deployment needs: the bucket for assets, and its version. */
const BOOTSTRAP_VERSION_PARAMETER = '/cdk-bootstrap/hnb659fds/version';
const BOOTSTRAP_VERSION = '29';

function bootstrap(region: Region): void {
  const bucket = `cdk-hnb659fds-assets-${region.world.accountId}-${region.name}`;
  if (region.s3.bucketHere(bucket) !== undefined) return;
  region.s3.createBucket(bucket);
  region.s3.configureBucket(bucket, { isVersioned: true });
  region.ssm.put({ name: BOOTSTRAP_VERSION_PARAMETER, value: BOOTSTRAP_VERSION, type: 'String' });
}

async function publishInto({ s3 }: Region, stack: AssemblyStack): Promise<void> {
  await publishAssets(stack.assets, {
    async digestOf(bucket, key) {
      const object = s3.findObject(bucket, key);
      return object === undefined ? undefined : sha256(object.body);
    },
    async put(bucket, key, body) {
      s3.putObject(bucket, key, body);
    },
  });
}

function regionOf(world: World, stack: AssemblyStack): Region {
  if (stack.account !== world.accountId) {
    throw new Error(`Stack ${stack.name} is for account ${stack.account}; this simulation has ${world.accountId}`);
  }
  return world.region(stack.region);
}
