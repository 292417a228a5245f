import { bundleFixture, createFunction, invokeProbe, lambdaWorld, REGION, zipSource } from './lambda-fixture';

describe('a bundled function', () => {
  const zip = bundleFixture('probe-function');

  it('sees virtual time, and keeps its environment between invocations', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    const first = await invokeProbe(world, { action: 'describe' });
    expect(first.payload).toMatchObject({ invocations: 1, now: world.scheduler.now(), isDate: true });
    await world.scheduler.runUntil(Date.parse('2026-11-24T10:05:00Z'));
    const second = await invokeProbe(world, { action: 'describe' });
    expect(second.payload).toMatchObject({ invocations: 2, now: world.scheduler.now() });
    expect(second.payload).toMatchObject({ loadedAt: expect.stringContaining('2026-11-24T10:00:00') });
  });

  it('starts cold again after ten idle minutes', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    await invokeProbe(world, { action: 'describe' });
    await world.scheduler.runUntil(Date.parse('2026-11-24T10:11:00Z'));
    expect((await invokeProbe(world, { action: 'describe' })).payload).toMatchObject({ invocations: 1 });
  });

  it('waits in virtual time', async () => {
    const world = lambdaWorld();
    createFunction(world, zip, { timeoutSeconds: 900 });
    expect((await invokeProbe(world, { action: 'sleep', seconds: 600 })).payload).toEqual({ slept: 600_000 });
    expect(world.scheduler.now()).toBeGreaterThan(Date.parse('2026-11-24T10:10:00Z'));
  });

  it('does not run between invocations', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    await invokeProbe(world, { action: 'startTicking' });
    await world.scheduler.runUntil(Date.parse('2026-11-24T10:05:00Z'));
    expect((await invokeProbe(world, { action: 'ticks' })).payload).toBeLessThanOrEqual(1);
  });

  it('draws the same randomness from the same seed, in every way it can draw it', async () => {
    const draw = async () => {
      const world = lambdaWorld();
      createFunction(world, zip);
      return (await invokeProbe(world, { action: 'random' })).payload;
    };
    const once = await draw();
    expect(once).toMatchObject({ uuid: expect.stringMatching(/^[\da-f-]{36}$/), number: expect.any(Number) });
    expect(await draw()).toEqual(once);
  });

  it('has the variables of Lambda and its own, and nothing of the host', async () => {
    process.env['HOST_SECRET'] = 'host';
    const world = lambdaWorld();
    createFunction(world, zip, { variables: { STAGE: 'test' } });
    const { payload } = await invokeProbe(world, { action: 'environment' });
    expect(payload).toMatchObject({
      AWS_REGION: 'us-west-2',
      AWS_LAMBDA_FUNCTION_NAME: 'probe',
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      STAGE: 'test',
    });
    expect(payload).not.toHaveProperty('HOST_SECRET');
    expect(payload).not.toHaveProperty('HOME');
  });

  it('leaves no trace in the host or in another function', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    createFunction(world, zip, { functionName: 'other' });
    expect((await invokeProbe(world, { action: 'leak' })).payload).toBe(true);
    expect(globalThis).not.toHaveProperty('leaked');
    expect(process.env).not.toHaveProperty('LEAKED');
    expect((await invokeProbe(world, { action: 'environment' }, 'other')).payload).not.toHaveProperty('LEAKED');
  });

  it('calls AWS through the SDK, as its role', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    world.parameters.set('/allowed/name', 'value');
    expect(await invokeProbe(world, { action: 'getParameter', name: '/allowed/name' })).toEqual({ payload: 'value' });
    expect(world.trace.entries).toContainEqual(
      expect.objectContaining({ kind: 'call', operation: 'GetParameter', caller: 'probe-role', outcome: 'ok' }),
    );
  });

  it('is refused what its role does not allow', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    const { functionError, payload } = await invokeProbe(world, { action: 'getParameter', name: '/other/name' });
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'AccessDeniedException',
      errorMessage: expect.stringMatching(
        /probe-role\/probe is not authorized to perform: ssm:GetParameter .*\/other\/name/,
      ),
    });
  });

  it('gives up on a dark region after the connection timeout that it chose', async () => {
    const world = lambdaWorld();
    createFunction(world, zip, { timeoutSeconds: 60 });
    world.dark.add('us-east-1');
    const startedAt = world.scheduler.now();
    const event = { action: 'getParameterWithin', name: '/allowed/x', region: 'us-east-1', seconds: 2 };
    const { payload } = await invokeProbe(world, event);
    expect(payload).toMatchObject({ errorType: 'TimeoutError' });
    expect(world.scheduler.now() - startedAt).toBeLessThan(3000);
    expect(world.dispatcher.statistics.callsToDarkRegion).toBe(1);
  });

  it('sees an endpoint that drops out as a connection that times out', async () => {
    const world = lambdaWorld();
    createFunction(world, zip, { timeoutSeconds: 60 });
    world.dark.add('us-east-1');
    const { payload } = await invokeProbe(world, { action: 'getParameter', name: '/allowed/x', region: 'us-east-1' });
    expect(payload).toMatchObject({ errorMessage: 'connect ETIMEDOUT ssm.us-east-1.amazonaws.com:443' });
    expect(world.dispatcher.statistics.callsToDarkRegion).toBe(3);
  });

  it('publishes the metrics that it logs', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    await invokeProbe(world, { action: 'measure' });
    const series = world.region(REGION).cloudWatch.series('Probe', 'Answers', { service: 'probe' });
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ sum: 42 });
    const logged = world.region(REGION).lambda.logs('probe');
    expect(logged.map(({ message }) => message)).toContainEqual(expect.stringContaining('"message":"measured"'));
  });

  it('fails with the name and message of what it throws, and with its own frames only', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    const { functionError, payload } = await invokeProbe(world, { action: 'throw' });
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'UnsafeToProceedError',
      errorMessage: 'no usable recovery point',
      trace: expect.arrayContaining([expect.stringContaining('/var/task/index.js')]),
    });
    expect(JSON.stringify(payload)).not.toContain(process.cwd());
  });

  it('fails when an error escapes from a timer, and starts cold the next time', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    await invokeProbe(world, { action: 'describe' });
    const { payload } = await invokeProbe(world, { action: 'throwLater' });
    expect(payload).toMatchObject({ errorType: 'RangeError', errorMessage: 'from a timer' });
    expect((await invokeProbe(world, { action: 'describe' })).payload).toMatchObject({ invocations: 1 });
  });

  it('ends when it exits', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    const { payload } = await invokeProbe(world, { action: 'exit' });
    expect(payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('status 3'),
    });
  });

  it('is cut off at its timeout, and starts cold the next time', async () => {
    const world = lambdaWorld();
    createFunction(world, zip, { timeoutSeconds: 5 });
    await invokeProbe(world, { action: 'describe' });
    const { functionError, payload } = await invokeProbe(world, { action: 'sleep', seconds: 60 });
    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [\da-f-]{36} Error: Task timed out after 5\.00 seconds$/),
    });
    expect((await invokeProbe(world, { action: 'describe' })).payload).toMatchObject({ invocations: 1 });
  });

  it('dies where a crash was planned: after its first call took effect, before the second', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    world.region(REGION).lambda.crashNextInvocation('probe', 1);
    const { payload } = await invokeProbe(world, { action: 'putTwice', name: '/allowed/step' });
    expect(payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect([...world.parameters.keys()]).toEqual(['/allowed/step/1']);
    expect(await invokeProbe(world, { action: 'putTwice', name: '/allowed/step' })).toEqual({ payload: null });
    expect([...world.parameters.keys()]).toEqual(['/allowed/step/1', '/allowed/step/2']);
  });

  it('times out when the response to its call is lost', async () => {
    const rule = { at: 0, kind: 'drop', service: 'ssm', probability: 1 } as const;
    const world = lambdaWorld({ faults: [rule] });
    createFunction(world, zip, { timeoutSeconds: 30 });
    const { payload } = await invokeProbe(world, { action: 'putTwice', name: '/allowed/step' });
    expect(payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect([...world.parameters.keys()]).toEqual(['/allowed/step/1']);
  });

  it('may not return more than 6 MB', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    const { payload } = await invokeProbe(world, { action: 'large' });
    expect(payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  it('does not run in a dark region', async () => {
    const world = lambdaWorld();
    createFunction(world, zip);
    world.dark.add(REGION);
    await expect(invokeProbe(world, { action: 'describe' })).rejects.toThrow('the region is dark');
  });

  it('stops when its region goes dark under it', async () => {
    const world = lambdaWorld();
    createFunction(world, zip, { timeoutSeconds: 60 });
    world.scheduler.after(5000, () => {
      world.dark.add(REGION);
    });
    await expect(invokeProbe(world, { action: 'sleep', seconds: 30 })).rejects.toThrow('the region is dark');
  });
});

describe('a function', () => {
  it('is throttled beyond its reserved concurrency', async () => {
    const world = lambdaWorld();
    createFunction(world, zipSource('exports.handler = () => new Promise((done) => setTimeout(done, 1000, 1))'), {
      reservedConcurrency: 1,
    });
    const { lambda } = world.region(REGION);
    const first = lambda.invoke({ functionName: 'probe', payload: {} });
    await expect(lambda.invoke({ functionName: 'probe', payload: {} })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
    expect(await world.scheduler.runToEnd(first)).toMatchObject({ payload: 1 });
  });

  it('serves requests at the same time in environments of their own', async () => {
    const world = lambdaWorld();
    const source =
      'let n = 0; exports.handler = async () => { n += 1; await new Promise((d) => setTimeout(d, 1000)); return n }';
    createFunction(world, zipSource(source));
    const { lambda } = world.region(REGION);
    const both = Promise.all([1, 2].map(() => lambda.invoke({ functionName: 'probe', payload: {} })));
    expect((await world.scheduler.runToEnd(both)).map(({ payload }) => payload)).toEqual([1, 1]);
  });

  it('is tried again, after one minute and after two more, when an asynchronous invocation fails', async () => {
    const world = lambdaWorld();
    createFunction(world, zipSource('exports.handler = async () => { console.log("tried"); throw new Error("no") }'));
    const { lambda } = world.region(REGION);
    lambda.invokeAsynchronously({ functionName: 'probe', payload: {} });
    await world.scheduler.run(() => false);
    const tried = lambda.logs('probe').filter(({ message }) => message === 'tried');
    const minutes = tried.map(({ timestampMs }) =>
      Math.floor((timestampMs - Date.parse('2026-11-24T10:00:00Z')) / 60_000),
    );
    expect(minutes).toEqual([0, 1, 3]);
  });

  it('runs an event of EventBridge from its queue, after a dark region has come back', async () => {
    const world = lambdaWorld();
    createFunction(world, zipSource('exports.handler = async (event) => { console.log(event.source) }'));
    const { lambda } = world.region(REGION);
    const sourceArn = 'arn:aws:events:us-west-2:111111111111:rule/hourly';
    const principal = 'events.amazonaws.com';
    lambda.functions.addPermission('probe', {
      statementId: 'a',
      action: 'lambda:InvokeFunction',
      principal,
      sourceArn,
    });
    world.dark.add(REGION);
    const request = { functionName: 'probe', payload: { source: 'test' }, principal, sourceArn };
    expect(await lambda.invokeAsService(request)).toEqual({ statusCode: 202, payload: undefined });
    await world.scheduler.runUntil(Date.parse('2026-11-24T10:30:00Z'));
    expect(lambda.logs('probe')).toEqual([]);
    world.dark.delete(REGION);
    await world.scheduler.run(() => false);
    expect(lambda.linesIn('/aws/lambda/probe').map(({ message }) => message)).toContain('test');
  });

  it.each([
    ['exports.other = 1', 'Runtime.HandlerNotFound'],
    ['exports.handler = (event, context, callback) => callback()', 'Runtime.CallbackHandlerDeprecated'],
    ['throw new SyntaxError("bad")', 'SyntaxError'],
    ['require("left-pad")', 'Error'],
    ['require("node:net").connect(5432); exports.handler = async () => 1', 'Error'],
  ])('that cannot be loaded says why: %s', async (source, errorType) => {
    const world = lambdaWorld();
    createFunction(world, zipSource(source));
    expect((await invokeProbe(world, { action: '' })).payload).toMatchObject({ errorType });
  });

  it('may declare names that Node has as globals', async () => {
    const world = lambdaWorld();
    const source =
      'const crypto = require("crypto"); const process = 1; exports.handler = async () => typeof crypto.randomUUID()';
    createFunction(world, zipSource(source));
    expect((await invokeProbe(world, { action: '' })).payload).toBe('string');
  });

  it('computes in virtual time what Node would compute on another thread', async () => {
    const world = lambdaWorld();
    const source = `const { gzip, gunzip } = require('node:zlib'); const { promisify } = require('node:util');
      exports.handler = async () => {
        const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('x'));
        const text = (await promisify(gunzip)(await promisify(gzip)('text'))).toString();
        return { text, size: digest.byteLength };
      }`;
    createFunction(world, zipSource(source));
    expect((await invokeProbe(world, { action: '' })).payload).toEqual({ text: 'text', size: 32 });
  });

  it('runs with new code after an update, in a new environment', async () => {
    const world = lambdaWorld();
    createFunction(world, zipSource('exports.handler = async () => 1'));
    expect((await invokeProbe(world, { action: '' })).payload).toBe(1);
    world.region(REGION).lambda.functions.change('probe', { zip: zipSource('exports.handler = async () => 2') });
    expect((await invokeProbe(world, { action: '' })).payload).toBe(2);
  });

  it('is not found under a name that it does not have', async () => {
    const world = lambdaWorld();
    await expect(invokeProbe(world, { action: '' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-west-2:111111111111:function:probe',
    });
  });

  it('may not set the variables that Lambda sets', () => {
    const world = lambdaWorld();
    const create = () => createFunction(world, zipSource(''), { variables: { AWS_REGION: 'us-east-1' } });
    expect(create).toThrow('Reserved keys used in this request: AWS_REGION');
  });

  it('needs a role that Lambda may assume', () => {
    const world = lambdaWorld();
    const role = world.iam.putRole({
      roleName: 'for-backup',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    });
    expect(() => createFunction(world, zipSource(''), { role })).toThrow('cannot be assumed by Lambda');
  });

  it('may be invoked by a service only as its resource policy says', async () => {
    const world = lambdaWorld();
    createFunction(world, zipSource('exports.handler = async () => 1'));
    const { lambda } = world.region(REGION);
    const sourceArn = 'arn:aws:execute-api:us-west-2:111111111111:api/$default/GET/health';
    const principal = 'apigateway.amazonaws.com';
    const request = { functionName: 'probe', payload: {}, principal, sourceArn };
    await expect(lambda.invokeAsService(request)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    lambda.functions.addPermission('probe', {
      statementId: 'a',
      action: 'lambda:InvokeFunction',
      principal,
      sourceArn,
    });
    expect(await world.scheduler.runToEnd(lambda.invokeAsService(request))).toMatchObject({ payload: 1 });
    const other = { ...request, sourceArn: `${sourceArn}-other` };
    await expect(lambda.invokeAsService(other)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});
