import { NetworkError } from '../../../simulator/network/network';
import { client, makeApi, PUBLIC_NAME, request } from '../services/apigateway/api-fixture';
import { type DnsAnswer, lambdaWorld, type LambdaWorld } from '../services/lambda/lambda-fixture';

const WHERE = 'exports.handler = async () => ({ region: process.env.AWS_REGION })';

/** Both regions serve the public name, which is a CNAME (TTL 60) to the alias of the region that `active` names. */
async function twoRegions(): Promise<{ world: LambdaWorld; moveTo: (region: string) => void; questions: string[] }> {
  let active = 'us-east-1';
  const targets = new Map<string, string>();
  const questions: string[] = [];
  const answer = (name: string, type: string): DnsAnswer | undefined => {
    questions.push(`${type} ${name}`);
    if (name === PUBLIC_NAME) return { type: 'CNAME', values: [`api-${active}.example.com.`], ttl: 60 };
    const target = targets.get(name);
    return target === undefined || type !== 'A' ? undefined : { type: 'A', values: [target], ttl: 60 };
  };
  const world = lambdaWorld({ answer });
  for (const region of ['us-east-1', 'us-west-2']) {
    const { regionalDomainName } = await makeApi(world, WHERE, { region });
    targets.set(`api-${region}.example.com`, regionalDomainName);
  }
  const moveTo = (region: string): void => {
    active = region;
  };
  return { world, moveTo, questions };
}

describe('the public name', () => {
  it('leads to the region that Route 53 names, and each request is in the trace', async () => {
    const { world } = await twoRegions();
    const { body } = await request(world, `https://${PUBLIC_NAME}/health`);
    expect(body).toEqual({ region: 'us-east-1' });
    expect(world.trace.entries).toContainEqual(
      expect.objectContaining({
        kind: 'http',
        method: 'GET',
        url: `https://${PUBLIC_NAME}/health`,
        from: 'client:Frankfurt',
        outcome: '200',
      }),
    );
  });

  it('leads a client where it led before until the time to live is over, another client at once', async () => {
    const { world, moveTo } = await twoRegions();
    const origin = client(world);
    const regionOf = async (from = origin) =>
      (await request(world, `https://${PUBLIC_NAME}/health`, { origin: from })).body;
    expect(await regionOf()).toEqual({ region: 'us-east-1' });
    const resolvedAt = world.scheduler.now();
    moveTo('us-west-2');
    expect(await regionOf()).toEqual({ region: 'us-east-1' });
    expect(await regionOf(client(world))).toEqual({ region: 'us-west-2' });
    await world.scheduler.runUntil(resolvedAt + 60_000);
    expect(await regionOf()).toEqual({ region: 'us-west-2' });
  });

  it('asks Route 53 once in the time to live', async () => {
    const { world, questions } = await twoRegions();
    const origin = client(world);
    await request(world, `https://${PUBLIC_NAME}/health`, { origin });
    await request(world, `https://${PUBLIC_NAME}/health`, { origin });
    expect(questions).toEqual([`A ${PUBLIC_NAME}`, 'A api-us-east-1.example.com']);
  });

  it('is a connection that times out while it leads to a dark region', async () => {
    const { world } = await twoRegions();
    world.dark.add('us-east-1');
    const startedAt = world.scheduler.now();
    const failure = request(world, `https://${PUBLIC_NAME}/health`);
    await expect(failure).rejects.toMatchObject({ code: 'ETIMEDOUT', hostname: PUBLIC_NAME });
    expect(world.scheduler.now() - startedAt).toBe(5000);
    expect(world.trace.entries.at(-1)).toMatchObject({ kind: 'http', outcome: 'ETIMEDOUT' });
  });

  it('is a connection that falls silent when the region goes dark under a request', async () => {
    const { world } = await twoRegions();
    world.scheduler.after(100, () => {
      world.dark.add('us-east-1');
    });
    await expect(request(world, `https://${PUBLIC_NAME}/health`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a resolver', () => {
  it('gives the CNAME of a name', async () => {
    const { world } = await twoRegions();
    const resolver = world.network.createResolver();
    expect(await resolver.resolveCname(PUBLIC_NAME)).toEqual(['api-us-east-1.example.com']);
    await expect(resolver.resolveCname('api-us-east-1.example.com')).rejects.toThrow('queryCname ENOTFOUND');
  });

  it('remembers for 15 minutes that a name was not there', async () => {
    let isThere = false;
    const answer = (): DnsAnswer | undefined =>
      isThere ? { type: 'CNAME', values: ['x.execute-api.us-west-2.amazonaws.com'], ttl: 60 } : undefined;
    const world = lambdaWorld({ answer });
    const resolver = world.network.createResolver();
    await expect(resolver.resolveHost('new.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    isThere = true;
    await world.scheduler.runUntil(world.scheduler.now() + 899_000);
    await expect(resolver.resolveHost('new.example.com')).rejects.toBeInstanceOf(NetworkError);
    await world.scheduler.runUntil(world.scheduler.now() + 1000);
    expect(await resolver.resolveHost('new.example.com')).toBe('x.execute-api.us-west-2.amazonaws.com');
  });

  it.each(['ESERVFAIL', 'ETIMEOUT', 'EREFUSED', 'ENODATA'] as const)(
    'fails with %s while it is told to',
    async (code) => {
      const { world } = await twoRegions();
      const resolver = world.network.createResolver();
      world.network.resolverFailure = code;
      await expect(resolver.resolveCname(PUBLIC_NAME)).rejects.toMatchObject({
        code,
        syscall: 'queryCname',
        message: `queryCname ${code} ${PUBLIC_NAME}`,
      });
      await expect(resolver.resolveHost(PUBLIC_NAME)).rejects.toMatchObject({
        code: 'EAI_AGAIN',
        syscall: 'getaddrinfo',
      });
      expect(await resolver.resolveHost('rds.us-west-2.amazonaws.com')).toBe('rds.us-west-2.amazonaws.com');
      world.network.resolverFailure = undefined;
      expect(await resolver.resolveCname(PUBLIC_NAME)).toEqual(['api-us-east-1.example.com']);
    },
  );

  it('gives up on a chain that never ends', async () => {
    const world = lambdaWorld({ answer: () => ({ type: 'CNAME', values: ['loop.example.com'], ttl: 60 }) });
    await expect(world.network.createResolver().resolveHost('loop.example.com')).rejects.toThrow('ENOTFOUND');
  });
});

describe('the network', () => {
  it.each([
    ['https://rds.eu-west-3.amazonaws.com/', 'an AWS endpoint of a region that is not simulated'],
    ['https://nowhere.example.com/', 'a name that nobody has'],
  ])('does not find %s: %s', async (url) => {
    await expect(request(lambdaWorld(), url)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
