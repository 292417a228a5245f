import { createWorld } from '../../../../simulator/create-world';
import type { FaultRule } from '../../../../simulator/kernel/faults';
import { modelledTypes } from '../../../../simulator/resource-types';
import type { World } from '../../../../simulator/world';

const operator = { kind: 'operator' } as const;
const THROTTLE = { at: 60_000, kind: 'throttle', probability: 1 } as const;

function emptyWorld(faults: readonly FaultRule[] = []): World {
  return createWorld({ seed: 1, startMs: 0, accountId: '111111111111', regions: ['us-east-1', 'us-west-2'], faults });
}

const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});
const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
};
const VPC = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };

/** What is made, of which type, and what it needs, by the service whose faults it meets. */
const MADE: readonly (readonly [service: string, logicalId: string, resources: Record<string, unknown>])[] = [
  [
    'lambda',
    'Function',
    {
      Role: ROLE,
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: 'exports.handler = async () => 1' },
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
    },
  ],
  ['apigateway', 'Api', { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } } }],
  ['ssm', 'Parameter', { Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '1' } } }],
  ['s3', 'Bucket', { Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } }],
  ['ec2', 'Vpc', { Vpc: VPC }],
  ['iam', 'Role', { Role: ROLE }],
  ['sns', 'Topic', { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } }],
  ['logs', 'Log', { Log: { Type: 'AWS::Logs::LogGroup', Properties: {} } }],
  ['kms', 'Key', { Key: { Type: 'AWS::KMS::Key', Properties: {} } }],
  [
    'elasticache',
    'Cache',
    {
      Vpc: VPC,
      Subnet: {
        Type: 'AWS::EC2::Subnet',
        Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24', AvailabilityZone: 'us-west-2a' },
      },
      Other: {
        Type: 'AWS::EC2::Subnet',
        Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'us-west-2b' },
      },
      Cache: {
        Type: 'AWS::ElastiCache::ServerlessCache',
        Properties: {
          ServerlessCacheName: 'cache',
          Engine: 'valkey',
          SubnetIds: [{ Ref: 'Subnet' }, { Ref: 'Other' }],
        },
      },
    },
  ],
];

/** What the stack in us-west-2 came to, and what its events say of one resource. */
async function deploy(world: World, resources: Record<string, unknown>, logicalId: string) {
  const { cloudFormation } = world.region('us-west-2');
  const request = { stackName: 'Stack', template: { Resources: resources }, caller: operator };
  await world.scheduler.runUntil(60_000);
  await world.scheduler.runToEnd(cloudFormation.deployStack(request).catch((error: unknown) => error));
  const stack = cloudFormation.stacks.get('Stack');
  const events = stack.events.filter((event) => event.logicalId === logicalId);
  return { status: stack.status, events, callsMet: world.faults.report().map((fault) => fault.callsMet) };
}

describe('a resource and the service that it is made with', () => {
  it.each(MADE)('%s: what is made is made', async (_, logicalId, resources) => {
    expect((await deploy(emptyWorld(), resources, logicalId)).status).toBe('CREATE_COMPLETE');
  });

  it.each(MADE)('%s: while it throttles, it cannot be made', async (service, logicalId, resources) => {
    const { status, events, callsMet } = await deploy(emptyWorld([{ ...THROTTLE, service }]), resources, logicalId);
    expect(events.find((event) => event.status === 'CREATE_FAILED')?.reason).toMatch(
      /^Resource handler returned message: "Rate exceeded \(Service: \w+, Status Code: (400|429|503), Request ID: .*HandlerErrorCode: Throttling\)$/,
    );
    // What it needs of the same service cannot be removed either.
    expect(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED']).toContain(status);
    expect(callsMet[0]).toBeGreaterThan(3);
  });

  it.each(['lambda', 'apigateway'])('%s throttles with 429', async (service) => {
    const [, logicalId = '', resources = {}] = MADE.find(([name]) => name === service) ?? [];
    const { events } = await deploy(emptyWorld([{ ...THROTTLE, service }]), resources, logicalId);
    expect(events.find((event) => event.status === 'CREATE_FAILED')?.reason).toContain('Status Code: 429');
  });
});

it('a cache whose creation was answered to nobody is made once, and its stack has it', async () => {
  const [, logicalId = '', resources = {}] = MADE.find(([name]) => name === 'elasticache') ?? [];
  const lost = { at: 60_000, for: 30_000, kind: 'drop', service: 'elasticache', probability: 1 } as const;
  const world = emptyWorld([lost]);
  expect((await deploy(world, resources, logicalId)).status).toBe('CREATE_COMPLETE');
  expect(world.region('us-west-2').elastiCache.find('cache')?.status).toBe('available');
});

it('a cache whose creation is never answered goes with the rollback', async () => {
  const [, logicalId = '', resources = {}] = MADE.find(([name]) => name === 'elasticache') ?? [];
  const lost = { at: 60_000, for: 200_000, kind: 'drop', operation: 'CreateServerlessCache', probability: 1 } as const;
  const world = emptyWorld([lost]);
  expect((await deploy(world, resources, logicalId)).status).toBe('ROLLBACK_COMPLETE');
  expect(world.region('us-west-2').elastiCache.find('cache')).toBeUndefined();
});

it('every type that is made of a service says which calls make it, and which remove it', () => {
  const silent = [...modelledTypes().values()].filter(
    ({ calls }) => typeof calls !== 'string' && (calls.create.length === 0 || calls.delete.length === 0),
  );
  expect(silent.map(({ type }) => type)).toEqual([]);
});
