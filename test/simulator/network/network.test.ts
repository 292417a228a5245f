import { DNS_CODES } from '../../../simulator/kernel/dns-failure';
import type { FaultRule } from '../../../simulator/kernel/faults';
import { NetworkError } from '../../../simulator/network/network';
import type { Resolver, ResolverOwner } from '../../../simulator/network/resolver';
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
    await expect(resolver.resolveCname('api-us-east-1.example.com')).rejects.toThrow('queryCname ENODATA');
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

  describe('under a fault of service dns', () => {
    /** A world with the fault, and the resolver of a function in us-west-2. */
    async function asked(
      fault: Partial<FaultRule> & Pick<FaultRule, 'kind'>,
      ask: (resolver: Resolver) => Promise<unknown>,
      owner: ResolverOwner = { region: 'us-west-2' },
    ) {
      const { world } = await twoRegions();
      const at = world.scheduler.now() - world.scheduler.startMs;
      world.faults.add({ at, service: 'dns', probability: 1, ...fault });
      const beganMs = world.scheduler.now();
      const outcome = await world.scheduler.runToEnd(
        ask(world.network.createResolver(owner)).catch((error: unknown) => error),
      );
      const [{ callsMet } = { callsMet: -1 }] = world.faults.report();
      return { outcome, seconds: (world.scheduler.now() - beganMs) / 1000, callsMet };
    }

    const cname = (resolver: Resolver) => resolver.resolveCname(PUBLIC_NAME);
    const lookup = (resolver: Resolver) => resolver.resolveHost(PUBLIC_NAME);

    it.each(DNS_CODES)('a query fails with %s', async (code) => {
      const { outcome, callsMet } = await asked({ kind: 'error', code }, cname);
      expect(outcome).toMatchObject({
        code,
        syscall: 'queryCname',
        hostname: PUBLIC_NAME,
        message: `queryCname ${code} ${PUBLIC_NAME}`,
      });
      expect(callsMet).toBe(1);
    });

    it.each([
      ['ESERVFAIL', 'EAI_AGAIN'],
      ['ENODATA', 'ENOTFOUND'],
      ['EFORMERR', 'EAI_FAIL'],
    ] as const)('getaddrinfo knows %s only as %s', async (code, expected) => {
      const { outcome } = await asked({ kind: 'error', code }, lookup);
      expect(outcome).toMatchObject({ code: expected, syscall: 'getaddrinfo', hostname: PUBLIC_NAME });
    });

    it.each([
      ['ETIMEOUT', { kind: 'error', code: 'ETIMEOUT' }],
      ['a lost answer', { kind: 'drop' }],
      ['a partition', { kind: 'partition', region: 'us-west-2' }],
    ] as const)('%s takes as long as the resolver has patience', async (_, fault) => {
      const impatient = (resolver: Resolver) => resolver.resolveCname(PUBLIC_NAME, { timeoutMs: 2000, tries: 2 });
      expect(await asked(fault, impatient)).toMatchObject({ outcome: { code: 'ETIMEOUT' }, seconds: 6 });
      expect(await asked(fault, cname)).toMatchObject({ outcome: { code: 'ETIMEOUT' }, seconds: 30 });
      expect(await asked(fault, lookup)).toMatchObject({ outcome: { code: 'EAI_AGAIN' }, seconds: 10 });
    });

    it('a delay answers late, and beyond the patience not at all', async () => {
      const late = await asked({ kind: 'delay', delaySeconds: 3 }, cname);
      expect(late).toMatchObject({ outcome: ['api-us-east-1.example.com'], seconds: 3 });
      expect(await asked({ kind: 'delay', delaySeconds: 60 }, cname)).toMatchObject({ outcome: { code: 'ETIMEOUT' } });
    });

    it('reaches the functions of its region, or without one everybody but AWS itself', async () => {
      const fails = async (fault: Partial<FaultRule>, owner: ResolverOwner) =>
        (await asked({ kind: 'error', ...fault }, cname, owner)).callsMet === 1;
      expect(await fails({ region: 'us-west-2' }, { region: 'us-west-2' })).toBe(true);
      expect(await fails({ region: 'us-west-2' }, { region: 'us-east-1' })).toBe(false);
      expect(await fails({ region: 'us-west-2' }, 'client')).toBe(false);
      expect(await fails({}, 'client')).toBe(true);
      expect(await fails({}, 'aws')).toBe(false);
    });

    it('is named: a fault of every service leaves resolvers alone', async () => {
      expect((await asked({ kind: 'error', service: undefined }, cname)).callsMet).toBe(0);
    });

    it('leaves the names of AWS endpoints alone', async () => {
      const endpoint = 'rds.us-west-2.amazonaws.com';
      const { outcome, callsMet } = await asked({ kind: 'error' }, (resolver) => resolver.resolveHost(endpoint));
      expect({ outcome, callsMet }).toEqual({ outcome: endpoint, callsMet: 0 });
    });
  });

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
