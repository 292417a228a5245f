import { providerRequest } from '../../support/fake-world';
import { providerOf } from '../apigateway/api-fixture';
import { createFunction, invokeProbe, type LambdaWorld, lambdaWorld, REGION, zipSource } from './lambda-fixture';

const ONE = zipSource('exports.handler = async () => 1');

function call(world: LambdaWorld, operation: string, input: object): Promise<unknown> {
  const request = { region: REGION, service: 'lambda', operation, input: { FunctionName: 'probe', ...input } };
  return world.scheduler.runToEnd(world.dispatcher.dispatch({ ...request, caller: { kind: 'operator' } }));
}

test('reserved concurrency 0 turns every request away, until it is deleted', async () => {
  const world = lambdaWorld();
  createFunction(world, ONE);
  expect(await call(world, 'GetFunctionConcurrency', {})).toEqual({});

  await call(world, 'PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 });
  expect(await call(world, 'GetFunctionConcurrency', {})).toEqual({ ReservedConcurrentExecutions: 0 });
  await expect(invokeProbe(world, { action: '' })).rejects.toMatchObject({
    code: 'TooManyRequestsException',
    status: 429,
    members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });

  await call(world, 'DeleteFunctionConcurrency', {});
  expect(await call(world, 'GetFunctionConcurrency', {})).toEqual({});
  expect((await invokeProbe(world, { action: '' })).payload).toBe(1);
  // Deleting what is not reserved is no error.
  expect(await call(world, 'DeleteFunctionConcurrency', {})).toEqual({});
});

test.each(['GetFunctionConcurrency', 'DeleteFunctionConcurrency'])(
  '%s of no function is refused',
  async (operation) => {
    await expect(call(lambdaWorld(), operation, {})).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  },
);

test('the tags of a function are listed by its ARN', async () => {
  const world = lambdaWorld();
  createFunction(world, ONE, { tags: { team: 'ops' } });
  const { arn } = world.region(REGION).lambda.functions.find('probe');
  expect(await call(world, 'ListTags', { Resource: arn })).toEqual({ Tags: { team: 'ops' } });
});

test('an update of the stack leaves a reservation that was made beside it, and takes away one of its own', async () => {
  const world = lambdaWorld();
  createFunction(world, ONE);
  const { lambda } = world.region(REGION);
  const { role } = lambda.functions.find('probe').settings;
  const properties = {
    FunctionName: 'probe',
    Code: { ZipFile: 'exports.handler = async () => 2' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: role,
  };
  const update = (previousProperties: object) => {
    const request = providerRequest(world.region(REGION), 'Function', properties);
    const update = { ...request, physicalId: 'probe', previousProperties: { ...properties, ...previousProperties } };
    return providerOf('AWS::Lambda::Function').update?.(update);
  };
  await call(world, 'PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 });
  await update({});
  expect(lambda.functions.find('probe').settings.reservedConcurrency).toBe(0);
  await update({ ReservedConcurrentExecutions: 0 });
  expect(lambda.functions.find('probe').settings.reservedConcurrency).toBeUndefined();
});
