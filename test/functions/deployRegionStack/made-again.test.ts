import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteFunctionCommand, LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
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
  FUNCTION_NAMES: 'pilot-light-workload',
  TAGS: '{}',
});

const cloudFormation = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
const ssm = mockClient(SSMClient);
const dynamoDb = mockClient(DynamoDBClient);
const at = (seconds: number) => build(aws, () => NOW + seconds * 1000);
const DEPLOY = { action: 'deploy', failoverId: '20261122-030000', executionArn: EXECUTION };
const REMOVE = { ...DEPLOY, action: 'remove' };
const NO_STACK = awsError('ValidationError', 'Stack with id Activation does not exist');
const THROTTLED = 'Resource handler returned message: "Rate exceeded" (HandlerErrorCode: Throttling)';
const DENIED = 'Resource handler returned message: "no" (HandlerErrorCode: AccessDenied)';
const EXISTS =
  'Resource handler returned message: "Function already exist: pilot-light-workload" (HandlerErrorCode: AlreadyExists)';

function stackIs(status: StackStatus | undefined): void {
  if (status === undefined) cloudFormation.on(DescribeStacksCommand).rejects(NO_STACK);
  else
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: 'Activation', StackId: 'id', StackStatus: status, CreationTime: new Date(NOW) }],
    });
}

/** The first resource that failed, in the operation that a request with this token began. */
function failedBy(reason: string, token: string | undefined): void {
  cloudFormation.on(DescribeStackEventsCommand).resolves({
    StackEvents: [
      {
        StackId: 'id',
        StackName: 'Activation',
        EventId: '1',
        Timestamp: new Date(NOW),
        LogicalResourceId: 'Workload1234',
        ResourceType: 'AWS::Lambda::Function',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: reason,
        ClientRequestToken: token,
      },
    ],
  });
}

function changeSetIs(ChangeSetId: string): void {
  const found = { ChangeSetId, Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' } as const;
  cloudFormation.on(DescribeChangeSetCommand).resolves(found);
}

const executions = () => cloudFormation.commandCalls(ExecuteChangeSetCommand).map(({ args }) => args[0].input);
const deletions = () => cloudFormation.commandCalls(DeleteStackCommand).map(({ args }) => args[0].input);
const creations = () => cloudFormation.commandCalls(CreateChangeSetCommand).map(({ args }) => args[0].input);

/** What the requests of this execution are known by in the stack's events. */
async function ourToken(): Promise<string> {
  stackIs('REVIEW_IN_PROGRESS');
  changeSetIs('changeSet/a');
  await at(0)(DEPLOY, context);
  const token = executions()[0]?.ClientRequestToken;
  cloudFormation.resetHistory();
  cloudFormation
    .on(DescribeChangeSetCommand)
    .resolves({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'EXECUTE_FAILED' });
  if (token === undefined) throw new Error('the change set was executed without a token');
  return token;
}

beforeEach(() => {
  for (const mock of [cloudFormation, lambda, ssm, dynamoDb]) mock.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'https://bucket.s3.us-west-2.amazonaws.com/t.json' } });
  dynamoDb.on(GetItemCommand).resolves({});
  lambda.on(ListTagsCommand).rejects(awsError('ResourceNotFoundException', 'no', 404));
  cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'no', 404));
});

test('executes a change set with a token of that change set: repeated it executes once, made again it executes again', async () => {
  stackIs('REVIEW_IN_PROGRESS');
  for (const id of ['changeSet/a', 'changeSet/a', 'changeSet/b']) {
    changeSetIs(id);
    await at(0)(DEPLOY, context);
  }
  const [first, repeated, another] = executions().map(({ ClientRequestToken }) => ClientRequestToken);
  expect(first).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
  expect(repeated).toBe(first);
  expect(another).not.toBe(first);
});

test('each removal has a token of its own: with that of an earlier one CloudFormation would delete nothing', async () => {
  stackIs('DELETE_FAILED');
  failedBy(THROTTLED, undefined);
  await at(0)(DEPLOY, context);
  await at(60)(DEPLOY, context);
  await at(0)(REMOVE, context);
  await at(60)(REMOVE, context);
  const tokens = deletions().map(({ ClientRequestToken }) => ClientRequestToken);
  expect(new Set(tokens).size).toBe(4);
  expect(tokens.every((token) => token !== undefined && token.length <= 128)).toBe(true);
});

test('a stack that was rolled back for a reason that passes is removed and made again', async () => {
  const token = await ourToken();
  stackIs('ROLLBACK_IN_PROGRESS');
  failedBy(THROTTLED, token);
  expect(await at(60)(DEPLOY, context)).toMatchObject({
    phase: 'working',
    detail: expect.stringContaining('Rate exceeded'),
    waitFor: { target: 'stack' },
  });
  stackIs('ROLLBACK_COMPLETE');
  expect(await at(90)(DEPLOY, context)).toMatchObject({
    phase: 'working',
    waitFor: { target: 'stackGone' },
  });
  expect(deletions()).toHaveLength(1);
  stackIs(undefined);
  await at(150)(DEPLOY, context);
  expect(creations()).toHaveLength(1);
});

