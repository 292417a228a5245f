import { CloudFormationClient, DescribeChangeSetCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteFunctionConcurrencyCommand, GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/deployRegionStack/aws';
import { build } from '../../../functions/deployRegionStack/handler';
import { awsError, context, EXECUTION, NOW, setEnvironment } from '../lambda-context';

setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  STACK_NAME: 'Activation',
  TEMPLATE_URL_PARAMETER: '/template-url',
  STACK_ROLE_ARN: 'arn:aws:iam::111111111111:role/activation',
  LOCK_TABLE_NAME: 'lock',
  FUNCTION_NAMES: 'orders-api,orders-worker',
  TAGS: '{}',
});

const cloudFormation = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
const handler = build(aws, () => NOW);
const DEPLOY = { action: 'deploy', failoverId: '20261122-030000', executionArn: EXECUTION };

const reserved = (FunctionName: string, concurrency: number | undefined) =>
  lambda
    .on(GetFunctionConcurrencyCommand, { FunctionName })
    .resolves(concurrency === undefined ? {} : { ReservedConcurrentExecutions: concurrency });
const released = () =>
  lambda.commandCalls(DeleteFunctionConcurrencyCommand).map(({ args }) => args[0].input.FunctionName);

function stackIs(StackStatus: 'CREATE_COMPLETE' | 'CREATE_IN_PROGRESS'): void {
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: 'Activation', StackId: 'id', StackStatus, CreationTime: new Date(NOW) }],
  });
}

beforeEach(() => {
  cloudFormation.reset();
  lambda.reset();
  stackIs('CREATE_COMPLETE');
  cloudFormation
    .on(DescribeChangeSetCommand)
    .resolves({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'EXECUTE_COMPLETE' });
  reserved('orders-api', undefined);
  reserved('orders-worker', undefined);
});

test('that a rollback left on is taken off before the stack is said to be ready, and is named', async () => {
  reserved('orders-worker', 0);
  expect(await handler(DEPLOY, context)).toMatchObject({
    phase: 'ready',
    detail: expect.stringMatching(/took reserved concurrency 0, left by a rollback, off orders-worker$/),
  });
  expect(released()).toEqual(['orders-worker']);
});

test('a concurrency that lets requests through is the team’s own, and stays', async () => {
  reserved('orders-api', 5);
  expect((await handler(DEPLOY, context)).detail).not.toContain('reserved');
  expect(released()).toEqual([]);
});

test('a function that the stack does not make, or that is not there, has none', async () => {
  lambda.on(GetFunctionConcurrencyCommand).rejects(awsError('ResourceNotFoundException', 'no', 404));
  expect(await handler(DEPLOY, context)).toMatchObject({ phase: 'ready' });
});

test('is asked for only when the stack is there', async () => {
  stackIs('CREATE_IN_PROGRESS');
  await handler(DEPLOY, context);
  expect(lambda.calls()).toEqual([]);
});

test('that cannot be read or taken off is asked for again: a stack behind a fence is not ready', async () => {
  lambda.on(GetFunctionConcurrencyCommand).rejects(awsError('TooManyRequestsException', 'Rate exceeded', 429));
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});

test('stays while a warm standby is brought up to date: that is no failover', async () => {
  process.env['STANDBY'] = 'warm';
  reserved('orders-api', 0);
  expect(await build(aws, () => NOW)({ action: 'warm', id: '1' }, context)).toMatchObject({ phase: 'ready' });
  expect(released()).toEqual([]);
  delete process.env['STANDBY'];
});
