import type { Caller } from '../../../../simulator/service';
import { awsErrorOf } from '../../support/fake-world';
import { call, operator, roleNamed, settle, type StackWorld, stackWorld, template } from './stack-world';

const NAME = 'Activation';
const text = (size: number) =>
  JSON.stringify(template({ A: { Type: 'Test::Unit::Thing', Properties: { Size: size } } }));

const changeSet = (more: Record<string, unknown> = {}) => ({
  StackName: NAME,
  ChangeSetName: 'first',
  ChangeSetType: 'CREATE',
  TemplateBody: text(1),
  ...more,
});

/** Creates a change set, waits until it is ready or failed, and describes it. */
async function created(world: StackWorld, more: Record<string, unknown> = {}, caller: Caller = operator) {
  await call(world, 'CreateChangeSet', changeSet(more), caller);
  await world.scheduler.runUntil(world.scheduler.now() + 30_000);
  return call(world, 'DescribeChangeSet', { StackName: NAME, ChangeSetName: more['ChangeSetName'] ?? 'first' });
}

async function execute(world: StackWorld, more: Record<string, unknown> = {}): Promise<string> {
  await call(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first', DisableRollback: false, ...more });
  return settle(world, NAME);
}

function refused(world: StackWorld, operation: string, input: unknown, caller: Caller = operator) {
  const answer = world.dispatcher.dispatch({
    region: 'us-west-2',
    service: 'cloudformation',
    operation,
    input,
    caller,
  });
  return awsErrorOf(world, answer);
}

async function stackOf(world: StackWorld): Promise<Record<string, unknown>> {
  const { Stacks } = await call(world, 'DescribeStacks', { StackName: NAME });
  return (Stacks as Record<string, unknown>[])[0] ?? {};
}

describe('a change set that creates a stack', () => {
  it('leaves the stack in review until it is executed', async () => {
    const world = stackWorld();
    await call(world, 'CreateChangeSet', changeSet());
    expect((await stackOf(world))['StackStatus']).toBe('REVIEW_IN_PROGRESS');
    const before = await call(world, 'DescribeChangeSet', { StackName: NAME, ChangeSetName: 'first' });
    expect(before).toMatchObject({ Status: 'CREATE_IN_PROGRESS', ExecutionStatus: 'UNAVAILABLE' });
    await world.scheduler.runUntil(world.scheduler.now() + 30_000);
    const ready = await call(world, 'DescribeChangeSet', { StackName: NAME, ChangeSetName: 'first' });
    expect(ready).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
    expect(ready['Changes']).toMatchObject([{ ResourceChange: { Action: 'Add', LogicalResourceId: 'A' } }]);
    expect(world.things.size).toBe(0);
    expect(await execute(world)).toBe('CREATE_COMPLETE');
    expect(world.things.size).toBe(1);
  });

  it('cannot be executed before it is ready', async () => {
    const world = stackWorld();
    await call(world, 'CreateChangeSet', changeSet());
    const error = await refused(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first' });
    expect(error.code).toBe('InvalidChangeSetStatusException');
  });

  it('is the same change set when the request is repeated with its token', async () => {
    const world = stackWorld();
    const first = await call(world, 'CreateChangeSet', changeSet({ ClientToken: 'run-1' }));
    expect(await call(world, 'CreateChangeSet', changeSet({ ClientToken: 'run-1' }))).toEqual(first);
    const error = await refused(world, 'CreateChangeSet', changeSet({ ClientToken: 'run-2' }));
    expect(error.code).toBe('AlreadyExistsException');
  });

  it('is refused for a stack that exists', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world);
    const error = await refused(world, 'CreateChangeSet', changeSet({ ChangeSetName: 'second' }));
    expect(error).toMatchObject({ code: 'ValidationError', message: expect.stringContaining('already exists') });
  });

  it('says how it failed, and the stack can then only be deleted', async () => {
    const world = stackWorld();
    const broken = template({ A: { Type: 'Test::Unit::Thing', Properties: { Fails: 'no room' } } });
    await created(world, { TemplateBody: JSON.stringify(broken), OnStackFailure: 'ROLLBACK' });
    await call(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first' });
    expect(await settle(world, NAME)).toBe('ROLLBACK_COMPLETE');
    expect((await stackOf(world))['StackStatusReason']).toContain('[A]');
    const { StackEvents } = await call(world, 'DescribeStackEvents', { StackName: NAME });
    expect(StackEvents).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: 'A',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: expect.stringContaining('no room'),
      }),
    );
    for (const [type, message] of [
      ['UPDATE', 'is in ROLLBACK_COMPLETE state and can not be updated'],
      ['CREATE', 'already exists'],
    ]) {
      const error = await refused(world, 'CreateChangeSet', changeSet({ ChangeSetName: 'x', ChangeSetType: type }));
      expect(error.message).toContain(message);
    }
    await call(world, 'DeleteStack', { StackName: NAME });
    await world.scheduler.runUntil(world.scheduler.now() + 60_000);
    expect(await created(world)).toMatchObject({ Status: 'CREATE_COMPLETE' });
  });

  it('keeps what was made when rollback is off, and goes on from there', async () => {
    const world = stackWorld();
    const broken = (fails: boolean) =>
      JSON.stringify(
        template({
          A: { Type: 'Test::Unit::Thing' },
          B: { Type: 'Test::Unit::Thing', Properties: { A: { Ref: 'A' }, ...(fails ? { Fails: 'x' } : {}) } },
        }),
      );
    await created(world, { TemplateBody: broken(true) });
    expect(await execute(world, { DisableRollback: true })).toBe('CREATE_FAILED');
    expect(world.things.size).toBe(1);
    await created(world, { ChangeSetName: 'second', ChangeSetType: 'UPDATE', TemplateBody: broken(false) });
    expect(await execute(world, { ChangeSetName: 'second' })).toBe('UPDATE_COMPLETE');
    expect(world.things.size).toBe(2);
  });
});

