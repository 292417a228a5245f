import type { Caller } from '../../../../simulator/service';
import { providerRequest } from '../../support/fake-world';
import { providerOf } from '../apigateway/api-fixture';
import { invokeProbe, lambdaWorld, type LambdaWorld, REGION, zipSource } from './lambda-fixture';

const FUNCTION = 'AWS::Lambda::Function';

/** A world with a role for functions, and code in a bucket. */
function worldWithCode(): { readonly world: LambdaWorld; readonly properties: Record<string, unknown> } {
  const world = lambdaWorld();
  const Role = world.iam.putRole({
    roleName: 'workload',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  });
  const region = world.region(REGION);
  region.s3.createBucket('artifacts');
  region.s3.putObject('artifacts', 'code.zip', zipSource('exports.handler = async () => process.env.STAGE'));
  const Code = { S3Bucket: 'artifacts', S3Key: 'code.zip' };
  const properties = {
    FunctionName: 'probe',
    Code,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role,
    Environment: { Variables: { STAGE: 'one' } },
  };
  return { world, properties };
}

/** A role as CloudFormation's service role, with the given actions on everything. */
function serviceRole(world: LambdaWorld, actions: readonly string[]): Caller {
  const roleArn = world.iam.putRole({
    roleName: 'activation',
    trustPolicy: { Version: '2012-10-17', Statement: [] },
    policies: { all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } },
  });
  return { kind: 'role', roleArn, sessionName: 'AWSCloudFormation' };
}

describe('the provider of functions', () => {
  const provider = providerOf(FUNCTION);

  it('creates a function from a package in S3, and changes it in place', async () => {
    const { world, properties } = worldWithCode();
    const request = providerRequest(world.region(REGION), 'Function', properties);
    expect(await provider.create(request)).toEqual({
      physicalId: 'probe',
      attributes: { Arn: 'arn:aws:lambda:us-west-2:111111111111:function:probe' },
    });
    expect((await invokeProbe(world, { action: '' })).payload).toBe('one');
    const changed = { ...properties, Environment: { Variables: { STAGE: 'two' } } };
    const update = { ...request, properties: changed, physicalId: 'probe', previousProperties: properties };
    await provider.update?.(update);
    expect((await invokeProbe(world, { action: '' })).payload).toBe('two');
    await provider.delete(update);
    expect(world.region(REGION).lambda.functions.has('probe')).toBe(false);
  });

  it('takes its time only when a role activates the standby', async () => {
    const { world, properties } = worldWithCode();
    const caller = serviceRole(world, ['s3:GetObject']);
    const request = providerRequest(world.region(REGION), 'Function', properties, { caller });
    const startedAt = world.scheduler.now();
    await world.scheduler.runToEnd(Promise.resolve(provider.create(request)));
    const seconds = (world.scheduler.now() - startedAt) / 1000;
    expect(seconds).toBeGreaterThan(0.9 * 750);
    expect(seconds).toBeLessThan(1.1 * 750);
  });

  it('reads the package as the role that deploys', async () => {
    const { world, properties } = worldWithCode();
    const caller = serviceRole(world, ['lambda:*']);
    const request = providerRequest(world.region(REGION), 'Function', properties, { caller });
    await expect(provider.create(request)).rejects.toThrow(
      /activation\/AWSCloudFormation is not authorized to perform: s3:GetObject/,
    );
  });

  it('needs to pass the role to Lambda', () => {
    const { world, properties } = worldWithCode();
    const request = providerRequest(world.region(REGION), 'Function', properties);
    expect(provider.access?.(request, 'create')).toContainEqual({
      action: 'iam:PassRole',
      resource: properties['Role'],
      conditions: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    });
  });

  it.each(['create', 'update'] as const)('reads back what a %s has made, with a permission for each part', (change) => {
    const { world, properties } = worldWithCode();
    const request = { ...providerRequest(world.region(REGION), 'Function', properties), physicalId: 'probe' };
    const actions = provider.access?.(request, change).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'lambda:GetFunctionCodeSigningConfig',
        'lambda:GetFunctionRecursionConfig',
        'lambda:GetRuntimeManagementConfig',
      ]),
    );
  });

  it('says by name what it does not model', async () => {
    const { world, properties } = worldWithCode();
    const request = (more: object) => providerRequest(world.region(REGION), 'F', { ...properties, ...more });
    await expect(provider.create(request({ Layers: ['arn'] }))).rejects.toThrow('Layers');
    await expect(provider.create(request({ Runtime: 'python3.13' }))).rejects.toThrow(/runtime: .*nodejs24\.x/);
  });
});