test.each(['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'] as const)(
  'a reason that stays ends it by name, in %s and before anything is removed',
  async (status) => {
    const token = await ourToken();
    stackIs(status);
    failedBy(DENIED, token);
    await expect(at(60)(DEPLOY, context)).rejects.toMatchObject({
      name: 'UnsafeToProceedError',
      reason: 'stack-failed',
      message: expect.stringMatching(
        /^stack-failed: Activation: Workload1234 CREATE_FAILED: .*AccessDenied.*aws cloudformation describe-stack-events --stack-name Activation --region us-west-2$/,
      ),
    });
    expect(deletions()).toEqual([]);
  },
);

test('what an earlier execution failed by may have been fixed: its stack is removed, whatever the reason was', async () => {
  stackIs('ROLLBACK_COMPLETE');
  failedBy(DENIED, 'pilot-light-20261122-010000-abcdef-123456');
  expect(await at(0)(DEPLOY, context)).toMatchObject({ phase: 'working', waitFor: { target: 'stackGone' } });
  expect(deletions()).toHaveLength(1);
});

test('without tokens in the events, a change set of this execution says that the failure is of this execution', async () => {
  stackIs('ROLLBACK_COMPLETE');
  failedBy(DENIED, undefined);
  cloudFormation
    .on(DescribeChangeSetCommand)
    .resolves({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'EXECUTE_FAILED' });
  await expect(at(0)(DEPLOY, context)).rejects.toMatchObject({ reason: 'stack-failed' });
});

test('a change set that failed for a reason that passes is deleted and made again', async () => {
  stackIs('REVIEW_IN_PROGRESS');
  cloudFormation
    .on(DescribeChangeSetCommand)
    .resolves({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: 'Internal Failure' });
  expect(await at(0)(DEPLOY, context)).toMatchObject({ phase: 'working', waitFor: null, nextPollSeconds: 30 });
  expect(cloudFormation.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
  cloudFormation.on(DescribeChangeSetCommand).rejects(awsError('ChangeSetNotFoundException', 'no', 404));
  await at(60)(DEPLOY, context);
  expect(creations()).toMatchObject([{ ChangeSetType: 'CREATE' }]);
});

test('a deletion that failed for a reason that stays is named with what to do', async () => {
  stackIs('CREATE_COMPLETE');
  await at(0)(REMOVE, context);
  const token = deletions()[0]?.ClientRequestToken;
  stackIs('DELETE_FAILED');
  failedBy(DENIED, token);
  await expect(at(60)(REMOVE, context)).rejects.toMatchObject({
    reason: 'stack-failed',
    message: expect.stringContaining('aws cloudformation delete-stack --stack-name Activation --region us-west-2'),
  });
  failedBy(THROTTLED, token);
  expect(await at(60)(REMOVE, context)).toMatchObject({ phase: 'working', nextPollSeconds: 30 });
  expect(deletions()).toHaveLength(2);
});

describe('a function that a stack of ours has lost', () => {
  const taggedBy = (createdBy: string) =>
    lambda.on(ListTagsCommand).resolves({ Tags: { 'pilot-light:created-by': createdBy } });
  const deleted = () => lambda.commandCalls(DeleteFunctionCommand).map(({ args }) => args[0].input.FunctionName);

  test('is deleted before the next stack is made', async () => {
    stackIs(undefined);
    taggedBy('Activation');
    expect(await at(0)(DEPLOY, context)).toMatchObject({ detail: expect.stringContaining('pilot-light-workload') });
    expect(deleted()).toEqual(['pilot-light-workload']);
    expect(creations()).toHaveLength(1);
  });

  test('is a reason that passes when a stack has failed by it', async () => {
    const token = await ourToken();
    stackIs('ROLLBACK_COMPLETE');
    failedBy(EXISTS, token);
    taggedBy('Activation');
    expect(await at(60)(DEPLOY, context)).toMatchObject({ phase: 'working', waitFor: { target: 'stackGone' } });
  });

  test('that is not ours is left, and named', async () => {
    const token = await ourToken();
    taggedBy('Another');
    stackIs(undefined);
    await at(60)(DEPLOY, context);
    stackIs('ROLLBACK_COMPLETE');
    failedBy(EXISTS, token);
    await expect(at(120)(DEPLOY, context)).rejects.toMatchObject({
      reason: 'stack-failed',
      message: expect.stringContaining('already exist: pilot-light-workload'),
    });
    expect(deleted()).toEqual([]);
  });

  test('is left while users are served, and while Lambda does not answer nothing waits for it', async () => {
    stackIs(undefined);
    taggedBy('Activation');
    dynamoDb.on(GetItemCommand).resolves({ Item: { pk: { S: 'traffic' }, serves: { S: 'standby' } } });
    await at(0)(DEPLOY, context);
    lambda.on(ListTagsCommand).rejects(awsError('TooManyRequestsException', 'Rate exceeded', 429));
    expect(await at(60)(DEPLOY, context)).toMatchObject({ phase: 'working' });
    expect(deleted()).toEqual([]);
    expect(creations()).toHaveLength(2);
  });
});
