import { CloudFormationClient, DescribeStackEventsCommand, type StackEvent } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { firstFailure } from '../../../functions/shared/stack-facts';

const mock = mockClient(CloudFormationClient);
const client = new CloudFormationClient({ region: 'us-west-2' });

type Event = readonly [resource: string, status: string, reason?: string, token?: string];

function events(...list: readonly Event[]): StackEvent[] {
  return list.map(([LogicalResourceId, status, ResourceStatusReason, ClientRequestToken]) => ({
    StackId: 'id',
    EventId: LogicalResourceId,
    StackName: 'stack',
    Timestamp: new Date(0),
    LogicalResourceId,
    PhysicalResourceId: LogicalResourceId === 'stack' ? 'id' : LogicalResourceId,
    ResourceType: LogicalResourceId === 'stack' ? 'AWS::CloudFormation::Stack' : 'AWS::Lambda::Function',
    ResourceStatus: status as StackEvent['ResourceStatus'],
    ResourceStatusReason,
    ClientRequestToken,
  }));
}

beforeEach(() => mock.reset());

test('is what failed first, not what was cancelled after it or failed long ago, with the token of the request', async () => {
  mock.on(DescribeStackEventsCommand).resolves({
    StackEvents: events(
      ['stack', 'ROLLBACK_COMPLETE'],
      ['stack', 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [Function].'],
      ['Route', 'CREATE_FAILED', 'Resource creation cancelled'],
      ['Function', 'CREATE_FAILED', 'The code is not there', 'ours-1'],
      ['stack', 'CREATE_IN_PROGRESS'],
      ['Old', 'CREATE_FAILED', 'long ago', 'theirs'],
    ),
  });
  expect(await firstFailure(client, 'id')).toEqual({
    text: 'Function CREATE_FAILED: The code is not there',
    reason: 'The code is not there',
    resourceType: 'AWS::Lambda::Function',
    token: 'ours-1',
  });
});

test('a deletion has its own, whatever failed before it', async () => {
  mock.on(DescribeStackEventsCommand).resolves({
    StackEvents: events(
      ['stack', 'DELETE_FAILED', 'The following resource(s) failed to delete: [Function].'],
      ['Function', 'DELETE_FAILED', 'Rate exceeded'],
      ['stack', 'DELETE_IN_PROGRESS'],
      ['Function', 'CREATE_FAILED', 'The code is not there'],
    ),
  });
  expect(await firstFailure(client, 'id')).toMatchObject({ reason: 'Rate exceeded' });
});

test('a stack that rolls back before any resource has failed says why itself', async () => {
  mock.on(DescribeStackEventsCommand).resolves({
    StackEvents: events(
      ['stack', 'ROLLBACK_IN_PROGRESS', 'Parameter validation failed'],
      ['stack', 'CREATE_IN_PROGRESS'],
    ),
  });
  expect(await firstFailure(client, 'id')).toMatchObject({
    reason: 'Parameter validation failed',
    resourceType: 'AWS::CloudFormation::Stack',
  });
});

test('is looked for on the next page, and is none where nothing failed', async () => {
  mock
    .on(DescribeStackEventsCommand, { NextToken: undefined })
    .resolves({ StackEvents: events(['stack', 'CREATE_FAILED', 'later']), NextToken: '2' })
    .on(DescribeStackEventsCommand, { NextToken: '2' })
    .resolves({ StackEvents: events(['Function', 'CREATE_FAILED', 'first'], ['stack', 'CREATE_IN_PROGRESS']) });
  expect(await firstFailure(client, 'id')).toMatchObject({ reason: 'first' });

  mock.reset();
  mock.on(DescribeStackEventsCommand).resolves({ StackEvents: events(['stack', 'CREATE_IN_PROGRESS']) });
  expect(await firstFailure(client, 'id')).toBeUndefined();
});
