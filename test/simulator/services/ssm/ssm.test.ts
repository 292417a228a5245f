import type { Parameter } from '@aws-sdk/client-ssm';
import { providers } from '../../../../simulator/services/ssm/providers';
import { Ssm } from '../../../../simulator/services/ssm/ssm';
import { awsErrorOf, callService, fakeWorld, providerRequest } from '../../support/fake-world';

function ssmWorld() {
  const world = fakeWorld({ regionServices: (region) => ({ ssm: new Ssm(region) }) });
  const call = (operation: string, input: object) =>
    callService<{
      Parameter?: Parameter;
      Parameters?: Parameter[];
      InvalidParameters?: string[];
      Version?: number;
      NextToken?: string;
    }>(world, { region: 'us-west-2', service: 'ssm', operation, input });
  const put = (Name: string, Value: string, more: object = {}) =>
    call('PutParameter', { Name, Value, Type: 'String', ...more });
  return { world, region: world.region('us-west-2'), call, put };
}

describe('a parameter', () => {
  test('is written once, and again only with Overwrite, a version later', async () => {
    const { world, region, call, put } = ssmWorld();
    expect((await put('/a/b', '1')).Version).toBe(1);
    expect((await awsErrorOf(world, put('/a/b', '2'))).code).toBe('ParameterAlreadyExists');
    expect((await put('/a/b', '2', { Overwrite: true })).Version).toBe(2);
    expect((await call('GetParameter', { Name: '/a/b' })).Parameter).toEqual({
      Name: '/a/b',
      Type: 'String',
      Value: '2',
      Version: 2,
      LastModifiedDate: new Date('2026-11-24T10:00:00Z'),
      ARN: 'arn:aws:ssm:us-west-2:111111111111:parameter/a/b',
      DataType: 'text',
    });
    expect(region.ssm.value('/a/b')).toBe('2');
    expect(
      (await call('GetParameter', { Name: 'arn:aws:ssm:us-west-2:111111111111:parameter/a/b' })).Parameter?.Value,
    ).toBe('2');
  });

  test('that is not there is ParameterNotFound, or listed as invalid', async () => {
    const { world, call, put } = ssmWorld();
    await put('/a', '1');
    expect((await awsErrorOf(world, call('GetParameter', { Name: '/b' }))).code).toBe('ParameterNotFound');
    expect((await awsErrorOf(world, call('DeleteParameter', { Name: '/b' }))).code).toBe('ParameterNotFound');
    const { Parameters, InvalidParameters } = await call('GetParameters', { Names: ['/a', '/b'] });
    expect(Parameters).toHaveLength(1);
    expect(InvalidParameters).toEqual(['/b']);
  });

  test.each([
    ['tags with Overwrite', { Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }, "can't be used together"],
    ['no type', { Type: undefined }, 'type is required'],
    ['more than 4 KB', { Value: 'x'.repeat(4097) }, '4096 characters'],
    ['a reserved prefix', { Name: '/aws/x' }, "can't be prefixed"],
    ['a name with a slash but none in front', { Name: 'a/b' }, 'fully qualified'],
  ])('is refused with %s', async (_, more, message) => {
    const { world, put } = ssmWorld();
    expect((await awsErrorOf(world, put('/new', '1', more))).message).toContain(message);
  });

  test('is found by path, level by level or all the way down, page by page', async () => {
    const { call, put } = ssmWorld();
    for (const name of ['/w/a', '/w/b', '/w/deep/c', '/other']) await put(name, '1');
    const names = (parameters: Parameter[] | undefined) => parameters?.map(({ Name }) => Name);
    expect(names((await call('GetParametersByPath', { Path: '/w' })).Parameters)).toEqual(['/w/a', '/w/b']);
    const first = await call('GetParametersByPath', { Path: '/w/', Recursive: true, MaxResults: 2 });
    expect(names(first.Parameters)).toEqual(['/w/a', '/w/b']);
    const second = await call('GetParametersByPath', { Path: '/w/', Recursive: true, NextToken: first.NextToken });
    expect(names(second.Parameters)).toEqual(['/w/deep/c']);
    expect(second.NextToken).toBeUndefined();
  });
});

test('a template’s parameter is made, changed and removed; a value that someone else put is not overwritten', async () => {
  const { region, put } = ssmWorld();
  const [provider] = providers;
  const properties = { Name: '/a', Type: 'String', Value: '1' };
  await provider?.create(providerRequest(region, 'P', properties));
  const changed = {
    ...providerRequest(region, 'P', { ...properties, Value: '2' }),
    physicalId: '/a',
    previousProperties: properties,
  };
  expect(provider?.update?.(changed)).toEqual({ physicalId: '/a', attributes: { Type: 'String', Value: '2' } });
  await provider?.delete(changed);
  expect(region.ssm.value('/a')).toBeUndefined();
  await put('/a', 'theirs');
  expect(() => provider?.create(providerRequest(region, 'P', properties))).toThrow('already exists');
});

test('whoever updates a template’s parameter may list and remove tags, also when it has none', () => {
  const { region } = ssmWorld();
  const request = providerRequest(region, 'P', { Name: '/a', Type: 'String', Value: '1' });
  const actions = (change: 'create' | 'update' | 'delete') =>
    providers[0]?.access?.(request, change).map(({ action }) => action);
  expect(actions('update')).toEqual(
    expect.arrayContaining(['ssm:PutParameter', 'ssm:ListTagsForResource', 'ssm:RemoveTagsFromResource']),
  );
  expect(actions('create')).not.toContain('ssm:RemoveTagsFromResource');
  expect(actions('delete')).toEqual(['ssm:DeleteParameter']);
});