describe('a change set that updates a stack', () => {
  it('without changes fails with the text that AWS gives, and cannot be executed', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world);
    expect(await created(world, { ChangeSetName: 'second', ChangeSetType: 'UPDATE' })).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    const error = await refused(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'second' });
    expect(error.code).toBe('InvalidChangeSetStatusException');
    await call(world, 'DeleteChangeSet', { StackName: NAME, ChangeSetName: 'second' });
    const { Summaries } = await call(world, 'ListChangeSets', { StackName: NAME });
    expect(Summaries).toMatchObject([{ ChangeSetName: 'first', ExecutionStatus: 'EXECUTE_COMPLETE' }]);
  });

  it('shows what it would change, changes it, and ends the other change sets', async () => {
    const world = stackWorld();
    await created(world);
    await execute(world);
    await created(world, { ChangeSetName: 'other', ChangeSetType: 'UPDATE', TemplateBody: text(3) });
    const update = await created(world, { ChangeSetName: 'second', ChangeSetType: 'UPDATE', TemplateBody: text(2) });
    expect(update['Changes']).toMatchObject([{ ResourceChange: { Action: 'Modify', LogicalResourceId: 'A' } }]);
    expect(await execute(world, { ChangeSetName: 'second' })).toBe('UPDATE_COMPLETE');
    expect([...world.things.values()]).toEqual([{ Size: 2 }]);
    expect((await refused(world, 'DescribeChangeSet', { StackName: NAME, ChangeSetName: 'other' })).code).toBe(
      'ChangeSetNotFoundException',
    );
  });

  it('sees that the value behind an SSM parameter has changed', async () => {
    const world = stackWorld();
    const { ssm } = world.region('us-west-2');
    ssm.put({ name: '/size', value: '1', type: 'String' });
    const TemplateBody = JSON.stringify(
      template(
        { A: { Type: 'Test::Unit::Thing', Properties: { Size: { Ref: 'Size' } } } },
        { Parameters: { Size: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/size' } } },
      ),
    );
    await created(world, { TemplateBody });
    await execute(world);
    ssm.put({ name: '/size', value: '2', overwrite: true });
    await created(world, { TemplateBody, ChangeSetName: 'second', ChangeSetType: 'UPDATE' });
    await execute(world, { ChangeSetName: 'second' });
    expect([...world.things.values()]).toEqual([{ Size: '2' }]);
  });
});

