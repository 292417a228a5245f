import { createWorld } from '../../../simulator/create-world';
import { modelledTypes } from '../../../simulator/resource-types';
import type { ProviderResult } from '../../../simulator/services/cloudformation/provider';
import type { Region, World } from '../../../simulator/world';
import { providerRequest } from '../support/fake-world';

export const HERE = 'us-west-2';
export const THERE = 'us-east-2';
const GLOBAL = 'us-east-1';
const TYPES = modelledTypes();

export const TABLE = {
  TableName: 'another',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

/** Two regions that have the same things under the same names, so that only the region tells them apart. */
export interface Pair {
  readonly world: World;
  readonly here: Ground;
  readonly there: Ground;
}
export type Ground = Awaited<ReturnType<typeof groundIn>>;

export async function pair(): Promise<Pair> {
  const startMs = Date.parse('2026-01-05T00:00:00Z');
  const world = createWorld({ seed: 1, startMs, accountId: '111111111111', regions: [HERE, THERE, GLOBAL] });
  await make(world.region(GLOBAL), 'AWS::IAM::Role', { RoleName: 'role', AssumeRolePolicyDocument: TRUST });
  return { world, here: await groundIn(world, HERE), there: await groundIn(world, THERE) };
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com', 'events.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
};
export const ROLE = 'arn:aws:iam::111111111111:role/role';

async function groundIn(world: World, name: string) {
  const region = world.region(name);
  const { ec2, kms, sns, s3, sqs } = region;
  const vpc = ec2.create('vpc', { properties: {}, tags: {} }).id;
  const subnets = ['a', 'b'].map((zone) => {
    const properties = { VpcId: vpc, AvailabilityZone: `${name}${zone}` };
    return ec2.create('subnet', { properties, tags: {} }).id;
  });
  s3.createBucket(`logs-${name}`);
  const code = { ZipFile: 'exports.handler = async () => console.log("served");' };
  await make(region, 'AWS::DynamoDB::Table', { ...TABLE, TableName: 'lock' });
  const fn = { FunctionName: 'serve', Handler: 'index.handler', Runtime: 'nodejs22.x', Role: ROLE, Code: code };
  await make(region, 'AWS::Lambda::Function', fn);
  return {
    region,
    vpc,
    subnets,
    group: ec2.create('securityGroup', { properties: { VpcId: vpc }, tags: {} }).id,
    key: kms.createKey({}).arn,
    topic: sns.createTopic('oncall').arn,
    queue: sqs.createQueue('dead').arn,
    logs: `logs-${name}`,
    fn: region.lambda.functions.arnOf('serve'),
    table: region.dynamoDb.arn('lock'),
  };
}

/** Begins to make a resource; time passes when the test lets it. */
export async function begin(
  region: Region,
  type: string,
  properties: Record<string, unknown>,
): Promise<ProviderResult> {
  const provider = TYPES.get(type);
  if (provider === undefined) throw new Error(`no provider of ${type}`);
  return provider.create(providerRequest(region, 'Resource', properties));
}

export function make(region: Region, type: string, properties: Record<string, unknown>): Promise<ProviderResult> {
  return region.world.scheduler.runToEnd(begin(region, type, properties));
}

/** Whether the service takes it: what it is refused for, it is refused for at once. */
export async function take(world: World, making: Promise<unknown>): Promise<void> {
  const refusal = making.then(
    () => undefined,
    (error: unknown) => error,
  );
  await world.scheduler.runUntil(world.scheduler.now() + 1000);
  await expect(Promise.race([refusal, Promise.resolve(undefined)])).resolves.toBeUndefined();
}

export function darken({ faults, scheduler }: World): void {
  faults.addDarkness(THERE, scheduler.now());
}
