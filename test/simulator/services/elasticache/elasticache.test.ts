import {
  DescribeServerlessCachesCommand,
  ElastiCacheClient,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-elasticache';
import { createWorld } from '../../../../simulator/create-world';
import type { Caller } from '../../../../simulator/service';
import { providers } from '../../../../simulator/services/elasticache/providers';
import { shortRegion } from '../../../../simulator/services/elasticache/serverless-cache';
import { SimulatedRequestHandler } from '../../../../simulator/wire/request-handler';
import { VirtualTimeDriver } from '../../../../simulator/wire/virtual-time-driver';
import type { Region } from '../../../../simulator/world';
import { awsErrorOf, providerRequest } from '../../support/fake-world';

const [cache] = providers;
const START_MS = Date.parse('2026-01-05T00:00:00Z');

/** A network of two subnets and a key: what a cache stands on. */
function ground() {
  const world = createWorld({
    seed: 1,
    startMs: START_MS,
    accountId: '111111111111',
    regions: ['us-east-1', 'us-west-2'],
  });
  const region = world.region('us-west-2');
  const vpc = region.ec2.create('vpc', { properties: {}, tags: {} }).id;
  const [one, two] = ['a', 'b'].map(
    (zone) =>
      region.ec2.create('subnet', { properties: { VpcId: vpc, AvailabilityZone: `us-west-2${zone}` }, tags: {} }).id,
  );
  const group = region.ec2.create('securityGroup', { properties: { VpcId: vpc }, tags: {} }).id;
  const key = region.kms.createKey({});
  const properties = {
    ServerlessCacheName: 'shop',
    Engine: 'valkey',
    MajorEngineVersion: '8',
    CacheUsageLimits: { DataStorage: { Maximum: 1, Unit: 'GB' }, ECPUPerSecond: { Maximum: 5000 } },
    KmsKeyId: key.arn,
    SubnetIds: [one, two],
    SecurityGroupIds: [group],
  };
  /** Only asks: time passes when the test lets it. */
  const ask = (overrides: Record<string, unknown> = {}, caller: Caller = { kind: 'operator' }) =>
    Promise.resolve(cache?.create(providerRequest(region, 'Cache', { ...properties, ...overrides }, { caller })));
  const make = () => world.scheduler.runToEnd(ask());
  return { world, region, key, properties, ask, make };
}

function existing(region: Region, properties: Record<string, unknown>, previousProperties = properties) {
  return { ...providerRequest(region, 'Cache', properties), physicalId: 'shop', previousProperties };
}

test('a cache is creating for some minutes, then available under names that are given it', async () => {
  const { world, region, ask } = ground();
  const made = ask();
  await world.scheduler.runUntil(START_MS + 60_000);
  expect(region.elastiCache.get('shop')).toMatchObject({ status: 'creating' });
  expect(await world.scheduler.runToEnd(made)).toMatchObject({
    physicalId: 'shop',
    attributes: {
      ARN: 'arn:aws:elasticache:us-west-2:111111111111:serverlesscache:shop',
      'Endpoint.Address': expect.stringMatching(/^shop-[0-9a-f]{6}\.serverless\.usw2\.cache\.amazonaws\.com$/),
      'Endpoint.Port': '6379',
      'ReaderEndpoint.Port': '6380',
    },
  });
  expect((world.scheduler.now() - START_MS) / 60_000).toBeGreaterThan(7);
});

test('the SDK reads it and its tags over the wire', async () => {
  const { world, ask } = ground();
  await world.scheduler.runToEnd(ask({ Tags: [{ Key: 'team', Value: 'ops' }] }));
  const client = new ElastiCacheClient({
    region: 'us-west-2',
    credentials: world.iam.operatorCredentials,
    requestHandler: new SimulatedRequestHandler(world, new VirtualTimeDriver(world.scheduler)),
  });
  const command = new DescribeServerlessCachesCommand({ ServerlessCacheName: 'shop' });
  const { ServerlessCaches = [] } = await client.send(command);
  expect(ServerlessCaches).toMatchObject([
    { ServerlessCacheName: 'shop', Status: 'available', Engine: 'valkey', Endpoint: { Port: 6379 } },
  ]);
  const { TagList } = await client.send(new ListTagsForResourceCommand({ ResourceName: ServerlessCaches[0]?.ARN }));
  expect(TagList).toEqual([{ Key: 'team', Value: 'ops' }]);
});

test.each([
  ['a name that is taken', {}, 'ServerlessCacheAlreadyExistsFault'],
  [
    'a subnet that is not there',
    { ServerlessCacheName: 'two', SubnetIds: ['subnet-0'] },
    'InvalidParameterValueException',
  ],
  [
    'a version that its engine has not',
    { ServerlessCacheName: 'two', MajorEngineVersion: '3' },
    'InvalidParameterValueException',
  ],
  [
    'a limit below the least',
    { ServerlessCacheName: 'two', CacheUsageLimits: { ECPUPerSecond: { Maximum: 10 } } },
    'InvalidParameterValueException',
  ],
  ['an engine that is not modelled', { ServerlessCacheName: 'two', Engine: 'memcached' }, 'NotModelled'],
  ['a property that is not modelled', { ServerlessCacheName: 'two', UserGroupId: 'users' }, 'ValidationException'],
])('refuses %s', async (_what, overrides, code) => {
  const { world, ask, make } = ground();
  await make();
  expect(await awsErrorOf(world, ask(overrides))).toMatchObject({ code });
});

test('a key that is disabled encrypts no new cache', async () => {
  const { world, region, key, ask } = ground();
  region.kms.setEnabled(key.keyId, false);
  expect((await awsErrorOf(world, ask())).message).toContain('is disabled');
});

test('its limits change in place; another subnet is another cache, and so is refused under the same name', async () => {
  const { world, region, properties, make } = ground();
  await make();
  const limits = { ...properties, CacheUsageLimits: { DataStorage: { Maximum: 5, Unit: 'GB' } } };
  await world.scheduler.runToEnd(Promise.resolve(cache?.update?.(existing(region, limits, properties))));
  expect(region.elastiCache.get('shop').limits?.DataStorage?.Maximum).toBe(5);
  const moved = { ...properties, SubnetIds: properties.SubnetIds.slice(0, 1) };
  const error = await awsErrorOf(world, Promise.resolve(cache?.update?.(existing(region, moved, properties))));
  expect(error.code).toBe('ServerlessCacheAlreadyExistsFault');
});

test('it is deleting for some minutes, then gone; and once gone, removing it again is no error', async () => {
  const { world, region, properties, make } = ground();
  await make();
  const removed = Promise.resolve(cache?.delete(existing(region, properties)));
  await world.scheduler.runUntil(world.scheduler.now() + 60_000);
  expect(region.elastiCache.get('shop').status).toBe('deleting');
  await world.scheduler.runToEnd(removed);
  expect(region.elastiCache.caches).toEqual([]);
  await cache?.delete(existing(region, properties));
});

describe('a role that makes a cache', () => {
  const cachePart = {
    Effect: 'Allow',
    Action: 'elasticache:*',
    Resource: 'arn:aws:elasticache:us-west-2:111111111111:serverlesscache:shop',
  };
  const keyPart = { Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:CreateGrant'], Resource: '*' };
  const endpoint = 'arn:aws:ec2:us-west-2:111111111111:vpc-endpoint/*';
  const endpointPart = {
    Effect: 'Allow',
    Action: 'ec2:CreateVpcEndpoint',
    Resource: endpoint,
    Condition: { StringLike: { 'ec2:VpceServiceName': 'com.amazonaws.elasticache.serverless.*' } },
  };
  const networkPart = {
    Effect: 'Allow',
    Action: 'ec2:CreateVpcEndpoint',
    Resource: ['vpc', 'subnet', 'security-group'].map((type) => `arn:aws:ec2:us-west-2:111111111111:${type}/*`),
  };
  const tagPart = { Effect: 'Allow', Action: 'ec2:CreateTags', Resource: endpoint };
  const all = { cachePart, keyPart, endpointPart, networkPart, tagPart };

  const attempt = (statements: readonly unknown[]) => {
    const setting = ground();
    const roleArn = setting.world.iam.putRole({
      roleName: 'deployer',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudformation.amazonaws.com' } },
        ],
      },
      policies: { all: { Version: '2012-10-17', Statement: statements } },
    });
    return { ...setting, made: setting.ask({}, { kind: 'role', roleArn, sessionName: 'test' }) };
  };

  test('needs the cache, its VPC endpoint, and the key', async () => {
    const { world, made } = attempt(Object.values(all));
    expect(await world.scheduler.runToEnd(made)).toMatchObject({ physicalId: 'shop' });
  });

  test.each([
    ['keyPart', 'kms:DescribeKey'],
    ['endpointPart', 'ec2:CreateVpcEndpoint'],
    ['networkPart', 'ec2:CreateVpcEndpoint'],
    ['tagPart', 'ec2:CreateTags'],
  ] as const)('is refused without its %s', async (missing, action) => {
    const { [missing]: _, ...rest } = all;
    const { world, made } = attempt(Object.values(rest));
    expect((await awsErrorOf(world, made)).message).toContain(`not authorized to perform: ${action}`);
  });
});

test('regions are short in the names of caches', () => {
  expect(['us-east-1', 'eu-central-1', 'ap-southeast-2'].map(shortRegion)).toEqual(['use1', 'euc1', 'apse2']);
});
