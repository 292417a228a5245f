import { providers } from '../../../../simulator/services/iam/providers';
import type { ResourceProvider } from '../../../../simulator/services/cloudformation/provider';
import { UnreachableError } from '../../../../simulator/wire/dispatcher';
import { providerRequest, type FakeWorld } from '../../support/fake-world';
import { wireWorld } from '../../wire/wire-fixture';

const AssumeRolePolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

function providerOf(type: string): ResourceProvider {
  const provider = providers.find((each) => each.type === type);
  if (provider === undefined) throw new Error(`no provider for ${type}`);
  return provider;
}

function iamWorld(): FakeWorld {
  const world = wireWorld();
  world.dispatcher.register('us-east-1', world.iam.service);
  return world;
}

function create(world: FakeWorld, type: string, properties: Record<string, unknown>) {
  const request = providerRequest(world.region('us-west-2'), 'Thing', properties);
  return world.scheduler.runToEnd(Promise.resolve(providerOf(type).create(request)));
}

async function change(world: FakeWorld, type: string, physicalId: string, before: object, after?: object) {
  const request = {
    ...providerRequest(world.region('us-west-2'), 'Thing', { ...(after ?? before) }),
    physicalId,
    previousProperties: { ...before },
  };
  const provider = providerOf(type);
  await world.scheduler.runToEnd(
    Promise.resolve(after === undefined ? provider.delete(request) : provider.update?.(request)),
  );
}

function isAllowed(world: FakeWorld, action: string): boolean {
  const roleArn = world.iam.roleArn('Restore');
  try {
    world.iam.authorize({ kind: 'role', roleArn, sessionName: 's' }, [{ action, resource: '*' }], 'us-west-2');
    return true;
  } catch {
    return false;
  }
}

const role = {
  RoleName: 'Restore',
  AssumeRolePolicyDocument,
  ManagedPolicyArns: [BASIC],
  Policies: [{ PolicyName: 'own', PolicyDocument: allow('ssm:GetParameter') }],
};

describe('AWS::IAM::Role', () => {
  it('has its inline and managed policies, and its ARN as an attribute', async () => {
    const world = iamWorld();
    const made = await create(world, 'AWS::IAM::Role', role);
    expect(made).toMatchObject({
      physicalId: 'Restore',
      attributes: { Arn: 'arn:aws:iam::111111111111:role/Restore' },
    });
    expect(
      ['ssm:GetParameter', 'logs:PutLogEvents', 'rds:DescribeDBClusters'].map((action) => isAllowed(world, action)),
    ).toEqual([true, true, false]);
  });

  it('loses what an update takes away', async () => {
    const world = iamWorld();
    await create(world, 'AWS::IAM::Role', role);
    const after = { ...role, ManagedPolicyArns: [], Policies: [{ PolicyName: 'new', PolicyDocument: allow('rds:*') }] };
    await change(world, 'AWS::IAM::Role', 'Restore', role, after);
    expect(
      ['ssm:GetParameter', 'logs:PutLogEvents', 'rds:DescribeDBClusters'].map((action) => isAllowed(world, action)),
    ).toEqual([false, false, true]);
  });

  it('goes with its own policies, and stays while another resource holds one on it', async () => {
    const world = iamWorld();
    await create(world, 'AWS::IAM::Role', role);
    const policy = { PolicyName: 'default', PolicyDocument: allow('rds:*'), Roles: ['Restore'] };
    await create(world, 'AWS::IAM::Policy', policy);
    await expect(change(world, 'AWS::IAM::Role', 'Restore', role)).rejects.toMatchObject({ code: 'DeleteConflict' });
    await change(world, 'AWS::IAM::Policy', 'default', policy);
    await change(world, 'AWS::IAM::Role', 'Restore', { ...role, Policies: [], ManagedPolicyArns: [] });
    expect(world.iam.roles.find(world.iam.roleArn('Restore'))).toBeUndefined();
  });

  it('cannot be made while us-east-1 is dark, in whichever region its stack is', async () => {
    const world = iamWorld();
    world.dark.add('us-east-1');
    await expect(create(world, 'AWS::IAM::Role', role)).rejects.toThrow(UnreachableError);
    // The handler asked again for a while.
    expect(world.dispatcher.statistics.callsToDarkRegion).toBeGreaterThan(3);
  });

  it('refuses a permissions boundary, which is not modelled', async () => {
    const withBoundary = { ...role, PermissionsBoundary: 'arn:aws:iam::111111111111:policy/boundary' };
    await expect(create(iamWorld(), 'AWS::IAM::Role', withBoundary)).rejects.toThrow('PermissionsBoundary');
  });
});

describe('AWS::IAM::ManagedPolicy', () => {
  it('is attached to its roles, changed and detached', async () => {
    const world = iamWorld();
    await create(world, 'AWS::IAM::Role', role);
    const before = { ManagedPolicyName: 'activation', PolicyDocument: allow('rds:*'), Roles: ['Restore'] };
    const { physicalId } = await create(world, 'AWS::IAM::ManagedPolicy', before);
    expect(physicalId).toBe('arn:aws:iam::111111111111:policy/activation');
    expect(isAllowed(world, 'rds:DescribeDBClusters')).toBe(true);
    const after = { ...before, PolicyDocument: allow('backup:*') };
    await change(world, 'AWS::IAM::ManagedPolicy', physicalId, before, after);
    expect([isAllowed(world, 'rds:DescribeDBClusters'), isAllowed(world, 'backup:StartBackupJob')]).toEqual([
      false,
      true,
    ]);
    await change(world, 'AWS::IAM::ManagedPolicy', physicalId, after);
    expect(isAllowed(world, 'backup:StartBackupJob')).toBe(false);
  });
});
