import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { aws, type WaitTargets } from '../../../functions/waitForAvailable/aws';
import { build } from '../../../functions/waitForAvailable/handler';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';

setEnvironment({
  PUBLIC_NAME: 'app.example.com',
  PRIMARY_TARGET: 'api-primary.example.com',
  STANDBY_TARGET: 'api-standby.example.com',
});
const rds = mockClient(RDSClient);
const cloudFormation = mockClient(CloudFormationClient);
beforeEach(() => {
  rds.reset();
  cloudFormation.reset();
});

const since = new Date(NOW).toISOString();
const clusterWait = {
  waitFor: { target: 'cluster', clusterIdentifier: 'c', until: 'available', since },
  deadlineSeconds: 3600,
};
const after = (seconds: number, targets: WaitTargets = aws) => build(targets, () => NOW + seconds * 1000);

test('looks again after a share of the time waited so far', async () => {
  rds
    .on(DescribeDBClustersCommand)
    .resolves({ DBClusters: [{ DBClusterIdentifier: 'c', DBClusterArn: 'a', Status: 'creating' }] });
  expect(await after(2000)(clusterWait, context)).toMatchObject({
    state: 'waiting',
    waitedSeconds: 2000,
    nextPollSeconds: 30,
  });
});

test('gives up at the deadline, saying what was still missing', async () => {
  rds
    .on(DescribeDBClustersCommand)
    .resolves({ DBClusters: [{ DBClusterIdentifier: 'c', DBClusterArn: 'a', Status: 'creating' }] });
  expect(await after(3600)(clusterWait, context)).toMatchObject({
    state: 'deadline',
    nextPollSeconds: 0,
    detail: 'the cluster is creating after 3600 s, longer than 3600 s',
  });
});

test('what arrives at the deadline has arrived', async () => {
  rds
    .on(DescribeDBClustersCommand)
    .resolves({ DBClusters: [{ DBClusterIdentifier: 'c', DBClusterArn: 'a', Status: 'available' }] });
  expect(await after(3600)(clusterWait, context)).toMatchObject({ state: 'ready' });
});

test('a cluster that RDS does not know is gone', async () => {
  rds.on(DescribeDBClustersCommand).rejects(awsError('DBClusterNotFoundFault', 'no', 404));
  const waitFor = { target: 'clusterGone', clusterIdentifier: 'c', since };
  expect(await after(60)({ waitFor, deadlineSeconds: 600 }, context)).toMatchObject({ state: 'ready' });
});

test('a stack that CloudFormation does not know is gone', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'Stack with id s does not exist'));
  const waitFor = { target: 'stackGone', stackName: 's', since };
  expect(await after(60)({ waitFor, deadlineSeconds: 600 }, context)).toMatchObject({ state: 'ready' });
});

test('a stack that rolls back is waited for, and then judged by the function that made it', async () => {
  const stackIs = (StackStatus: 'ROLLBACK_IN_PROGRESS' | 'ROLLBACK_COMPLETE') =>
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: 's', StackId: 'id', StackStatus, CreationTime: new Date(NOW) }],
    });
  const input = { waitFor: { target: 'stack', stackName: 's', since }, deadlineSeconds: 600 };
  stackIs('ROLLBACK_IN_PROGRESS');
  expect(await after(60)(input, context)).toMatchObject({ state: 'waiting' });
  stackIs('ROLLBACK_COMPLETE');
  expect(await after(60)(input, context)).toMatchObject({ state: 'ready', detail: 'the stack is ROLLBACK_COMPLETE' });
});

test('traffic is where a resolver sees it', async () => {
  const targets = (name: string): WaitTargets => ({
    ...aws,
    resolve: async () => ({ names: [name], failure: undefined }),
  });
  const input = { waitFor: { target: 'traffic', to: 'standby', since }, deadlineSeconds: 600 };
  expect(await after(30, targets('api-primary.example.com'))(input, context)).toMatchObject({ state: 'waiting' });
  expect(await after(30, targets('api-standby.example.com'))(input, context)).toMatchObject({ state: 'ready' });
});

test('an unknown target is an invalid request', async () => {
  const input = { waitFor: { target: 'moon', since }, deadlineSeconds: 600 };
  await expect(after(0)(input, context)).rejects.toMatchObject({ name: 'InvalidRequestError' });
});
