import { createWorld } from '../../../simulator/create-world';
import type { World } from '../../../simulator/world';
import { awsErrorOf } from '../support/fake-world';

const START_MS = Date.parse('2026-01-05T00:00:00Z');
const operator = { kind: 'operator' } as const;
const HOUR_MS = 3600_000;

type Resources = Readonly<Record<string, unknown>>;

const VPC = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
const API = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } };
const ZONE = { HostedZoneId: 'Z1' };
const CERTIFICATE = {
  Type: 'AWS::CertificateManager::Certificate',
  Properties: {
    DomainName: 'app.example.com',
    ValidationMethod: 'DNS',
    DomainValidationOptions: [{ DomainName: 'app.example.com', ...ZONE }],
  },
};
const cache = (description: string) => ({
  Type: 'AWS::ElastiCache::ServerlessCache',
  Properties: {
    ServerlessCacheName: 'shop',
    Engine: 'valkey',
    Description: description,
    SubnetIds: [{ Ref: 'Subnet' }],
  },
});
const SUBNET = {
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-west-2a' },
};
const endpoint = (type: Resources) => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.us-west-2.s3', ...type },
});
const record = (target: string) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: { ...ZONE, Name: 'app.example.com', Type: 'CNAME', TTL: '60', ResourceRecords: [target] },
});
const bucket = (status: string) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: 'artifacts-west', VersioningConfiguration: { Status: status } },
});
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const role = (description: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'worker', Description: description, AssumeRolePolicyDocument: TRUST },
});

const UNAVAILABLE = /temporary failure of the server.*Status Code: 503.*HandlerErrorCode: ServiceInternalError/;
const NO_CONNECTION = /connect timed out.*HandlerErrorCode: NetworkFailure/;

function ground(): World {
  const regions = ['us-east-1', 'us-west-2'];
  const world = createWorld({ seed: 1, startMs: START_MS, accountId: '111111111111', regions });
  world.route53.putZone({ id: 'Z1', name: 'example.com' });
  return world;
}

/** What the stack in us-west-2 comes to, and why one of its resources did not. */
async function deploy(world: World, resources: Resources, logicalId: string) {
  const { cloudFormation } = world.region('us-west-2');
  const request = { stackName: 'Stack', template: { Resources: resources }, caller: operator };
  await world.scheduler.runToEnd(cloudFormation.deployStack(request).catch((error: unknown) => error));
  return outcome(world, logicalId);
}

async function remove(world: World, logicalId: string) {
  const { cloudFormation } = world.region('us-west-2');
  const stack = cloudFormation.stacks.get('Stack');
  void cloudFormation.beginDelete(stack, operator);
  await world.scheduler.run(() => stack.operation === undefined);
  return outcome(world, logicalId);
}

function outcome(world: World, logicalId: string) {
  const { status, events } = world.region('us-west-2').cloudFormation.stacks.get('Stack');
  const failures = events.filter((event) => event.logicalId === logicalId && event.status.endsWith('_FAILED'));
  return { status, reason: failures.at(-1)?.reason };
}

function darken(world: World, forMs?: number): void {
  world.faults.addDarkness('us-east-1', world.scheduler.now(), forMs);
}

const MADE: readonly (readonly [what: string, logicalId: string, before: Resources, resource: unknown, why: RegExp])[] =
  [
    ['a bucket', 'Bucket', {}, bucket('Enabled'), UNAVAILABLE],
    ['an HTTP API', 'Api', {}, API, UNAVAILABLE],
    [
      'a domain of an API',
      'Domain',
      {},
      {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: {
          DomainName: 'api.example.com',
          DomainNameConfigurations: [{ CertificateArn: 'arn:aws:acm:us-west-2:111111111111:certificate/1' }],
        },
      },
      UNAVAILABLE,
    ],
    ['an interface endpoint', 'Endpoint', { Vpc: VPC }, endpoint({ VpcEndpointType: 'Interface' }), UNAVAILABLE],
    ['a serverless cache', 'Cache', { Vpc: VPC, Subnet: SUBNET }, cache('new'), UNAVAILABLE],
    ['a certificate', 'Certificate', {}, CERTIFICATE, NO_CONNECTION],
    ['a role', 'Role', {}, role('new'), NO_CONNECTION],
    ['a record', 'Record', {}, record('one.example.com'), NO_CONNECTION],
  ];

