import { readDurations } from '../../../simulator/kernel/durations';
import { Random } from '../../../simulator/kernel/random';
import { Scheduler } from '../../../simulator/kernel/scheduler';
import { Trace } from '../../../simulator/kernel/trace';
import { AwsError, type Access, type CallContext, type Caller, type Service } from '../../../simulator/service';
import type { ProviderRequest } from '../../../simulator/services/cloudformation/provider';
import type { Region, World } from '../../../simulator/world';

type Call = {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
};

type RegionServices = Partial<Omit<Region, 'name' | 'world'>>;
type WorldServices = Partial<Pick<World, 'route53' | 'cloudFront' | 'iam' | 'network' | 'faults' | 'dispatcher'>>;

export interface FakeWorldOptions {
  readonly start?: string;
  readonly regions?: readonly string[];
  /** The services of each region that the test needs. A service that is not given throws when it is reached for. */
  readonly regionServices?: (region: Region) => { readonly [Name in keyof RegionServices]: unknown };
  readonly worldServices?: (world: World) => { readonly [Name in keyof WorldServices]: unknown };
}

export interface FakeWorld extends World {
  /** Regions that are dark now. */
  readonly dark: Set<string>;
  /** What went through the dispatcher, with what it needed. */
  readonly calls: readonly (Call & { readonly access: readonly Access[] })[];
}

/** A world with a real clock, trace and random, and only the services that a test names. Nothing is authorised. */
export function fakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const scheduler = new Scheduler(Date.parse(options.start ?? '2026-11-24T10:00:00Z'));
  const random = new Random(1);
  const dark = new Set<string>();
  const calls: (Call & { readonly access: readonly Access[] })[] = [];
  const regions = new Map<string, Region>();
  const base: Record<string, unknown> = {
    accountId: '111111111111',
    scheduler,
    random,
    trace: new Trace(() => scheduler.now()),
    durations: readDurations('default', random),
    regions,
    dark,
    calls,
    isDark: (name: string) => dark.has(name),
    region(name: string) {
      const region = regions.get(name);
      if (region === undefined) throw new Error(`no region ${name}; there are ${[...regions.keys()].join(', ')}`);
      return region;
    },
  };
  const world = withMissing(base, 'world') as unknown as FakeWorld;
  base['dispatcher'] = {
    dispatch: (call: Call) => dispatch(world, calls, call),
    isReachable: ({ region }: Call) => !dark.has(region),
    mayFail: () => true,
    onBehalf: (_call: unknown, act: () => unknown) => Promise.resolve(act()),
  };
  Object.assign(base, options.worldServices?.(world));
  for (const name of options.regions ?? ['us-east-1', 'us-west-2']) {
    const members: Record<string, unknown> = { name, world };
    const region = withMissing(members, `region ${name}`) as unknown as Region;
    Object.assign(members, options.regionServices?.(region));
    regions.set(name, region);
  }
  return world;
}

/** Calls one operation of a service directly, as the operator unless another caller is given. */
export async function callService<Output = Record<string, unknown>>(
  world: World,
  call: Omit<Call, 'caller'> & { readonly caller?: Caller },
): Promise<Output> {
  return (await dispatch(world, [], { caller: { kind: 'operator' }, ...call })) as Output;
}

/** What CloudFormation gives a provider, with the parts that a test does not care about filled in. */
export function providerRequest(
  region: Region,
  logicalId: string,
  properties: Record<string, unknown>,
  more: Partial<ProviderRequest> = {},
): ProviderRequest {
  return {
    region,
    stackName: 'Stack',
    stackId: `arn:aws:cloudformation:${region.name}:111111111111:stack/Stack/1`,
    logicalId,
    properties,
    stackTags: {},
    caller: { kind: 'operator' },
    generateName: (maximumLength = 64) => `Stack-${logicalId}-ABCDEF`.slice(0, maximumLength),
    ...more,
  };
}

/** Runs `promise` to its end in virtual time and returns the AwsError that it ended with. */
export async function awsErrorOf(world: World, promise: Promise<unknown>): Promise<AwsError> {
  const outcome = await world.scheduler.runToEnd(promise.catch((error: unknown) => error));
  if (outcome instanceof AwsError) return outcome;
  throw new Error(`expected an AwsError, got ${String(outcome)}`);
}

class FakeUnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly lost = 'request';
}

async function dispatch(
  world: World,
  calls: (Call & { readonly access: readonly Access[] })[],
  call: Call,
): Promise<unknown> {
  if (world.isDark(call.region)) throw new FakeUnreachableError(`${call.service} in ${call.region} is unreachable`);
  const service = findService(world, call);
  const operation = (service.operations as Record<string, AnyOperation | undefined>)[call.operation];
  if (operation === undefined) throw new Error(`${call.service} has no operation ${call.operation}`);
  const context: CallContext = {
    region: call.region,
    caller: call.caller,
  };
  calls.push({ ...call, access: operation.access(call.input, context) });
  return operation.handle(call.input, context);
}

interface AnyOperation {
  access(input: unknown, context: CallContext): readonly Access[];
  handle(input: unknown, context: CallContext): unknown;
}

function findService(world: World, call: Call): Service<unknown> {
  const holders: readonly unknown[] = [...Object.values(world.region(call.region)), ...Object.values(world)];
  for (const holder of holders) {
    if (typeof holder !== 'object' || holder === null || !('service' in holder)) continue;
    const service = holder.service as Service<unknown>;
    if (service.signingName === call.service) return service;
  }
  throw new Error(`the fake world has no service ${call.service} in ${call.region}`);
}

function withMissing(members: Record<string, unknown>, what: string): Record<string, unknown> {
  return new Proxy(members, {
    get(target, key) {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') {
        return Reflect.get(target, key);
      }
      throw new Error(`the fake ${what} has no ${key}: give it to fakeWorld`);
    },
  });
}
