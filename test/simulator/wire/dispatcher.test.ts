import type { FaultRule } from '../../../simulator/kernel/faults';
import { AwsError } from '../../../simulator/service';
import { UnreachableError } from '../../../simulator/wire/dispatcher';
import { stubService, wireWorld } from './wire-fixture';

const fault = (more: Partial<FaultRule> & Pick<FaultRule, 'kind'>): FaultRule => ({
  at: 0,
  region: 'us-west-2',
  probability: 1,
  ...more,
});

function worldWith(rules: readonly FaultRule[] = [], output: () => unknown = () => ({})) {
  const world = wireWorld(rules);
  const stub = stubService('rds', 'DescribeDBClusters', output);
  world.dispatcher.register('us-west-2', stub.service);
  const call = (operation = 'DescribeDBClusters', region = 'us-west-2') =>
    world.scheduler.runToEnd(
      world.dispatcher.dispatch({ region, service: 'rds', operation, input: {}, caller: { kind: 'operator' } }),
    );
  return { world, stub, call };
}

it('takes the latency of a call and leaves one entry in the trace', async () => {
  const { world, call } = worldWith([], () => ({ DBClusters: [] }));
  const before = world.scheduler.now();
  await expect(call()).resolves.toEqual({ DBClusters: [] });
  const tookMs = world.scheduler.now() - before;
  expect(Math.abs(tookMs - world.durations.middleMs('apiCall'))).toBeLessThanOrEqual(0.05 * tookMs + 1);
  expect(world.trace.entries).toEqual([
    {
      at: new Date(world.scheduler.now()).toISOString(),
      kind: 'call',
      region: 'us-west-2',
      service: 'rds',
      operation: 'DescribeDBClusters',
      caller: 'operator',
      outcome: 'ok',
    },
  ]);
});

it.each([
  ['an operation', 'StartTheEngines', 'us-west-2', 'rds:StartTheEngines'],
  ['an inherited name', 'toString', 'us-west-2', 'rds:toString'],
  ['a service', 'DescribeDBClusters', 'us-east-1', 'rds in us-east-1'],
])('says so when %s is not modelled', async (_, operation, region, what) => {
  const { call } = worldWith();
  await expect(call(operation, region)).rejects.toMatchObject({
    code: 'NotModelled',
    status: 501,
    message: `${what} is not modelled by the simulator (docs/SIMULATOR.md)`,
  });
});

describe('a fault', () => {
  it.each([
    ['throttle', 'ThrottlingException', 400],
    ['error', 'InternalFailure', 500],
  ] as const)('of kind %s answers %s and does nothing', async (kind, code, status) => {
    const { stub, call } = worldWith([fault({ kind })]);
    await expect(call()).rejects.toMatchObject({ code, status });
    expect(stub.inputs).toEqual([]);
  });

  it('of kind drop loses a refusal as well', async () => {
    const { world, call } = worldWith([fault({ kind: 'drop' })], () => {
      throw new AwsError('DBClusterAlreadyExistsFault', 'DB Cluster already exists');
    });
    await expect(call()).rejects.toMatchObject({ name: 'UnreachableError', lost: 'response' });
    expect(world.faults.report()).toMatchObject([{ callsMet: 1 }]);
  });

  it('of kind drop hides no operation that is not modelled', async () => {
    const { call } = worldWith([fault({ kind: 'drop' })]);
    await expect(call('StartTheEngines')).rejects.toMatchObject({ code: 'NotModelled' });
  });

  it.each(['throttle', 'error', 'drop', 'partition', 'delay'] as const)(
    'of kind %s counts the calls that it meets, and no others',
    async (kind) => {
      const { world, call } = worldWith([
        fault({ kind, service: 'rds', delaySeconds: kind === 'delay' ? 1 : undefined, for: 60_000 }),
        fault({ kind: 'error', service: 'backup' }),
      ]);
      for (let count = 0; count < 3; count += 1) await call().catch(() => undefined);
      await world.scheduler.runUntil(world.scheduler.now() + 60_000);
      await call();
      expect(world.faults.report().map(({ callsMet }) => callsMet)).toEqual([3, 0]);
    },
  );

  it('of kind partition lets nothing through', async () => {
    const { world, stub, call } = worldWith([fault({ kind: 'partition', service: 'rds' })]);
    await expect(call()).rejects.toMatchObject({ name: 'UnreachableError', lost: 'request' });
    expect(stub.inputs).toEqual([]);
    expect(world.trace.entries).toMatchObject([{ outcome: 'unreachable' }]);
  });

  it('of kind drop loses the response after the call took effect', async () => {
    const { world, stub, call } = worldWith([fault({ kind: 'drop' })]);
    await expect(call()).rejects.toMatchObject({ name: 'UnreachableError', lost: 'response' });
    expect(stub.inputs).toEqual([{}]);
    expect(world.trace.entries).toMatchObject([{ outcome: 'response lost' }]);
  });

  it('of kind delay answers late', async () => {
    const { world, call } = worldWith([fault({ kind: 'delay', delaySeconds: 30 })]);
    const before = world.scheduler.now();
    await call();
    expect(world.scheduler.now() - before).toBeGreaterThanOrEqual(30_000);
  });
});

describe('a dark region', () => {
  it('counts each call that it cuts off as one that its fault met', async () => {
    const { world, call } = worldWith();
    world.faults.addDarkness('us-west-2', world.scheduler.now());
    world.dark.add('us-west-2');
    await expect(call()).rejects.toThrow(UnreachableError);
    await expect(call()).rejects.toThrow(UnreachableError);
    expect(world.faults.report()).toMatchObject([{ region: 'us-west-2', kind: 'partition', callsMet: 2 }]);
  });

  it('answers nothing, and the call is counted', async () => {
    const { world, stub, call } = worldWith();
    await call();
    world.dark.add('us-west-2');
    await expect(call()).rejects.toThrow(UnreachableError);
    expect(stub.inputs).toHaveLength(1);
    expect(world.dispatcher.statistics).toEqual({ apiCalls: 2, callsToDarkRegion: 1 });
  });

  it('takes the responses of the calls with it that were under way', async () => {
    const { world, call } = worldWith([], async () => {
      await world.scheduler.sleep(10_000);
      return {};
    });
    world.scheduler.after(5_000, () => {
      world.dark.add('us-west-2');
    });
    await expect(call()).rejects.toMatchObject({ lost: 'response' });
    expect(world.dispatcher.statistics.callsToDarkRegion).toBe(0);
  });
});

it('passes on what the service refuses', async () => {
  const { world, call } = worldWith([], () => {
    throw new AwsError('DBClusterNotFoundFault', 'DBCluster x not found.', { status: 404 });
  });
  await expect(call()).rejects.toMatchObject({ code: 'DBClusterNotFoundFault' });
  expect(world.trace.entries).toMatchObject([{ outcome: 'DBClusterNotFoundFault' }]);
});

it('ends the simulation when a service is broken, rather than answer for it', async () => {
  const { world, call } = worldWith([], () => {
    throw new TypeError('undefined is not a function');
  });
  await expect(call()).rejects.toThrow('undefined is not a function');
  await expect(world.scheduler.run(() => false)).rejects.toThrow('undefined is not a function');
});
