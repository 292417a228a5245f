import type { HealthCheck, HealthCheckConfig } from '@aws-sdk/client-route-53';
import { createWorld } from '../../../../simulator/create-world';
import { NetworkError } from '../../../../simulator/network/network';
import type { World } from '../../../../simulator/world';

const HOST = 'abc.execute-api.us-west-2.amazonaws.com';
const ENDPOINT: HealthCheckConfig = {
  Type: 'HTTPS_STR_MATCH',
  FullyQualifiedDomainName: HOST,
  ResourcePath: '/serves',
  SearchString: 'standby serves',
  RequestInterval: 10,
  FailureThreshold: 2,
};

type Answer = readonly [status: number, body: string] | 'silence';

function worldWhoseEndpointSays(first: Answer) {
  const world = createWorld({
    seed: 1,
    startMs: Date.UTC(2026, 0, 5),
    accountId: '111111111111',
    regions: ['us-east-1', 'us-west-2'],
  });
  let says = first;
  const asked: string[] = [];
  jest.spyOn(world.network, 'send').mockImplementation(async ({ url }) => {
    asked.push(url);
    if (says === 'silence') throw new NetworkError('ETIMEDOUT', HOST, 'connect ETIMEDOUT');
    return { status: says[0], headers: {}, body: new TextEncoder().encode(says[1]) };
  });
  const say = (answer: Answer) => {
    says = answer;
  };
  return { world, say, asked };
}

let references = 0;
async function create(world: World, config: HealthCheckConfig): Promise<string> {
  references += 1;
  const input = { CallerReference: String(references), HealthCheckConfig: config };
  const made = await call(world, 'CreateHealthCheck', input);
  return (made as { HealthCheck: HealthCheck }).HealthCheck.Id ?? '';
}

function call(world: World, operation: string, input: object): Promise<unknown> {
  const request = { region: 'us-east-1', service: 'route53', operation, input, caller: { kind: 'operator' as const } };
  return world.scheduler.runToEnd(world.dispatcher.dispatch(request));
}

const pass = (world: World, seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

describe('a check on an endpoint', () => {
  it('asks in its interval, and changes after as many answers as its threshold says', async () => {
    const { world, say, asked } = worldWhoseEndpointSays([200, 'the standby serves']);
    const id = await create(world, ENDPOINT);
    await pass(world, 30);
    expect(asked).toEqual(Array(3).fill(`https://${HOST}/serves`));

    say([404, 'the primary serves']);
    await pass(world, 15);
    expect(world.route53.isHealthy(id)).toBe(true);
    await pass(world, 10);
    expect(world.route53.isHealthy(id)).toBe(false);
  });

  it.each<[string, Answer]>([
    ['another text', [200, 'something else']],
    ['an error with the text', [500, 'standby serves']],
    ['the text too far behind', [200, `${' '.repeat(5120)}standby serves`]],
    ['no answer', 'silence'],
  ])('takes %s for unhealthy', async (_, answer) => {
    const { world } = worldWhoseEndpointSays(answer);
    const id = await create(world, ENDPOINT);
    await pass(world, 30);
    expect(world.route53.isHealthy(id)).toBe(false);
  });

  it('that is new counts as healthy, and as unhealthy when it is inverted', async () => {
    const { world } = worldWhoseEndpointSays('silence');
    const [plain, inverted] = [await create(world, ENDPOINT), await create(world, { ...ENDPOINT, Inverted: true })];
    expect([plain, inverted].map((id) => world.route53.isHealthy(id))).toEqual([true, false]);
    await pass(world, 30);
    expect([plain, inverted].map((id) => world.route53.isHealthy(id))).toEqual([false, true]);
  });

  it('asks no more once it is deleted', async () => {
    const { world, asked } = worldWhoseEndpointSays('silence');
    await call(world, 'DeleteHealthCheck', { HealthCheckId: await create(world, ENDPOINT) });
    await pass(world, 60);
    expect(asked).toEqual([]);
  });
});

describe('a calculated check', () => {
  const both = (...children: string[]): HealthCheckConfig => ({
    Type: 'CALCULATED',
    ChildHealthChecks: children,
    HealthThreshold: 2,
  });

  it('is healthy while enough of its children are', async () => {
    const { world, say } = worldWhoseEndpointSays([200, 'standby serves']);
    const children = [await create(world, ENDPOINT), await create(world, { ...ENDPOINT, SearchString: 'serves' })];
    const id = await create(world, both(...children));
    expect(world.route53.isHealthy(id)).toBe(true);

    say([200, 'the primary serves']);
    await pass(world, 30);

    expect(world.route53.isHealthy(id)).toBe(false);
    expect(await call(world, 'GetHealthCheckStatus', { HealthCheckId: id })).toMatchObject({
      HealthCheckObservations: [
        { StatusReport: { Status: 'Failure: 1 of 2 health checks are healthy, 2 are needed' } },
      ],
    });
  });

  it('has no calculated children, and none that are not there', async () => {
    const { world } = worldWhoseEndpointSays('silence');
    const child = await create(world, ENDPOINT);
    const parent = await create(world, both(child, child));
    await expect(create(world, both(child, parent))).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(create(world, both(child, 'nobody'))).rejects.toMatchObject({ code: 'NoSuchHealthCheck' });
  });
});

test('a field of another type of check is refused by name', async () => {
  const { world } = worldWhoseEndpointSays('silence');
  await expect(create(world, { ...ENDPOINT, HealthThreshold: 1 })).rejects.toThrow(
    'HealthThreshold is not for a health check of type HTTPS_STR_MATCH',
  );
  await expect(create(world, { ...ENDPOINT, Type: 'TCP' })).rejects.toThrow(/type TCP is not modelled/);
});
