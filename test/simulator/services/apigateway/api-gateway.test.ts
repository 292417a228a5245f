import { bundleFixture, createFunction, invokeProbe, lambdaWorld, REGION } from '../lambda/lambda-fixture';
import { providerRequest } from '../../support/fake-world';
import { make, makeApi, providerOf, PUBLIC_NAME, request } from './api-fixture';

const ECHO = 'exports.handler = async (event) => event';

describe('an HTTP API', () => {
  it('gives the function an event of format 2.0', async () => {
    const world = lambdaWorld();
    const { endpoint, apiId } = await makeApi(world, ECHO, { routes: ['POST /heartbeats/{client}'] });
    const { status, body } = await request(world, `${endpoint}/heartbeats/Sao%20Paulo?a=1&a=2&b=`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'x=1; y=2', 'user-agent': 'test' },
      body: '{"sequence":1}',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: '2.0',
      routeKey: 'POST /heartbeats/{client}',
      rawPath: '/heartbeats/Sao%20Paulo',
      rawQueryString: 'a=1&a=2&b=',
      queryStringParameters: { a: '1,2', b: '' },
      pathParameters: { client: 'Sao Paulo' },
      cookies: ['x=1', 'y=2'],
      headers: { 'content-type': 'application/json', host: `${apiId}.execute-api.us-west-2.amazonaws.com` },
      body: '{"sequence":1}',
      isBase64Encoded: false,
      requestContext: {
        apiId,
        accountId: '111111111111',
        stage: '$default',
        domainPrefix: apiId,
        time: expect.stringMatching(/^24\/Nov\/2026:10:00:\d\d \+0000$/),
        http: { method: 'POST', path: '/heartbeats/Sao%20Paulo', userAgent: 'test' },
      },
    });
  });

  it('answers with the status, headers and body that the function returns', async () => {
    const world = lambdaWorld();
    const response = `{ statusCode: 201, headers: { 'X-Region': 'us-west-2' }, body: '{"stored":true}' }`;
    const { endpoint } = await makeApi(world, `exports.handler = async () => (${response})`);
    const answer = await request(world, `${endpoint}/health`);
    expect(answer).toMatchObject({ status: 201, headers: { 'x-region': 'us-west-2' }, body: { stored: true } });
  });

  it.each([
    ['GET', '/things/latest', 'GET /things/latest'],
    ['GET', '/things/7', 'GET /things/{id}'],
    ['DELETE', '/things/7', 'ANY /things/{proxy+}'],
    ['GET', '/things/7/parts', 'ANY /things/{proxy+}'],
    ['GET', '/elsewhere', '$default'],
  ])('takes the most specific route: %s %s', async (method, path, routeKey) => {
    const world = lambdaWorld();
    const routes = ['$default', 'ANY /things/{proxy+}', 'GET /things/{id}', 'GET /things/latest'];
    const { endpoint } = await makeApi(world, ECHO, { routes });
    expect((await request(world, `${endpoint}${path}`, { method })).body).toMatchObject({ routeKey });
  });

  it('answers 404 where it has no route', async () => {
    const world = lambdaWorld();
    const { endpoint } = await makeApi(world, ECHO);
    expect(await request(world, `${endpoint}/other`)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });

  it.each([
    ['fails', 'exports.handler = async () => { throw new Error("no") }', {}],
    ['returns a status that is none', 'exports.handler = async () => ({ statusCode: "bad" })', {}],
    ['may not be invoked by it', ECHO, { permit: false }],
  ])('answers 500 when the function %s', async (_what, source, options) => {
    const world = lambdaWorld();
    const { endpoint } = await makeApi(world, source, options);
    const answer = await request(world, `${endpoint}/health`);
    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal Server Error' } });
  });

  it('answers 503 when the function takes too long', async () => {
    const world = lambdaWorld();
    const source = 'exports.handler = () => new Promise((done) => setTimeout(done, 10_000))';
    const { endpoint } = await makeApi(world, source, {
      integration: { TimeoutInMillis: 2000 },
      timeoutSeconds: 60,
    });
    const answer = await request(world, `${endpoint}/health`);
    expect(answer).toMatchObject({ status: 503, body: { message: 'Service Unavailable' } });
  });

  it('answers a preflight itself, and lets only the origins that it names see the rest', async () => {
    const world = lambdaWorld();
    const origin = 'https://example.com';
    const cors = { AllowOrigins: [origin], AllowMethods: ['GET'], AllowHeaders: ['content-type'] };
    const { endpoint } = await makeApi(world, ECHO, { cors });
    const asks = { origin, 'access-control-request-method': 'GET' };
    const preflight = await request(world, `${endpoint}/health`, { method: 'OPTIONS', headers: asks });
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } });
    const answer = await request(world, `${endpoint}/health`, { headers: { origin } });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': origin });
    const foreign = await request(world, `${endpoint}/health`, { headers: { origin: 'https://other.example' } });
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('counts its requests, errors and times, for itself and for its stage', async () => {
    const world = lambdaWorld();
    const source = `exports.handler = async ({ rawQueryString }) => {
      if (rawQueryString === 'fail') throw new Error('no');
      return { statusCode: rawQueryString === 'wrong' ? 400 : 200 };
    }`;
    const { endpoint, apiId } = await makeApi(world, source);
    for (const query of ['', '?wrong', '?fail']) await request(world, `${endpoint}/health${query}`);
    await request(world, `${endpoint}/elsewhere`);
    const sets: readonly Record<string, string>[] = [{ ApiId: apiId }, { ApiId: apiId, Stage: '$default' }];
    for (const dimensions of sets) {
      const total = (name: string) => {
        const metric = { namespace: 'AWS/ApiGateway', name, dimensions };
        return world.region(REGION).cloudWatch.metrics.aggregate(metric, 0, Number.POSITIVE_INFINITY);
      };
      expect(total('Count')).toMatchObject({ sum: 4 });
      expect(total('4xx')).toMatchObject({ sum: 2, sampleCount: 4 });
      expect(total('5xx')).toMatchObject({ sum: 1, sampleCount: 4 });
      expect(total('Latency')).toMatchObject({ minimum: 0, sampleCount: 4 });
      expect(total('IntegrationLatency')).toMatchObject({ sampleCount: 3 });
    }
  });

  it('does not answer to a name that is not its own', async () => {
    const world = lambdaWorld();
    const { regionalDomainName } = await makeApi(world, ECHO);
    const answer = await request(world, `https://${regionalDomainName}/health`);
    expect(answer).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
  });

  it('can be called by a function, with fetch', async () => {
    const world = lambdaWorld();
    const { endpoint } = await makeApi(world, 'exports.handler = async () => ({ region: process.env.AWS_REGION })');
    createFunction(world, bundleFixture('probe-function'), { functionName: 'caller' });
    const event = { action: 'fetch', url: `${endpoint}/health` };
    expect((await invokeProbe(world, event, 'caller')).payload).toEqual({ status: 200, body: { region: REGION } });
  });

  it('that does not answer in time is given up by the signal of the caller', async () => {
    const world = lambdaWorld();
    const source = 'exports.handler = () => new Promise((done) => setTimeout(done, 20_000))';
    const { endpoint } = await makeApi(world, source, { timeoutSeconds: 60 });
    createFunction(world, bundleFixture('probe-function'), { functionName: 'caller', timeoutSeconds: 60 });
    const startedAt = world.scheduler.now();
    const event = { action: 'fetch', url: `${endpoint}/health`, seconds: 4 };
    expect((await invokeProbe(world, event, 'caller')).payload).toMatchObject({ errorType: 'TimeoutError' });
    expect(world.scheduler.now() - startedAt).toBeLessThan(5500);
  });
});

