import { createWorld } from '../../../../simulator/create-world';
import type { FaultRule } from '../../../../simulator/kernel/faults';
import { AwsError } from '../../../../simulator/service';
import { providers } from '../../../../simulator/services/cloudfront/providers';
import { awsErrorOf, providerRequest } from '../../support/fake-world';

const ACCOUNT = '111111111111';
const START_MS = Date.parse('2026-01-05T00:00:00Z');
const [distribution, accessControl] = providers;

function config(accessControlId: string, overrides: Record<string, unknown> = {}) {
  const origin = (Id: string, region: string) => ({
    Id,
    DomainName: `${Id}.s3.${region}.amazonaws.com`,
    ConnectionAttempts: 2,
    ConnectionTimeout: 2,
    OriginAccessControlId: accessControlId,
    S3OriginConfig: { OriginAccessIdentity: '' },
  });
  return {
    DistributionConfig: {
      Enabled: true,
      Aliases: ['www.example.com'],
      DefaultRootObject: 'index.html',
      ViewerCertificate: { AcmCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1` },
      DefaultCacheBehavior: {
        TargetOriginId: 'both',
        ViewerProtocolPolicy: 'redirect-to-https',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
        ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
      },
      Origins: [origin('frontend', 'us-east-1'), origin('replica', 'us-west-2')],
      OriginGroups: {
        Quantity: 1,
        Items: [
          {
            Id: 'both',
            FailoverCriteria: { StatusCodes: { Items: [500, 502, 503, 504], Quantity: 4 } },
            Members: { Items: [{ OriginId: 'frontend' }, { OriginId: 'replica' }], Quantity: 2 },
          },
        ],
      },
      ...overrides,
    },
  };
}

function readable(bucket: string, source = `arn:aws:cloudfront::${ACCOUNT}:distribution/*`) {
  const statement = { Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject' };
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        ...statement,
        Effect: 'Allow',
        Resource: `${arn}/*`,
        Condition: { ArnLike: { 'AWS:SourceArn': source } },
      },
      { ...statement, Effect: 'Deny', Resource: `${arn}/private/*` },
    ],
  };
}

/** Two buckets with a page each, and one distribution over both. */
async function edge(faults: readonly FaultRule[] = []) {
  const world = createWorld({
    seed: 1,
    startMs: START_MS,
    accountId: ACCOUNT,
    regions: ['us-east-1', 'us-west-2'],
    faults,
  });
  const east = world.region('us-east-1');
  const west = world.region('us-west-2');
  for (const [region, bucket] of [
    [east, 'frontend'],
    [west, 'replica'],
  ] as const) {
    region.s3.createBucket(bucket);
    region.s3.configureBucket(bucket, { policy: readable(bucket) });
    region.s3.putObject(bucket, 'index.html', `<p>${bucket}</p>`, { contentType: 'text/html' });
    region.s3.putObject(bucket, 'private/rows.json', '{}');
  }
  const make = (properties: Record<string, unknown>) =>
    world.scheduler.runToEnd(Promise.resolve(distribution?.create(providerRequest(east, 'Distribution', properties))));
  const control = await accessControl?.create(
    providerRequest(east, 'Access', {
      OriginAccessControlConfig: {
        Name: 'frontend',
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    }),
  );
  const accessControlId = control?.physicalId ?? '';
  const made = await make(config(accessControlId));
  const get = async (url: string, method = 'GET') => {
    const beganAtMs = world.scheduler.now();
    const response = await world.scheduler.runToEnd(
      world.cloudFront.serve({ method, url, headers: {}, body: new Uint8Array() }),
    );
    return {
      ...response,
      text: new TextDecoder().decode(response.body),
      seconds: (world.scheduler.now() - beganAtMs) / 1000,
    };
  };
  return { world, east, west, make, accessControlId, made, get };
}

describe('what is served', () => {
  test('the default root object of the primary bucket, with the headers of the policy', async () => {
    const { get } = await edge();
    expect(await get('https://www.example.com/')).toMatchObject({
      status: 200,
      text: '<p>frontend</p>',
      headers: {
        'content-type': 'text/html',
        'strict-transport-security': 'max-age=31536000',
        'x-cache': 'Miss from cloudfront',
      },
    });
  });

  test('HEAD gets the headers alone; what the distribution does not take is refused', async () => {
    const { get } = await edge();
    expect(await get('https://www.example.com/', 'HEAD')).toMatchObject({ status: 200, text: '' });
    expect(await get('https://www.example.com/', 'POST')).toMatchObject({ status: 403 });
  });

  test('a request without TLS is sent to the name with it', async () => {
    const { get } = await edge();
    expect(await get('http://www.example.com/a?b=c')).toMatchObject({
      status: 301,
      headers: { location: 'https://www.example.com/a?b=c' },
    });
  });

  test('a name that no distribution has is refused', async () => {
    const { get } = await edge();
    expect(await get('https://other.example.com/')).toMatchObject({ status: 403 });
  });

  test('it answers under its own name too, which the network leads to it', async () => {
    const { world, made } = await edge();
    const url = `https://${String(made?.attributes?.['DomainName'])}/`;
    const origin = { name: 'client:test', resolver: world.network.createResolver() };
    const response = await world.scheduler.runToEnd(
      world.network.send({ method: 'GET', url, headers: {}, body: new Uint8Array() }, origin),
    );
    expect(response.status).toBe(200);
  });
});

describe('what the buckets allow', () => {
  test('a bucket without a policy, or whose policy means a distribution of another account, refuses', async () => {
    const { east, get } = await edge();
    east.s3.configureBucket('frontend', { policy: undefined });
    expect(await get('https://www.example.com/')).toMatchObject({ status: 403 });
    east.s3.configureBucket('frontend', {
      policy: readable('frontend', 'arn:aws:cloudfront::222222222222:distribution/*'),
    });
    expect(await get('https://www.example.com/')).toMatchObject({ status: 403 });
  });

  test('what the policy denies is not served, and a missing object is not told from it', async () => {
    const { get } = await edge();
    expect(await get('https://www.example.com/private/rows.json')).toMatchObject({ status: 403 });
    expect(await get('https://www.example.com/missing.html')).toMatchObject({ status: 403 });
  });
});

describe('failing over to the replica', () => {
  test('a primary region that is dark costs the connection attempts, and the replica answers', async () => {
    const { world, get } = await edge();
    world.faults.addDarkness('us-east-1', world.scheduler.now());
    const answer = await get('https://www.example.com/');
    expect(answer).toMatchObject({ status: 200, text: '<p>replica</p>' });
    expect(answer.seconds).toBeGreaterThanOrEqual(4);
    expect(answer.seconds).toBeLessThan(4.2);
  });

  test.each(['error', 'throttle', 'partition'] as const)('an S3 in the primary with the fault %s', async (kind) => {
    const { get } = await edge([
      { at: 3_600_000, for: undefined, region: 'us-east-1', service: 's3', kind, probability: 1 },
    ]);
    expect(await get('https://www.example.com/')).toMatchObject({ text: '<p>frontend</p>' });
    const later = await edge([{ at: 0, for: undefined, region: 'us-east-1', service: 's3', kind, probability: 1 }]);
    expect(await later.get('https://www.example.com/')).toMatchObject({ status: 200, text: '<p>replica</p>' });
  });

  test('what is missing in the primary is missing: an old copy in the replica is not served', async () => {
    const { west, get } = await edge();
    west.s3.putObject('replica', 'removed.html', 'old');
    expect(await get('https://www.example.com/removed.html')).toMatchObject({ status: 403 });
  });

  test('with both regions dark nothing is left to answer', async () => {
    const { world, get } = await edge();
    for (const region of ['us-east-1', 'us-west-2']) world.faults.addDarkness(region, world.scheduler.now());
    expect(await get('https://www.example.com/')).toMatchObject({ status: 504 });
  });
});

describe('the control plane', () => {
  test('makes and changes nothing while us-east-1 is dark, and what is deployed goes on', async () => {
    const { world, east, make, accessControlId, made, get } = await edge();
    world.faults.addDarkness('us-east-1', world.scheduler.now());
    const overrides = { Aliases: ['two.example.com'] };
    await expect(make(config(accessControlId, overrides))).rejects.toThrow('needs the control plane in us-east-1');
    const request = {
      ...providerRequest(east, 'Distribution', config(accessControlId, { Enabled: false })),
      physicalId: made?.physicalId ?? '',
      previousProperties: {},
    };
    await expect(Promise.resolve(distribution?.update?.(request))).rejects.toThrow(AwsError);
    expect(await get('https://www.example.com/')).toMatchObject({ status: 200 });
  });

  test.each([
    ['a name that another distribution has', {}, 'CNAMEAlreadyExists'],
    [
      'a certificate of another region',
      {
        Aliases: ['b.example.com'],
        ViewerCertificate: { AcmCertificateArn: `arn:aws:acm:us-west-2:${ACCOUNT}:certificate/1` },
      },
      'InvalidViewerCertificate',
    ],
    ['an origin that is not there', { Aliases: [], OriginGroups: undefined }, 'NoSuchOrigin'],
  ])('refuses %s', async (_what, overrides, code) => {
    const { world, make, accessControlId } = await edge();
    expect(await awsErrorOf(world, make(config(accessControlId, overrides)))).toMatchObject({ code });
  });

  test('refuses an origin access control that does not exist', async () => {
    const { world, make } = await edge();
    const error = await awsErrorOf(world, make(config('E0', { Aliases: [] })));
    expect(error.code).toBe('NoSuchOriginAccessControl');
  });

  test('says what of a distribution is not modelled', async () => {
    const { world, make, accessControlId } = await edge();
    const error = await awsErrorOf(
      world,
      make(config(accessControlId, { Aliases: [], CustomErrorResponses: [{ ErrorCode: 404 }] })),
    );
    expect(error.message).toContain('CustomErrorResponses');
  });

  test('a distribution that is removed answers nobody any more', async () => {
    const { world, east, accessControlId, made, get } = await edge();
    const request = {
      ...providerRequest(east, 'Distribution', config(accessControlId)),
      physicalId: made?.physicalId ?? '',
      previousProperties: {},
    };
    await world.scheduler.runToEnd(Promise.resolve(distribution?.delete(request)));
    expect(await get('https://www.example.com/')).toMatchObject({ status: 403 });
  });
});