describe('the answers for a stack that is not there', () => {
  const cases: readonly (readonly [operation: string, input: Record<string, unknown>, message: string])[] = [
    ['DescribeStacks', {}, `Stack with id ${NAME} does not exist`],
    ['DescribeStackEvents', {}, `Stack [${NAME}] does not exist`],
    [
      'CreateChangeSet',
      { ChangeSetName: 'x', ChangeSetType: 'UPDATE', TemplateBody: text(1) },
      `[${NAME}] does not exist`,
    ],
  ];
  it.each(cases)('%s', async (operation, input, message) => {
    const error = await refused(stackWorld(), operation, { StackName: NAME, ...input });
    expect(error).toMatchObject({ code: 'ValidationError', message: expect.stringContaining(message) });
  });

  it('DeleteStack succeeds', async () => {
    expect(await call(stackWorld(), 'DeleteStack', { StackName: NAME })).toEqual({});
  });
});

describe('a template in S3', () => {
  const TemplateURL = 'https://artifacts-west.s3.us-west-2.amazonaws.com/activation/t.json';
  const deployer = roleNamed('deployer');
  const policy = (...actions: readonly string[]) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['cloudformation:*', ...actions], Resource: '*' }],
  });
  const trust = (Service: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
  });

  function worldWithTemplate(...actions: readonly string[]): StackWorld {
    const world = stackWorld();
    const { s3 } = world.region('us-west-2');
    s3.createBucket('artifacts-west');
    s3.putObject('artifacts-west', 'activation/t.json', text(1));
    world.iam.putRole({
      roleName: 'deployer',
      trustPolicy: trust('lambda.amazonaws.com'),
      policies: { p: policy(...actions) },
    });
    return world;
  }

  it('is read with the permissions of the caller', async () => {
    const input = changeSet({ TemplateBody: undefined, TemplateURL });
    const error = await refused(worldWithTemplate(), 'CreateChangeSet', input, deployer);
    expect(error).toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('S3 error: Access Denied'),
    });
    const world = worldWithTemplate('s3:GetObject');
    await call(world, 'CreateChangeSet', input, deployer);
    expect((await stackOf(world))['StackStatus']).toBe('REVIEW_IN_PROGRESS');
  });

  describe('with a service role', () => {
    const RoleARN = 'arn:aws:iam::111111111111:role/service-role';
    const withRole = changeSet({ TemplateBody: undefined, TemplateURL, RoleARN, OnStackFailure: 'ROLLBACK' });

    function worldWithRole(principal: string, ...actions: readonly string[]): StackWorld {
      const world = worldWithTemplate('s3:GetObject', 'iam:PassRole');
      const policies = {
        p: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      };
      world.iam.putRole({ roleName: 'service-role', trustPolicy: trust(principal), policies });
      return world;
    }

    it('makes resources with what that role may do', async () => {
      const world = worldWithRole('cloudformation.amazonaws.com', 'ssm:create');
      await created(world, withRole, deployer);
      await call(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first' }, deployer);
      expect(await settle(world, NAME)).toBe('CREATE_COMPLETE');
      expect((await stackOf(world))['RoleARN']).toBe(RoleARN);
    });

    it('fails the resource that the role may not make', async () => {
      const world = worldWithRole('cloudformation.amazonaws.com', 'ssm:other');
      await created(world, withRole, deployer);
      await call(world, 'ExecuteChangeSet', { StackName: NAME, ChangeSetName: 'first' }, deployer);
      expect(await settle(world, NAME)).toBe('ROLLBACK_COMPLETE');
      const { StackEvents } = await call(world, 'DescribeStackEvents', { StackName: NAME });
      expect(JSON.stringify(StackEvents)).toMatch(
        /not authorized to perform: ssm:create .*HandlerErrorCode: AccessDenied/,
      );
    });

    it('needs a role that CloudFormation may assume', async () => {
      const error = await refused(
        worldWithRole('lambda.amazonaws.com', 'ssm:create'),
        'CreateChangeSet',
        withRole,
        deployer,
      );
      expect(error.message).toBe(`Role ${RoleARN} is invalid or cannot be assumed`);
    });

    it('needs a caller who may pass the role', async () => {
      const world = worldWithTemplate('s3:GetObject');
      const error = await refused(world, 'CreateChangeSet', withRole, deployer);
      expect(error.message).toContain('iam:PassRole');
    });
  });
});