describe('the providers of HTTP APIs', () => {
  it('refuse a certificate of another region for a domain', async () => {
    const world = lambdaWorld();
    const properties = {
      DomainName: PUBLIC_NAME,
      DomainNameConfigurations: [{ CertificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/1' }],
    };
    const made = make(world, REGION, 'AWS::ApiGatewayV2::DomainName', properties);
    await expect(made).rejects.toThrow("must be in 'us-west-2'");
  });

  it('refuse a second route of the same key', async () => {
    const world = lambdaWorld();
    const { apiId } = await makeApi(world, ECHO);
    const [integrationId] = [...world.region(REGION).apiGateway.api(apiId).integrations.keys()];
    const route = { ApiId: apiId, RouteKey: 'GET /health', Target: `integrations/${integrationId}` };
    await expect(make(world, REGION, 'AWS::ApiGatewayV2::Route', route)).rejects.toThrow(
      'Route with key GET /health already exists for this API',
    );
  });

  it('say by name what they do not model', async () => {
    const world = lambdaWorld();
    const route = { ApiId: 'a', RouteKey: 'GET /', Target: 'integrations/b', AuthorizationType: 'JWT' };
    await expect(make(world, REGION, 'AWS::ApiGatewayV2::Route', route)).rejects.toThrow(/AuthorizationType/);
  });

  it.each([
    ['AWS::ApiGatewayV2::Route', 'create', ['apigateway:POST'], 'routes'],
    ['AWS::ApiGatewayV2::Route', 'delete', ['apigateway:GET', 'apigateway:DELETE'], 'routes/abc'],
  ] as const)('need of a role what AWS needs: %s %s', (type, change, actions, resource) => {
    const world = lambdaWorld();
    const properties = { ApiId: 'api1', RouteKey: 'GET /', Target: 'integrations/i' };
    const existing = { ...providerRequest(world.region(REGION), 'Route', properties), physicalId: 'abc' };
    expect(providerOf(type).access?.(existing, change)).toEqual(
      actions.map((action) => ({ action, resource: `arn:aws:apigateway:us-west-2::/apis/api1/${resource}` })),
    );
  });

  it('take their time only when a role activates the standby', async () => {
    const world = lambdaWorld();
    const { apiId } = await makeApi(world, ECHO);
    const [integrationId] = [...world.region(REGION).apiGateway.api(apiId).integrations.keys()];
    const properties = { ApiId: apiId, RouteKey: 'GET /more', Target: `integrations/${integrationId}` };
    const caller = { kind: 'role', roleArn: 'arn:aws:iam::111111111111:role/r', sessionName: 's' } as const;
    const route = providerRequest(world.region(REGION), 'Route', properties, { caller });
    const startedAt = world.scheduler.now();
    await world.scheduler.runToEnd(Promise.resolve(providerOf('AWS::ApiGatewayV2::Route').create(route)));
    expect((world.scheduler.now() - startedAt) / 1000).toBeCloseTo(75, -1);
  });
});
