import { StackDeploymentError } from '../../../../simulator/services/cloudformation/cloudformation';
import { history, operator, settle, type StackWorld, stackWorld, template } from './stack-world';

const thing = (properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  Type: 'Test::Unit::Thing',
  Properties: properties,
  ...more,
});

function deploy(world: StackWorld, content: Record<string, unknown>, parameters: Record<string, string> = {}) {
  const { cloudFormation } = world.region('us-west-2');
  return world.scheduler.runToEnd(
    cloudFormation.deployStack({ stackName: 'Stack', template: content, parameters, caller: operator }),
  );
}

describe('a stack is created', () => {
  it('in the order of its dependencies, with outputs that refer to what was made', async () => {
    const world = stackWorld();
    const { outputs } = await deploy(
      world,
      template(
        {
          Second: thing({ Of: { Ref: 'First' } }),
          First: thing({ Size: 3 }),
          Third: thing({}, { DependsOn: 'Second' }),
        },
        { Outputs: { Size: { Value: { 'Fn::GetAtt': ['First', 'Size'] } } } },
      ),
    );
    expect(outputs).toEqual({ Size: '3' });
    const completed = history(world, 'Stack').filter((line) => line.endsWith(' CREATE_COMPLETE'));
    expect(completed).toEqual(['First', 'Second', 'Third', 'Stack'].map((name) => `${name} CREATE_COMPLETE`));
  });

  it('with independent resources side by side in virtual time', async () => {
    const world = stackWorld();
    const startMs = world.scheduler.now();
    await deploy(
      world,
      template({ A: thing({ Seconds: 100 }), B: thing({ Seconds: 100 }), C: thing({ Seconds: 100 }) }),
    );
    expect(world.scheduler.now() - startMs).toBeLessThan(105_000);
  });

  it('without the resources whose condition does not hold', async () => {
    const world = stackWorld();
    const content = template(
      { A: thing(), B: thing({}, { Condition: 'WithB' }) },
      { Parameters: { B: { Type: 'String' } }, Conditions: { WithB: { 'Fn::Equals': [{ Ref: 'B' }, 'yes'] } } },
    );
    await deploy(world, content, { B: 'no' });
    expect(world.things.size).toBe(1);
    await deploy(world, content, { B: 'yes' });
    expect(world.things.size).toBe(2);
  });

  it('with physical names in CloudFormation’s fashion, cut to the maximum', async () => {
    const world = stackWorld();
    await deploy(world, template({ ALogicalIdOfConsiderableLengthThatDoesNotFit: thing() }));
    expect([...world.things.keys()][0]).toMatch(/^Stack-ALogicalIdOf[A-Za-z]*-[A-Z0-9]{12}$/);
    expect([...world.things.keys()][0]?.length).toBeLessThanOrEqual(40);
  });

  it('only if its rules hold', async () => {
    const world = stackWorld();
    world.region('us-west-2').ssm.put({ name: '/version', value: '5', type: 'String' });
    const content = template(
      { A: thing() },
      {
        Parameters: { Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' } },
        Rules: {
          Check: {
            Assertions: [
              {
                Assert: { 'Fn::Not': [{ 'Fn::Contains': [['4', '5'], { Ref: 'Version' }] }] },
                AssertDescription: 'too old',
              },
            ],
          },
        },
      },
    );
    await expect(deploy(world, content)).rejects.toThrow('too old');
    world.region('us-west-2').ssm.put({ name: '/version', value: '6', overwrite: true });
    await deploy(world, content);
    expect(world.things.size).toBe(1);
  });
});

describe('a region that goes dark during a creation', () => {
  it('does nothing until it is light again, and then goes on', async () => {
    const world = stackWorld();
    const { cloudFormation } = world.region('us-west-2');
    const content = template({ A: thing({ Seconds: 10 }), B: thing({ A: { Ref: 'A' } }) });
    const deployment = cloudFormation.deployStack({ stackName: 'Stack', template: content, caller: operator });
    await world.scheduler.runUntil(world.scheduler.now() + 5000);
    world.dark.add('us-west-2');
    await world.scheduler.runUntil(world.scheduler.now() + 3600_000);
    expect(cloudFormation.stacks.get('Stack').status).toBe('CREATE_IN_PROGRESS');
    world.dark.delete('us-west-2');
    await world.scheduler.runToEnd(deployment);
    expect(cloudFormation.stacks.get('Stack').status).toBe('CREATE_COMPLETE');
  });
});

describe('a template is refused before anything is changed', () => {
  const cases: readonly (readonly [title: string, content: Record<string, unknown>, message: string])[] = [
    [
      'for an unknown resource type, by its name',
      template({ A: { Type: 'AWS::Sky::Hook' } }),
      'AWS::Sky::Hook (of A) is not modelled',
    ],
    [
      'for a custom resource',
      template({ A: { Type: 'Custom::Magic' } }),
      'custom resource A (Custom::Magic) is not modelled',
    ],
    [
      'for a cycle',
      template({ A: thing({ x: { Ref: 'B' } }), B: thing({ x: { 'Fn::Sub': '${A}' } }) }),
      'Circular dependency between resources: [A, B]',
    ],
    [
      'for a reference to nothing',
      template({ A: thing({ x: { Ref: 'Nothing' } }) }),
      'Unresolved resource dependencies [Nothing]',
    ],
    [
      'for an attribute of a template that is not modelled',
      template({ A: thing({}, { CreationPolicy: {} }) }),
      'CreationPolicy',
    ],
    ['without resources', { Resources: {} }, 'At least one Resources member must be defined'],
  ];
  it.each(cases)('%s', async (_, content, message) => {
    const world = stackWorld();
    await expect(deploy(world, content)).rejects.toThrow(message);
    expect(world.things.size).toBe(0);
  });
});

describe('a creation that fails', () => {
  const failing = template({
    Made: thing(),
    Broken: thing({ Fails: 'no more things', Made: { Ref: 'Made' } }),
    Slow: thing({ Seconds: 60 }),
    Never: thing({ x: { Ref: 'Slow' } }),
  });

  it('is rolled back: what was made is deleted, and the reason is kept', async () => {
    const world = stackWorld();
    const error = await deploy(world, failing).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(StackDeploymentError);
    expect(String(error)).toContain('Broken (Test::Unit::Thing): Resource handler returned message: "no more things (');
    const stack = world.region('us-west-2').cloudFormation.stacks.get('Stack');
    expect(stack.status).toBe('ROLLBACK_COMPLETE');
    expect(stack.statusReason).toContain('[Broken]');
    expect(world.things.size).toBe(0);
    expect(history(world, 'Stack')).not.toContain('Never CREATE_IN_PROGRESS');
  });

  it('cancels what is being made meanwhile', async () => {
    const world = stackWorld();
    await deploy(world, failing).catch(() => undefined);
    const stack = world.region('us-west-2').cloudFormation.stacks.get('Stack');
    const slow = stack.events.find(({ logicalId, status }) => logicalId === 'Slow' && status === 'CREATE_FAILED');
    expect(slow?.reason).toBe('Resource creation cancelled');
  });

  it('leaves behind what is retained', async () => {
    const world = stackWorld();
    const content = template({
      Kept: thing({}, { DeletionPolicy: 'Retain' }),
      Gone: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }),
      Broken: thing({ Fails: 'x', After: [{ Ref: 'Kept' }, { Ref: 'Gone' }] }),
    });
    await deploy(world, content).catch(() => undefined);
    expect([...world.things.keys()].map((name) => name.split('-')[1])).toEqual(['Kept']);
  });
});