describe('while us-east-1 is dark, a stack in us-west-2', () => {
  it.each(MADE)('cannot make %s, and rolls back', async (_, logicalId, before, resource, why) => {
    const world = ground();
    darken(world);

    const { status, reason } = await deploy(world, { ...before, [logicalId]: resource }, logicalId);

    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(reason).toMatch(why);
    expect(world.faults.report()[0]?.callsMet).toBeGreaterThan(1);
  });

  it.each(MADE)(
    'makes %s where the darkness is shorter than its handler is patient',
    async (_, logicalId, before, resource) => {
      const world = ground();
      darken(world, 60_000);

      expect((await deploy(world, { ...before, [logicalId]: resource }, logicalId)).status).toBe('CREATE_COMPLETE');
    },
  );

  it.each([
    ['a bucket', bucket('Enabled'), bucket('Suspended'), UNAVAILABLE],
    ['an HTTP API', API, { ...API, Properties: { ...API.Properties, Description: 'changed' } }, UNAVAILABLE],
    [
      'an interface endpoint',
      endpoint({ VpcEndpointType: 'Interface' }),
      endpoint({ VpcEndpointType: 'Interface', PrivateDnsEnabled: true }),
      UNAVAILABLE,
    ],
    ['a serverless cache', cache('new'), cache('changed'), UNAVAILABLE],
    ['a role', role('new'), role('changed'), NO_CONNECTION],
    ['a record', record('one.example.com'), record('two.example.com'), NO_CONNECTION],
  ])('cannot change %s nor remove it', async (_, before, after, why) => {
    const world = ground();
    const under = { Vpc: VPC, Subnet: SUBNET };
    expect((await deploy(world, { ...under, A: before }, 'A')).status).toBe('CREATE_COMPLETE');
    darken(world);

    const changed = await deploy(world, { ...under, A: after }, 'A');
    expect(changed.reason).toMatch(why);
    const removed = await remove(world, 'A');
    expect(removed).toMatchObject({ status: 'DELETE_FAILED', reason: expect.stringMatching(why) });
  });

  it('makes what AWS does not list: routes, functions, gateway endpoints, objects', async () => {
    const world = ground();
    const { apiGateway, s3 } = world.region('us-west-2');
    s3.createBucket('objects-west');
    const { apiId } = apiGateway.createApi({ name: 'api', isExecuteApiEnabled: true, cors: undefined, tags: {} });
    darken(world);

    const functionArn = 'arn:aws:lambda:us-west-2:111111111111:function:worker';
    const { status } = await deploy(
      world,
      {
        Vpc: VPC,
        Gateway: endpoint({ VpcEndpointType: 'Gateway' }),
        Unsaid: endpoint({}),
        Integration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId: apiId,
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: functionArn,
            PayloadFormatVersion: '2.0',
          },
        },
        Stage: {
          Type: 'AWS::ApiGatewayV2::Stage',
          Properties: { ApiId: apiId, StageName: '$default', AutoDeploy: true },
        },
        Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '1' } },
      },
      'Gateway',
    );

    expect(status).toBe('CREATE_COMPLETE');
    const put = { region: 'us-west-2', service: 's3', operation: 'PutObject', caller: operator } as const;
    const input = { Bucket: 'objects-west', Key: 'k', Body: new TextEncoder().encode('v') };
    await world.scheduler.runToEnd(world.dispatcher.dispatch({ ...put, input }));
    expect(s3.getObject('objects-west', 'k').body).toEqual(input.Body);
  });
});

describe('while us-east-1 is dark, a cache of us-west-2', () => {
  const created = { ServerlessCacheName: 'shop', Engine: 'valkey' };

  it.each(['CreateServerlessCache', 'ModifyServerlessCache', 'DeleteServerlessCache'])(
    'is refused %s by the service itself, and can be described',
    async (operation) => {
      const world = ground();
      await world.scheduler.runToEnd(ask(world, 'CreateServerlessCache'));
      await world.scheduler.runUntil(START_MS + HOUR_MS);
      darken(world);

      const error = await awsErrorOf(world, ask(world, operation));
      expect(error).toMatchObject({ code: 'ServiceUnavailable', status: 503 });
      expect(await world.scheduler.runToEnd(ask(world, 'DescribeServerlessCaches'))).toMatchObject({
        ServerlessCaches: [{ ServerlessCacheName: 'shop', Status: 'available' }],
      });
    },
  );

  it('stays on its way if it was asked for before, until there is light', async () => {
    const world = ground();
    const { elastiCache } = world.region('us-west-2');
    await world.scheduler.runToEnd(ask(world, 'CreateServerlessCache'));
    darken(world, HOUR_MS);

    await world.scheduler.runUntil(START_MS + HOUR_MS);
    expect(elastiCache.get('shop').status).toBe('creating');
    await world.scheduler.runUntil(START_MS + HOUR_MS + 120_000);
    expect(elastiCache.get('shop').status).toBe('available');
  });

  function ask(world: World, operation: string): Promise<unknown> {
    const input = operation === 'CreateServerlessCache' ? created : { ServerlessCacheName: 'shop' };
    const call = { region: 'us-west-2', service: 'elasticache', operation, input, caller: operator } as const;
    return world.dispatcher.dispatch(call);
  }
});
