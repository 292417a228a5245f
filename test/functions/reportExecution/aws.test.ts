import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/reportExecution/aws';
import { build } from '../../../functions/reportExecution/handler';
import { TAG } from '../../../functions/shared/names';
import { awsError, context, EXECUTION } from '../lambda-context';
import { at, CLUSTER, COMPLETE, END, executionOf, FAILOVER_ID, setReportEnvironment, thrown } from './cases';

setReportEnvironment();
const dynamoDb = mockClient(DynamoDBClient);
const rds = mockClient(RDSClient);
const cloudFormation = mockClient(CloudFormationClient);
const sns = mockClient(SNSClient);
const stepFunctions = mockClient(SFNClient);
const s3 = mockClient(S3Client);
const handler = build(aws, () => END);
const COMMON = { workflow: 'regional-failover', execution: executionOf() };
const FAILED = { ...COMPLETE, caught: thrown('SmokeTestStandby', 'UnsafeToProceedError', 'smoke-test-failed') };

const cluster = (identifier: string, tags: Readonly<Record<string, string>>) => ({
  DBClusterIdentifier: identifier,
  DBClusterArn: `arn:${identifier}`,
  Status: 'available',
  TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
});

beforeEach(() => {
  for (const client of [dynamoDb, rds, cloudFormation, sns, stepFunctions, s3]) client.reset();
  dynamoDb.on(GetItemCommand).resolves({});
  rds.on(DescribeDBClustersCommand).resolves({ DBClusters: [] });
  cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Stack x does not exist'));
});

test('reads traffic as it is now, the clusters with our tag on every page, and the stack', async () => {
  const ours = { [TAG.failoverId]: FAILOVER_ID };
  rds
    .on(DescribeDBClustersCommand)
    .resolvesOnce({ DBClusters: [cluster('pilot-light-primary', {})], Marker: 'more' })
    .resolvesOnce({ DBClusters: [cluster(CLUSTER, ours), cluster(`pilot-light-${FAILOVER_ID}-other`, {})] });
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ StackName: 'x', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(0) }] });
  expect(await handler({ action: 'report', ...COMMON, record: FAILED }, context)).toMatchObject({
    evidence: { traffic: 'primary', leftovers: [`cluster ${CLUSTER}`, 'stack PilotLightActivation'] },
  });
  expect(dynamoDb.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { pk: { S: 'traffic' } },
    ConsistentRead: true,
  });
});

test('lists every page of the evidence, and takes the newest', async () => {
  const object = (Key: string, day: number) => ({ Key, LastModified: new Date(Date.UTC(2026, 1, day)) });
  s3.on(ListObjectsV2Command, { ContinuationToken: undefined })
    .resolves({ Contents: [object('a', 1), object('b', 3)], NextContinuationToken: 'more' })
    .on(ListObjectsV2Command, { ContinuationToken: 'more' })
    .resolves({ Contents: [object('c', 2)] });
  expect(await aws.newestKeys('bucket', 'executions/', 2)).toEqual(['b', 'c']);
});

test('says so where the newest evidence may be on a page that was not listed', async () => {
  s3.on(ListObjectsV2Command).resolves({ Contents: [], NextContinuationToken: 'more' });
  await expect(aws.newestKeys('bucket', 'executions/', 2)).rejects.toThrow('more than 4 pages');
});

test('a stack that was deleted is none', async () => {
  cloudFormation
    .on(DescribeStacksCommand)
    .resolves({ Stacks: [{ StackName: 'x', StackStatus: 'DELETE_COMPLETE', CreationTime: new Date(0) }] });
  expect(await handler({ action: 'report', ...COMMON, record: FAILED }, context)).toMatchObject({
    evidence: { leftovers: [] },
  });
});

test('writes the token only into a lock that is still its own, and sends one message', async () => {
  const ask = {
    action: 'ask',
    ...COMMON,
    record: COMPLETE,
    taskToken: 'token',
    askedAt: at('03:46:00'),
    endsAt: at('04:46:00'),
    turn: at('03:46:00'),
  };
  await handler(ask, context);
  const [stored] = dynamoDb.commandCalls(UpdateItemCommand);
  expect(stored?.args[0].input).toMatchObject({
    Key: { pk: { S: 'failover' } },
    UpdateExpression: 'SET #n0 = :s0, #n1 = :s1, #n2 = :s2, #n3 = :s3 REMOVE #n4, #n5',
    ConditionExpression: '#n6 = :w6',
    ExpressionAttributeNames: {
      '#n0': 'approvalToken',
      '#n1': 'approvalTurn',
      '#n4': 'approvalAnsweredBy',
      '#n6': 'owner',
    },
    ExpressionAttributeValues: { ':s0': { S: 'token' }, ':s1': { S: at('03:46:00') }, ':w6': { S: EXECUTION } },
  });
  expect(sns.commandCalls(PublishCommand)).toHaveLength(1);

  dynamoDb.on(UpdateItemCommand).rejects(awsError('ConditionalCheckFailedException'));
  await expect(handler(ask, context)).rejects.toMatchObject({ name: 'FencedOutError' });
});

test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('%s means that nobody waits any more', async (name) => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { owner: { S: EXECUTION }, approvalToken: { S: 'token' } } });
  stepFunctions.on(SendTaskSuccessCommand).rejects(awsError(name));
  const answer = { action: 'answer', executionArn: EXECUTION, approved: true, by: 'Ada' };
  await expect(handler(answer, context)).rejects.toMatchObject({ name: 'InvalidRequestError' });
});

test('an answer goes to the token as the state machine reads it', async () => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { owner: { S: EXECUTION }, approvalToken: { S: 'token' } } });
  await handler({ action: 'answer', executionArn: EXECUTION, approved: false, by: 'Ada' }, context);
  expect(stepFunctions.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
    taskToken: 'token',
    output: '{"approved":false,"by":"Ada"}',
  });
});
