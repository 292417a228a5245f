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
  });

  it('has no status that the API gives, as its children have', async () => {
    const { world } = worldWhoseEndpointSays([200, 'standby serves']);
    const child = await create(world, ENDPOINT);
    const id = await create(world, both(child));
    await expect(call(world, 'GetHealthCheckStatus', { HealthCheckId: id })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
    expect(await call(world, 'GetHealthCheckStatus', { HealthCheckId: child })).toMatchObject({
      HealthCheckObservations: [{ StatusReport: { Status: expect.stringContaining('Success') } }],
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

describe('the configuration of a check', () => {
  const calculated = (HealthThreshold: number): HealthCheckConfig => ({
    Type: 'CALCULATED',
    ChildHealthChecks: [],
    HealthThreshold,
  });

  test.each<[string, HealthCheckConfig, string]>([
    ['a threshold of 0 failures', { ...ENDPOINT, FailureThreshold: 0 }, 'FailureThreshold is a number from 1 to 10'],
    ['a threshold of 11 failures', { ...ENDPOINT, FailureThreshold: 11 }, 'FailureThreshold is a number from 1 to 10'],
    ['an interval of 20 s', { ...ENDPOINT, RequestInterval: 20 }, 'RequestInterval is 10 or 30'],
    ['port 0', { ...ENDPOINT, Port: 0 }, 'Port is a number from 1 to 65535'],
    ['a long text', { ...ENDPOINT, SearchString: 'a'.repeat(256) }, 'SearchString has at most 255 characters'],
    ['no text', { ...ENDPOINT, SearchString: '' }, 'SearchString'],
    [
      'an alarm beside an endpoint',
      { ...ENDPOINT, AlarmIdentifier: { Region: 'us-west-2', Name: 'x' } },
      'Invalid parameter : Basic health checks must not have an metric region specified.',
    ],
    [
      'a status for want of data beside an endpoint',
      { ...ENDPOINT, InsufficientDataHealthStatus: 'Healthy' },
      'Insufficient',
    ],
    ['257 of its children', calculated(257), 'HealthThreshold is a number from 0 to 256'],
    ['-1 of its children', calculated(-1), 'HealthThreshold is a number from 0 to 256'],
  ])('is refused with %s', async (_, config, message) => {
    const { world } = worldWhoseEndpointSays('silence');
    await expect(create(world, config)).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringContaining(message),
    });
  });

  test.each<[string, HealthCheckConfig]>([
    ['10 failures', { ...ENDPOINT, FailureThreshold: 10 }],
    ['1 failure every 30 s', { ...ENDPOINT, FailureThreshold: 1, RequestInterval: 30 }],
    ['a path without a slash', { ...ENDPOINT, ResourcePath: 'serves' }],
    ['more children than there are', calculated(256)],
    ['0 children', calculated(0)],
  ])('is taken with %s', async (_, config) => {
    const { world } = worldWhoseEndpointSays('silence');
    expect(await create(world, config)).not.toBe('');
  });

  test('is listed page by page, by markers that were given', async () => {
    const { world } = worldWhoseEndpointSays('silence');
    for (const FailureThreshold of [1, 2, 3]) await create(world, { ...ENDPOINT, FailureThreshold });
    const list = (input: object) => call(world, 'ListHealthChecks', input);
    const first = await list({ MaxItems: 2 });
    expect(first).toMatchObject({ IsTruncated: true, MaxItems: 2, HealthChecks: [{}, {}] });
    const { NextMarker: Marker } = first as { NextMarker: string };
    expect(await list({ MaxItems: 2, Marker })).toMatchObject({ IsTruncated: false, HealthChecks: [{ Id: Marker }] });
    await expect(list({ Marker: 'nowhere' })).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(list({ MaxItems: 0 })).rejects.toMatchObject({ code: 'InvalidInput' });
  });
});

test('a zone that is made is PENDING until all name servers have it', async () => {
  const { world } = worldWhoseEndpointSays('silence');
  const made = await call(world, 'CreateHostedZone', { Name: 'example.net', CallerReference: 'one' });
  const { ChangeInfo } = made as { ChangeInfo: { Id: string; Status: string } };
  expect(ChangeInfo.Status).toBe('PENDING');
  const status = () => call(world, 'GetChange', { Id: ChangeInfo.Id });
  expect(await status()).toMatchObject({ ChangeInfo: { Status: 'PENDING' } });
  await pass(world, 90);
  expect(await status()).toMatchObject({ ChangeInfo: { Status: 'INSYNC' } });
});

test('a field of another type of check is refused by name', async () => {
  const { world } = worldWhoseEndpointSays('silence');
  await expect(create(world, { ...ENDPOINT, HealthThreshold: 1 })).rejects.toThrow(
    'HealthThreshold is not for a health check of type HTTPS_STR_MATCH',
  );
  await expect(create(world, { ...ENDPOINT, Type: 'TCP' })).rejects.toThrow(/type TCP is not modelled/);
});
