import type { Caller } from '../../../../simulator/service';
import { AwsError } from '../../../../simulator/service';
import { Iam } from '../../../../simulator/services/iam/iam';
import { type FaultRule, Faults } from '../../../../simulator/kernel/faults';
import { CloudFormation } from '../../../../simulator/services/cloudformation/cloudformation';
import type { ProviderRequest, ResourceProvider } from '../../../../simulator/services/cloudformation/provider';
import { providers as ec2 } from '../../../../simulator/services/ec2/providers';
import { Ec2 } from '../../../../simulator/services/ec2/ec2';
import { providers as s3 } from '../../../../simulator/services/s3/providers';
import { S3 } from '../../../../simulator/services/s3/s3';
import { Ssm } from '../../../../simulator/services/ssm/ssm';
import { Dispatcher } from '../../../../simulator/wire/dispatcher';
import { type FakeWorld, fakeWorld } from '../../support/fake-world';

export type StackWorld = FakeWorld & {
  /** The things there are, by physical id. */
  readonly things: Map<string, Readonly<Record<string, unknown>>>;
};

/**
 * Two regions with CloudFormation, S3, EC2 and SSM, real dispatcher and IAM, and one type of resource to play with:
 * `Test::Unit::Thing` takes `Seconds`, a `Name`, and a `Kind` for good, and fails if `Fails` says why; `Test::Unit::Fixed` cannot be changed in place.
 */
export function stackWorld(faults: readonly FaultRule[] = []): StackWorld {
  const things = new Map<string, Readonly<Record<string, unknown>>>();
  const providers = new Map([...s3, ...ec2, thing(things), fixed(things)].map((one) => [one.type, one]));
  const world = fakeWorld({
    worldServices: (self) => ({
      iam: new Iam(self),
      faults: new Faults(faults, self.scheduler.now(), self.random),
      dispatcher: new Dispatcher(self),
    }),
    regionServices: (region) => ({
      cloudFormation: new CloudFormation(region, providers),
      ec2: new Ec2(region),
      s3: new S3(region),
      ssm: new Ssm(region),
    }),
  });
  for (const region of world.regions.values()) {
    world.dispatcher.register(region.name, region.cloudFormation.service);
    world.dispatcher.register(region.name, region.s3.service);
    world.dispatcher.register(region.name, region.ssm.service);
  }
  return Object.assign(world, { things });
}

/** As if things were parameters of Systems Manager. */
const THING_CALLS = {
  service: 'ssm',
  create: ['PutParameter', 'GetParameter'],
  update: ['PutParameter'],
  delete: ['DeleteParameter'],
};

export const operator: Caller = { kind: 'operator' };

export const roleNamed = (name: string): Caller => ({
  kind: 'role',
  roleArn: `arn:aws:iam::111111111111:role/${name}`,
  sessionName: 'session',
});

/** Calls CloudFormation in us-west-2 and lets virtual time pass until it answers. */
export function call(
  world: StackWorld,
  operation: string,
  input: unknown,
  caller: Caller = operator,
): Promise<Record<string, unknown>> {
  const answer = world.dispatcher.dispatch({
    region: 'us-west-2',
    service: 'cloudformation',
    operation,
    input,
    caller,
  });
  return world.scheduler.runToEnd(answer) as Promise<Record<string, unknown>>;
}

/** Lets virtual time pass until the stack is at rest, and gives its status. */
export async function settle(world: StackWorld, stackName: string): Promise<string> {
  const { stacks } = world.region('us-west-2').cloudFormation;
  const stack = stacks.get(stackName);
  await world.scheduler.run(() => stack.operation === undefined);
  return stack.status;
}

/** The names of things and what was done to them, in order, from the stack's events. */
export function history(world: StackWorld, stackName: string): readonly string[] {
  const { stacks } = world.region('us-west-2').cloudFormation;
  return stacks.get(stackName).events.map(({ logicalId, status }) => `${logicalId} ${status}`);
}

export function template(resources: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { Resources: resources, ...more };
}

function thing(things: StackWorld['things']): ResourceProvider {
  return {
    ...fixed(things),
    type: 'Test::Unit::Thing',
    createOnly: ['Kind'],
    nameProperty: 'Name',
    async update(request) {
      await work(request);
      things.set(request.physicalId, request.properties);
      return { physicalId: request.physicalId, attributes: { Size: request.properties['Size'] } };
    },
  };
}

function fixed(things: StackWorld['things']): ResourceProvider {
  return {
    type: 'Test::Unit::Fixed',
    calls: THING_CALLS,
    access: (_request, change) => [{ action: `ssm:${change}`, resource: '*' }],
    async create(request) {
      await work(request);
      const { Name } = request.properties;
      const physicalId = typeof Name === 'string' ? Name : request.generateName(40);
      things.set(physicalId, request.properties);
      return { physicalId, attributes: { Size: request.properties['Size'] } };
    },
    async delete(request) {
      if (request.properties['Sticks'] === true) throw new AwsError('Conflict', 'it sticks');
      things.delete(request.physicalId);
    },
  };
}

async function work({ properties, region }: ProviderRequest): Promise<void> {
  await region.world.scheduler.sleep(Number(properties['Seconds'] ?? 0) * 1000);
  const { Fails } = properties;
  if (typeof Fails === 'string') throw new AwsError('ThingLimitExceeded', Fails);
}
