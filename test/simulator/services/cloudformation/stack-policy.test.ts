import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeStacks } from '../../../infra/synthesized';
import { call, operator, type StackWorld, settle, stackWorld, template } from './stack-world';

const OURS = readFileSync(join(__dirname, '../../../../infra/stack-policy.json'), 'utf8');

const KEEP_THINGS = {
  Statement: [
    {
      Effect: 'Deny',
      Action: ['Update:Replace', 'Update:Delete'],
      Principal: '*',
      Resource: '*',
      Condition: { StringEquals: { ResourceType: ['Test::Unit::Thing'] } },
    },
    { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' },
  ],
};

const thing = (properties: object) => ({ Type: 'Test::Unit::Thing', Properties: properties });

async function deployed(properties: object, policy?: object): Promise<StackWorld> {
  const world = stackWorld();
  await deploy(world, { Kept: thing(properties) });
  if (policy !== undefined)
    await call(world, 'SetStackPolicy', { StackName: 'Stack', StackPolicyBody: JSON.stringify(policy) });
  return world;
}

function deploy(world: StackWorld, resources: Record<string, unknown>): Promise<unknown> {
  const { cloudFormation } = world.region('us-west-2');
  const content = template(resources);
  return world.scheduler.runToEnd(
    cloudFormation.deployStack({ stackName: 'Stack', template: content, parameters: {}, caller: operator }),
  );
}

const reasons = (world: StackWorld) =>
  world
    .region('us-west-2')
    .cloudFormation.stacks.get('Stack')
    .events.map(({ reason }) => reason);

describe('a stack policy', () => {
  it('lets resources be changed in place, and keeps them from being replaced or removed', async () => {
    const world = await deployed({ Kind: 'a', Size: 1 }, KEEP_THINGS);
    await deploy(world, { Kept: thing({ Kind: 'a', Size: 2 }) });
    expect([...world.things.values()]).toEqual([{ Kind: 'a', Size: 2 }]);

    for (const [resources, action] of [
      [{ Kept: thing({ Kind: 'b' }) }, 'Update:Replace'],
      [{ Another: thing({}) }, 'Update:Delete'],
    ] as const) {
      await expect(deploy(world, resources)).rejects.toBeInstanceOf(Error);
      expect(await settle(world, 'Stack')).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(reasons(world)).toContain(
        `Action denied by stack policy: Statement [#1] does not allow [${action}] for resource [Kept]`,
      );
      expect([...world.things.values()]).toEqual([{ Kind: 'a', Size: 2 }]);
    }
  });

  it('protects everything that it does not mention', async () => {
    const [deny] = KEEP_THINGS.Statement;
    const world = await deployed({ Size: 1 }, { Statement: [deny] });
    await expect(deploy(world, { Kept: thing({ Size: 2 }) })).rejects.toBeInstanceOf(Error);
    expect(reasons(world)).toContain(
      'Action denied by stack policy: no statement allows [Update:Modify] for resource [Kept]',
    );
  });

  it('that is none is refused, and what was set stays', async () => {
    const world = await deployed({}, KEEP_THINGS);
    for (const StackPolicyBody of ['{', '{"Statement": []}', '{"Statement": [{"Effect": "No"}]}'])
      await expect(call(world, 'SetStackPolicy', { StackName: 'Stack', StackPolicyBody })).rejects.toMatchObject({
        code: 'ValidationError',
      });
    const { StackPolicyBody } = await call(world, 'GetStackPolicy', { StackName: 'Stack' });
    expect(JSON.parse(String(StackPolicyBody))).toMatchObject({ Statement: [{ Effect: 'Deny' }, { Effect: 'Allow' }] });
  });
});

it('a resource that its template names is not replaced under that name', async () => {
  const world = await deployed({ Name: 'mine', Kind: 'a' });
  await expect(deploy(world, { Kept: thing({ Name: 'mine', Kind: 'b' }) })).rejects.toBeInstanceOf(Error);
  expect(reasons(world)).toContain(
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename mine and update the stack again.',
  );
  await deploy(world, { Kept: thing({ Name: 'yours', Kind: 'b' }) });
  expect([...world.things.keys()]).toEqual(['yours']);
});

it('ours keeps every cluster that our templates make', () => {
  const { Statement } = JSON.parse(OURS) as {
    Statement: { Condition?: { StringEquals: { ResourceType: string[] } } }[];
  };
  const kept = Statement[0]?.Condition?.StringEquals.ResourceType ?? [];
  const { stacks } = synthesizeStacks({ database: 'global' });
  const types = Object.values(stacks).flatMap((stack) =>
    Object.values(stack.toJSON()['Resources'] as Record<string, { Type: string }>).map(({ Type }) => Type),
  );
  const clusters = types.filter((type) => /^AWS::RDS::.*Cluster$/.test(type));
  expect(new Set(clusters)).toEqual(new Set(kept));
});
