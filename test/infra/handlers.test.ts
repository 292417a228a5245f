import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsOf, Template } from '../../infra/checks/template';
import { namesOf } from '../../infra/names';
import { type Stacks, synthesizeStacks } from './synthesized';
import { lacking } from './handlers/needed';
import notNeeded from './handlers/not-needed.json';
import registry from './handlers/registry.json';

const OF_A_TEAM = join(__dirname, '../scenarios/existing-workload/config.json');
const CONFIGURATIONS: readonly (readonly [what: string, overrides: unknown])[] = [
  ['the reference workload', {}],
  ['a warm standby', { standby: 'warm' }],
  ['a workload that runs already', JSON.parse(readFileSync(OF_A_TEAM, 'utf8'))],
];

describe.each(CONFIGURATIONS)('%s: CloudFormation may do what the handlers of each type need', (_what, overrides) => {
  const { stacks, config } = synthesizeStacks(overrides);
  const { activationRole, cacheRole } = namesOf(config);
  const standby = Template.parse(stacks.standby.toJSON());

  test('with the activation stack', () => {
    const activation = Template.parse(stacks.activation.toJSON());
    expect(activation.Resources).not.toEqual({});
    expect(lacking(activation, standby, activationRole)).toEqual([]);
  });

  test('with the stack of the cache', () => {
    const cache = Template.parse(stacks.cache.toJSON());
    expect(Object.keys(cache.Resources).length > 0).toBe(config.workload.kind === 'reference');
    expect(lacking(cache, standby, cacheRole)).toEqual([]);
  });
});

/** CloudFormation reads them as the stack's role or as its caller: which is not documented. */
test.each(CONFIGURATIONS)(
  '%s: both who may read them can read the SSM parameters of the templates',
  (_what, overrides) => {
    const { stacks, config } = synthesizeStacks(overrides);
    const { activationRole, cacheRole } = namesOf(config);
    const standby = Template.parse(stacks.standby.toJSON());
    const caller = permissionsOf(Template.parse(stacks.recovery.toJSON())).filter(({ path }) =>
      path.startsWith('PilotLightRecovery/DeployRegionStack/'),
    );
    const names = { [activationRole]: parametersOf(stacks.activation), [cacheRole]: parametersOf(stacks.cache) };
    expect(names[activationRole]).not.toEqual([]);
    for (const [role, read] of Object.entries(names)) {
      for (const granted of [caller, permissionsOf(standby, role)]) {
        const readable = granted
          .filter(({ action }) => action === 'ssm:GetParameters')
          .flatMap((each) => each.resources);
        for (const name of read) expect(readable).toContain(`arn:aws:ssm:us-west-2:111111111111:parameter${name}`);
      }
    }
  },
);

function parametersOf(stack: Stacks['cache']): readonly string[] {
  return Object.values(stack.findParameters('*'))
    .filter(({ Type }) => String(Type).startsWith('AWS::SSM::'))
    .map(({ Default }) => String(Default));
}

describe('what is said not to be needed', () => {
  const types: Readonly<Record<string, object>> = registry.types;

  test.each(notNeeded)('$type $actions: is in the schema, and says why', ({ type, actions, without, reason }) => {
    const listed = Object.values(types[type] ?? {}).flat();
    expect(actions.filter((action) => !listed.includes(action))).toEqual([]);
    expect(without).not.toEqual([]);
    expect(reason).toMatch(/^.{25,}\.$/);
  });

  test('is needed as soon as the template has what it is for', () => {
    const resource = {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'x', VpcConfig: { SubnetIds: ['subnet-1'] } },
    };
    const lines = lacking(Template.parse({ Resources: { Function: resource } }), Template.parse({}), 'nobody');
    expect(lines).toContain('AWS::Lambda::Function create: ec2:DescribeSubnets');
    expect(lines).not.toContain('AWS::Lambda::Function create: lambda:GetLayerVersion');
  });
});
