import type { FaultRule } from '../../../../simulator/kernel/faults';
import { offerRuntimeSdk } from '../../../../simulator/services/lambda/runtime/runtime-sdk';
import { bundleFixture, createFunction, invokeProbe, lambdaWorld } from './lambda-fixture';

/** The same function twice: with the SDK in its bundle, and with the one that the runtime offers. */
function worldWith(sdk: 'bundled' | 'runtime', faults: readonly FaultRule[] = []) {
  const world = lambdaWorld({ faults });
  if (sdk === 'runtime') offerRuntimeSdk(world);
  world.parameters.set('/allowed/a', 'value of a');
  createFunction(world, bundleFixture('probe-function', sdk), { timeoutSeconds: 60 });
  return world;
}

const fault = (rule: Partial<FaultRule>): FaultRule => ({
  at: 0,
  kind: 'error',
  probability: 1,
  service: 'ssm',
  ...rule,
});

describe('a function without an SDK of its own', () => {
  test.each([
    ['a result', '/allowed/a'],
    ['an error of the service', '/allowed/none'],
    ['a refusal', '/forbidden'],
  ])('gets %s as it would over the wire', async (_, name) => {
    const event = { action: 'getParameter', name };
    const overTheWire = await invokeProbe(worldWith('bundled'), event);
    const direct = await invokeProbe(worldWith('runtime'), event);
    const essence = ({ payload, functionError }: typeof direct) => ({
      functionError,
      ...(typeof payload === 'object' && payload !== null && 'errorType' in payload && 'errorMessage' in payload
        ? { type: payload.errorType, message: payload.errorMessage }
        : { payload }),
    });
    expect(essence(direct)).toEqual(essence(overTheWire));
  });

  test('is authorised, delayed and traced as any other', async () => {
    const world = worldWith('runtime');
    await invokeProbe(world, { action: 'putTwice', name: '/allowed/b' });
    expect([...world.parameters.keys()]).toEqual(['/allowed/a', '/allowed/b/1', '/allowed/b/2']);
    const calls = world.trace.entries.filter((entry) => entry.kind === 'call' && entry.service === 'ssm');
    expect(calls).toEqual([
      expect.objectContaining({ operation: 'PutParameter', caller: 'probe-role', outcome: 'ok' }),
      expect.objectContaining({ operation: 'PutParameter', caller: 'probe-role', outcome: 'ok' }),
    ]);
    expect(new Set(calls.map(({ at }) => at)).size).toBe(2);
  });

  test('tries again what may pass, three times', async () => {
    const passing = worldWith('runtime', [fault({ for: 200 })]);
    expect((await invokeProbe(passing, { action: 'getParameter', name: '/allowed/a' })).payload).toBe('value of a');
    const lasting = worldWith('runtime', [fault({})]);
    const { functionError } = await invokeProbe(lasting, { action: 'getParameter', name: '/allowed/a' });
    expect(functionError).toBe('Unhandled');
    expect(lasting.dispatcher.statistics.apiCalls).toBe(3);
  });

  test('waits for a region that is dark as long as its client says', async () => {
    const world = worldWith('runtime', [{ at: 0, kind: 'partition', probability: 1, region: 'us-east-1' }]);
    const began = world.scheduler.now();
    const event = { action: 'getParameterWithin', name: '/allowed/a', region: 'us-east-1', seconds: 7 };
    expect(await invokeProbe(world, event)).toMatchObject({ payload: { errorType: 'TimeoutError' } });
    expect(Math.round((world.scheduler.now() - began) / 1000)).toBe(7);
  });

  test.each(['bundled', 'runtime'] as const)(
    'gives up a request that is not answered in time, and tries again as long as its client says (%s)',
    async (sdk) => {
      const world = worldWith(sdk, [fault({ kind: 'delay', delaySeconds: 20 })]);
      const began = world.scheduler.now();
      const event = { action: 'getParameterAnswered', name: '/allowed/a', seconds: 3 };
      expect(await invokeProbe(world, event)).toMatchObject({ payload: { errorType: 'TimeoutError' } });
      expect(Math.floor((world.scheduler.now() - began) / 1000)).toBe(6);
      expect(world.dispatcher.statistics.apiCalls).toBe(2);
    },
  );

  test.each([
    ['bundled', 'error', 1],
    ['runtime', 'error', 1],
    ['bundled', 'throttle', 6],
    ['runtime', 'throttle', 6],
  ] as const)("follows its client's own retry strategy (%s, %s: %i attempts)", async (sdk, kind, attempts) => {
    const world = worldWith(sdk, [fault({ kind })]);
    const event = { action: 'getParameterOfOneThatMayBeLost', name: '/allowed/a' };
    expect(await invokeProbe(world, event)).toMatchObject({ functionError: 'Unhandled' });
    expect(world.dispatcher.statistics.apiCalls).toBe(attempts);
  });

  test.each(['bundled', 'runtime'] as const)(
    'tells the logger of its client once which call has failed for good (%s)',
    async (sdk) => {
      const logged = { action: 'getParameterLogged', name: '/allowed/a' };
      expect((await invokeProbe(worldWith(sdk, [fault({})]), logged)).payload).toEqual([
        'SSMClient GetParameterCommand: InternalFailure',
      ]);
      expect((await invokeProbe(worldWith(sdk), logged)).payload).toEqual([]);
    },
  );

  test('is not for simulations that do not offer one', async () => {
    const world = lambdaWorld();
    createFunction(world, bundleFixture('probe-function', 'runtime'));
    expect(await invokeProbe(world, { action: 'describe' })).toMatchObject({
      payload: { errorMessage: expect.stringContaining("Cannot find module '@aws-sdk/client-ssm'") },
    });
  });
});
