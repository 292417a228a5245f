import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from '../../infra/checks/template';
import { namesOf } from '../../infra/names';
import { synthesizeStacks } from './synthesized';
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