describe('an update', () => {
  it('changes in place what can be changed, makes what is new and removes what is gone', async () => {
    const world = stackWorld();
    await deploy(world, template({ A: thing({ Size: 1 }), B: thing() }));
    const before = [...world.things.keys()].find((name) => name.startsWith('Stack-A'));
    await deploy(world, template({ A: thing({ Size: 2 }), C: thing() }));
    expect(world.things.get(before ?? '')).toEqual({ Size: 2 });
    expect(new Set([...world.things.keys()].map((name) => name.split('-')[1]))).toEqual(new Set(['A', 'C']));
  });

  it('replaces what cannot be changed, and passes the new id on before the old one goes', async () => {
    const world = stackWorld();
    const content = (size: number) =>
      template({ F: { Type: 'Test::Unit::Fixed', Properties: { Size: size } }, User: thing({ Of: { Ref: 'F' } }) });
    await deploy(world, content(1));
    const idOf = (logicalId: string) =>
      [...world.things.keys()].filter((name) => name.startsWith(`Stack-${logicalId}-`));
    const [first] = idOf('F');
    await deploy(world, content(2));
    expect(idOf('F')).toHaveLength(1);
    expect(idOf('F')).not.toContain(first);
    expect(world.things.get(idOf('User')[0] ?? '')).toEqual({ Of: idOf('F')[0] });
    expect(history(world, 'Stack').slice(-3)).toEqual([
      'F DELETE_IN_PROGRESS',
      'F DELETE_COMPLETE',
      'Stack UPDATE_COMPLETE',
    ]);
  });

  it('that fails is undone', async () => {
    const world = stackWorld();
    await deploy(world, template({ A: thing({ Size: 1 }), F: { Type: 'Test::Unit::Fixed', Properties: { Size: 1 } } }));
    const before = new Map(world.things);
    const broken = template({
      A: thing({ Size: 2 }),
      F: { Type: 'Test::Unit::Fixed', Properties: { Size: 2 } },
      New: thing({ After: { Ref: 'A' } }),
      Broken: thing({ Fails: 'x', After: [{ Ref: 'New' }, { Ref: 'F' }] }),
    });
    await expect(deploy(world, broken)).rejects.toThrow('UPDATE_ROLLBACK_COMPLETE');
    expect(world.things).toEqual(before);
  });

  it('of the tags alone reaches what can be changed in place, and replaces nothing', async () => {
    const world = stackWorld();
    const { cloudFormation, s3 } = world.region('us-west-2');
    const content = template({
      B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'tagged' } },
      F: { Type: 'Test::Unit::Fixed' },
    });
    const deployWith = (tags: Record<string, string>) =>
      world.scheduler.runToEnd(
        cloudFormation.deployStack({ stackName: 'Stack', template: content, tags, caller: operator }),
      );
    await deployWith({ run: '1' });
    const [fixed] = world.things.keys();
    await deployWith({ run: '2' });
    expect(s3.bucket('tagged').tags).toEqual({ run: '2' });
    expect([...world.things.keys()]).toEqual([fixed]);
  });

  it('without changes does nothing', async () => {
    const world = stackWorld();
    const content = template({ A: thing({ Size: 1 }) });
    await deploy(world, content);
    const events = history(world, 'Stack').length;
    await deploy(world, content);
    expect(history(world, 'Stack')).toHaveLength(events);
  });
});

