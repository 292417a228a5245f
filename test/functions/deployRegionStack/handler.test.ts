import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
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
  TAGS: '{"team":"ops"}',
});

const cloudFormation = mockClient(CloudFormationClient);
const ssm = mockClient(SSMClient);
const dynamoDb = mockClient(DynamoDBClient);
const handler = build(aws, () => NOW);
const DEPLOY = { action: 'deploy', failoverId: '20261122-030000', executionArn: EXECUTION };
const REMOVE = { ...DEPLOY, action: 'remove' };
const NO_STACK = awsError('ValidationError', 'Stack with id Activation does not exist');

function stackIs(status: StackStatus): void {
  const stack = { StackName: 'Activation', StackId: 'id', StackStatus: status, CreationTime: new Date(NOW) };
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack] });
}

beforeEach(() => {
  cloudFormation.reset();
  ssm.reset();
  dynamoDb.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'https://bucket.s3.us-west-2.amazonaws.com/t.json' } });
  dynamoDb.on(GetItemCommand).resolves({});
  cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'no', 404));
});

test('creates the stack through a change set named after this execution', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  expect(await handler(DEPLOY, context)).toMatchObject({ phase: 'working', waitFor: null, nextPollSeconds: 5 });
  expect(cloudFormation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toMatchObject({
    StackName: 'Activation',
    ChangeSetType: 'CREATE',
    TemplateURL: 'https://bucket.s3.us-west-2.amazonaws.com/t.json',
    RoleARN: 'arn:aws:iam::111111111111:role/activation',
    Tags: [
      { Key: 'team', Value: 'ops' },
      { Key: 'pilot-light:created-by', Value: 'Activation' },
    ],
  });
});

test('names the change set after the execution, and each request by a token of its own', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  await handler(DEPLOY, context);
  await build(aws, () => NOW + 60_000)(DEPLOY, context);
  await handler({ ...DEPLOY, executionArn: `${EXECUTION}2` }, context);
  const [first, second, third] = cloudFormation.commandCalls(CreateChangeSetCommand).map((call) => call.args[0].input);
  expect(first?.ChangeSetName).toMatch(/^[a-zA-Z][-a-zA-Z0-9]*$/);
  expect(second?.ChangeSetName).toBe(first?.ChangeSetName);
  // A stack that is made again has a change set of the same name: with the token of the first it would be that one.
  expect(second?.ClientToken).not.toBe(first?.ClientToken);
  expect(third?.ChangeSetName).not.toBe(first?.ChangeSetName);
});

test('executes what is ready, with roll-back said explicitly', async () => {
  stackIs('REVIEW_IN_PROGRESS');
  cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  expect(await handler(DEPLOY, context)).toMatchObject({ waitFor: { target: 'stack', stackName: 'Activation' } });
  expect(cloudFormation.commandCalls(ExecuteChangeSetCommand)[0]?.args[0].input).toMatchObject({
    DisableRollback: false,
  });
});

test('a stack that is as it should be is ready, and the empty change set is deleted', async () => {
  stackIs('CREATE_COMPLETE');
  cloudFormation.on(DescribeChangeSetCommand).resolves({
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason: "The submitted information didn't contain changes.",
  });
  expect(await handler(DEPLOY, context)).toMatchObject({ phase: 'ready' });
  expect(cloudFormation.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
});

test('a missing template is named, with the command that publishes it', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  ssm.on(GetParameterCommand).rejects(awsError('ParameterNotFound'));
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: expect.stringMatching(/^activation-template-missing: .*\/template-url.*pilotlight publish-activation/),
  });
});

test.each([
  ['S3 error: An internal error occurred.', 'TransientDependencyError'],
  ['S3 error: Please reduce your request rate.', 'TransientDependencyError'],
  ['S3 error: Access Denied', 'InvariantViolationError'],
])('a template that CloudFormation could not read: %s is a %s', async (message, name) => {
  cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  cloudFormation.on(CreateChangeSetCommand).rejects(awsError('ValidationError', message));
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({ name });
});

test('a change set that fails gives its reason', async () => {
  stackIs('REVIEW_IN_PROGRESS');
  cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: 'FAILED', StatusReason: 'Template format error' });
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({
    reason: 'change-set-failed',
    message: expect.stringContaining('Template format error'),
  });
});

test.each([
  ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
  ['UPDATE_FAILED', 'rollback-stack'],
] as const)(
  'a stack in %s through which users are served is left to a person, with the command',
  async (status, command) => {
    stackIs(status);
    dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
    await expect(handler(DEPLOY, context)).rejects.toMatchObject({
      reason: 'stack-needs-repair',
      message: expect.stringContaining(`aws cloudformation ${command} --stack-name Activation --region us-west-2`),
    });
    expect(cloudFormation.commandCalls(DeleteStackCommand)).toEqual([]);
  },
);

test.each([
  [awsError('LimitExceededException', 'Limit for stack has been exceeded'), 'UnsafeToProceedError'],
  [
    awsError('ValidationError', 'Stack [Activation] already exists and cannot be created again'),
    'ConcurrentUpdateError',
  ],
  [
    awsError('ValidationError', 'Stack:id is in ROLLBACK_IN_PROGRESS state and can not be updated.'),
    'ConcurrentUpdateError',
  ],
  [awsError('Throttling', 'Rate exceeded'), 'TransientDependencyError'],
])('a change set that is refused: %s is a %s', async (refusal, name) => {
  cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  cloudFormation.on(CreateChangeSetCommand).rejects(refusal);
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({ name });
});

test('a change set that is gone when it is to be executed is made again by the next call', async () => {
  stackIs('REVIEW_IN_PROGRESS');
  cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  cloudFormation.on(ExecuteChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'gone', 404));
  await expect(handler(DEPLOY, context)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
});

test('removes the stack', async () => {
  stackIs('CREATE_COMPLETE');
  expect(await handler(REMOVE, context)).toMatchObject({ phase: 'working', waitFor: { target: 'stackGone' } });
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
});

test('never removes the stack through which users are served', async () => {
  stackIs('CREATE_COMPLETE');
  dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
  await expect(handler(REMOVE, context)).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    reason: 'standby-serves',
  });
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(0);
});

test('an unknown action is an invalid request', async () => {
  await expect(handler({ ...DEPLOY, action: 'explode' }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
  });
});

describe('a warm standby', () => {
  const WARM = { action: 'warm', id: '20261122030000' };
  // The environment is read once a function, so each has a handler of its own.
  const warmHandler = () => {
    process.env['STANDBY'] = 'warm';
    return build(aws, () => NOW);
  };
  afterEach(() => delete process.env['STANDBY']);

  test('is deployed outside any failover as it would be inside one', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
    expect(await warmHandler()(WARM, context)).toMatchObject({ phase: 'working' });
    expect(cloudFormation.commandCalls(CreateChangeSetCommand)[0]?.args[0].input).toMatchObject({
      ChangeSetName: 'pilot-light-warm-20261122030000',
      ChangeSetType: 'CREATE',
      RoleARN: 'arn:aws:iam::111111111111:role/activation',
    });
  });

  test('is not removed, whoever asks', async () => {
    stackIs('CREATE_COMPLETE');
    await expect(warmHandler()(REMOVE, context)).rejects.toMatchObject({ reason: 'warm-standby' });
    expect(cloudFormation.commandCalls(DeleteStackCommand)).toEqual([]);
  });

  test('is none where the standby is a pilot light', async () => {
    await expect(handler(WARM, context)).rejects.toMatchObject({ name: 'InvalidRequestError' });
    expect(cloudFormation.calls()).toEqual([]);
  });
});