describe('a deletion', () => {
  it('takes dependants first and leaves what is retained', async () => {
    const world = stackWorld();
    await deploy(
      world,
      template({ A: thing(), B: thing({ x: { Ref: 'A' } }), C: thing({}, { DeletionPolicy: 'Retain' }) }),
    );
    const { cloudFormation } = world.region('us-west-2');
    const stack = cloudFormation.stacks.get('Stack');
    void cloudFormation.beginDelete(stack, operator);
    await world.scheduler.run(() => stack.operation === undefined);
    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(world.things.size).toBe(1);
    const deleted = stack.events.filter(({ status }) => status === 'DELETE_COMPLETE').map(({ logicalId }) => logicalId);
    expect(deleted).toEqual(['B', 'A', 'Stack']);
  });

  it('that fails says which resource sticks', async () => {
    const world = stackWorld();
    await deploy(world, template({ A: thing({ Sticks: true }) }));
    const { cloudFormation } = world.region('us-west-2');
    void cloudFormation.beginDelete(cloudFormation.stacks.get('Stack'), operator);
    expect(await settle(world, 'Stack')).toBe('DELETE_FAILED');
    expect(cloudFormation.stacks.get('Stack').statusReason).toBe('The following resource(s) failed to delete: [A].');
  });

  it('during a creation stops it and takes away what was made', async () => {
    const world = stackWorld();
    const { cloudFormation } = world.region('us-west-2');
    const deployment = cloudFormation
      .deployStack({
        stackName: 'Stack',
        template: template({ A: thing({ Seconds: 50 }), B: thing({ x: { Ref: 'A' } }) }),
        caller: operator,
      })
      .catch(() => undefined);
    await world.scheduler.runUntil(world.scheduler.now() + 10_000);
    const stack = cloudFormation.stacks.get('Stack');
    void cloudFormation.beginDelete(stack, operator);
    await world.scheduler.runToEnd(deployment);
    await world.scheduler.run(() => stack.operation === undefined);
    expect(stack.status).toBe('DELETE_COMPLETE');
    expect(world.things.size).toBe(0);
  });
});

describe('an export', () => {
  it('is imported by another stack, and then its own cannot be deleted', async () => {
    const world = stackWorld();
    await deploy(
      world,
      template(
        { A: thing({ Size: 9 }) },
        {
          Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Size'] }, Export: { Name: 'size' } } },
        },
      ),
    );
    const { cloudFormation } = world.region('us-west-2');
    await world.scheduler.runToEnd(
      cloudFormation.deployStack({
        stackName: 'Importer',
        template: template({ A: thing({ Size: { 'Fn::ImportValue': 'size' } }) }),
        caller: operator,
      }),
    );
    expect([...world.things.values()][1]).toEqual({ Size: '9' });
    void cloudFormation.beginDelete(cloudFormation.stacks.get('Stack'), operator);
    expect(await settle(world, 'Stack')).toBe('DELETE_FAILED');
    expect(cloudFormation.stacks.get('Stack').statusReason).toContain('in use by Importer');
  });
});

test('the resources of a stack are listed a hundred at a time', async () => {
  const world = stackWorld();
  const names = Array.from({ length: 101 }, (_, index) => `Thing${index}`);
  await deploy(world, template(Object.fromEntries(names.map((name) => [name, thing()]))));
  const list = (input: object) =>
    world.scheduler.runToEnd(
      world.dispatcher.dispatch({
        region: 'us-west-2',
        service: 'cloudformation',
        operation: 'ListStackResources',
        input: { StackName: 'Stack', ...input },
        caller: operator,
      }),
    ) as Promise<{ StackResourceSummaries: readonly object[]; NextToken?: string }>;
  const first = await list({});
  const second = await list({ NextToken: first.NextToken });
  expect([first.StackResourceSummaries.length, second.StackResourceSummaries.length]).toEqual([100, 1]);
  expect(second).toMatchObject({
    StackResourceSummaries: [{ ResourceStatus: 'CREATE_COMPLETE' }],
    NextToken: undefined,
  });
});
