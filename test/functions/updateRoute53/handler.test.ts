import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/updateRoute53/aws';
import { build } from '../../../functions/updateRoute53/handler';
import { awsError, context, EXECUTION, NOW, setEnvironment } from '../lambda-context';

setEnvironment({ WORKLOAD_NAME: 'pilot-light', LOCK_TABLE_NAME: 'lock', PROOF_MAX_AGE_MINUTES: '60' });

const dynamoDb = mockClient(DynamoDBClient);
const cloudWatch = mockClient(CloudWatchClient);
const route53 = mockClient(Route53Client);
const SWITCH = { action: 'switch', executionArn: EXECUTION };

const text = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));

function prove(passed: boolean): void {
  dynamoDb
    .on(GetItemCommand, { Key: { pk: { S: 'failover' } } })
    .resolves({ Item: text({ owner: EXECUTION, status: 'RUNNING', mode: 'failover' }) });
  dynamoDb.on(GetItemCommand, { Key: { pk: { S: `proof#${EXECUTION}` } } }).resolves({
    Item: {
      ...text({
        executionArn: EXECUTION,
        suite: 'standby',
        region: 'us-west-2',
        finishedAt: new Date(NOW).toISOString(),
      }),
      passed: { BOOL: passed },
    },
  });
}

function handlerIn(trafficMode: 'healthCheck' | 'records') {
  setEnvironment({
    TRAFFIC_MODE: trafficMode,
    HOSTED_ZONE_ID: 'Z1',
    PUBLIC_NAME: 'app.example.com',
    PRIMARY_TARGET: 'api-primary.example.com',
    STANDBY_TARGET: 'api-standby.example.com',
  });
  return build(aws, () => NOW);
}

const metricValues = () =>
  cloudWatch.commandCalls(PutMetricDataCommand).map((call) => call.args[0].input.MetricData?.[0]?.Value);

beforeEach(() => {
  dynamoDb.reset();
  cloudWatch.reset();
  route53.reset();
  dynamoDb.on(GetItemCommand).resolves({});
});

describe('by health check', () => {
  const handler = handlerIn('healthCheck');
  beforeEach(() => setEnvironment({ TRAFFIC_MODE: 'healthCheck' }));

  test('writes the decision down, then puts the switch metric; no record is touched', async () => {
    prove(true);
    expect(await handler(SWITCH, context)).toMatchObject({ state: 'switched', serves: 'standby' });
    expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item).toMatchObject({
      pk: { S: 'traffic' },
      serves: { S: 'standby' },
      decidedBy: { S: EXECUTION },
    });
    expect(cloudWatch.commandCalls(PutMetricDataCommand)[0]?.args[0].input).toMatchObject({
      Namespace: 'PilotLight',
      MetricData: [{ MetricName: 'StandbyServes', Dimensions: [{ Name: 'Workload', Value: 'pilot-light' }], Value: 1 }],
    });
    expect(route53.calls()).toHaveLength(0);
  });

  test('takes the decision back when the metric cannot be put, so that the minute does not carry it out', async () => {
    prove(true);
    cloudWatch.on(PutMetricDataCommand).rejects(awsError('InternalServiceFault', 'down', 500));
    await expect(handler(SWITCH, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    const decided = dynamoDb.commandCalls(PutItemCommand).map((call) => call.args[0].input.Item?.['serves']?.S);
    expect(decided).toEqual(['standby', 'primary']);
  });

  test('reads lock and proof as they are now, never as they were', async () => {
    prove(true);
    await handler(SWITCH, context);
    const reads = dynamoDb.commandCalls(GetItemCommand).map((call) => call.args[0].input.ConsistentRead);
    expect(reads).toEqual([true, true, true]);
  });

  test('refuses when the smoke test failed, and changes nothing', async () => {
    prove(false);
    await expect(handler(SWITCH, context)).rejects.toMatchObject({
      name: 'UnsafeToProceedError',
      reason: 'smoke-test-missing',
    });
    expect(dynamoDb.commandCalls(PutItemCommand)).toHaveLength(0);
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  test('refuses an execution that does not hold the lock', async () => {
    await expect(handler(SWITCH, context)).rejects.toMatchObject({ name: 'FencedOutError' });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  test('keeps saying what was decided; without a decision the primary serves', async () => {
    await handler({ action: 'keep' }, context);
    dynamoDb.on(GetItemCommand, { Key: { pk: { S: 'traffic' } } }).resolves({ Item: text({ serves: 'standby' }) });
    await handler({ action: 'keep' }, context);
    expect(metricValues()).toEqual([0, 1]);
    expect(dynamoDb.commandCalls(PutItemCommand)).toHaveLength(0);
  });

  test('does not say anything when it cannot read what was decided', async () => {
    dynamoDb.on(GetItemCommand).rejects(awsError('InternalServerError', 'down', 500));
    await expect(handler({ action: 'keep' }, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  test('an operator moves traffic back, with name and reason on record', async () => {
    await handler({ action: 'moveBack', requestedBy: 'Ada', reason: 'wrong data' }, context);
    expect(metricValues()).toEqual([0]);
    expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item).toMatchObject({
      serves: { S: 'primary' },
      decidedBy: { S: 'Ada' },
      reason: { S: 'wrong data' },
    });
    await expect(handler({ action: 'moveBack', requestedBy: '', reason: 'x' }, context)).rejects.toMatchObject({
      message: expect.stringContaining('requestedBy: write who moves traffic back'),
    });
  });
});

describe('by records', () => {
  const handler = handlerIn('records');
  beforeEach(() => setEnvironment({ TRAFFIC_MODE: 'records' }));
  const cname = (Failover: 'PRIMARY' | 'SECONDARY', Value: string) => ({
    Name: 'app.example.com.',
    Type: 'CNAME' as const,
    SetIdentifier: Failover,
    Failover,
    TTL: 60,
    ResourceRecords: [{ Value }],
  });

  beforeEach(() => {
    prove(true);
    route53.on(ListResourceRecordSetsCommand).resolves({
      ResourceRecordSets: [cname('PRIMARY', 'api-primary.example.com'), cname('SECONDARY', 'api-standby.example.com')],
    });
    route53
      .on(ChangeResourceRecordSetsCommand)
      .resolves({ ChangeInfo: { Id: '/change/C1', Status: 'PENDING', SubmittedAt: new Date(NOW) } });
  });

  test('changes both records in one batch and waits until all name servers have it', async () => {
    expect(await handler(SWITCH, context)).toMatchObject({
      state: 'pending',
      changeId: '/change/C1',
      nextPollSeconds: 5,
    });
    const batch = route53.commandCalls(ChangeResourceRecordSetsCommand)[0]?.args[0].input.ChangeBatch?.Changes;
    expect(batch?.map((change) => change.ResourceRecordSet?.ResourceRecords?.[0]?.Value)).toEqual([
      'api-standby.example.com',
      'api-primary.example.com',
    ]);
    route53.on(GetChangeCommand).resolves({ ChangeInfo: { Id: 'C1', Status: 'INSYNC', SubmittedAt: new Date(NOW) } });
    expect(await handler({ ...SWITCH, changeId: '/change/C1' }, context)).toMatchObject({ state: 'switched' });
    expect(route53.commandCalls(ChangeResourceRecordSetsCommand)).toHaveLength(1);
  });

  test('makes a change again that Route 53 has lost', async () => {
    route53.on(GetChangeCommand).rejects(awsError('NoSuchChange', 'no', 404));
    expect(await handler({ ...SWITCH, changeId: '/change/C0' }, context)).toMatchObject({
      state: 'pending',
      changeId: '/change/C1',
    });
  });

  test('a change that is still under way is one to retry soon', async () => {
    route53.on(ChangeResourceRecordSetsCommand).rejects(awsError('PriorRequestNotComplete'));
    await expect(handler(SWITCH, context)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
  });

  test('keeping needs nothing', async () => {
    expect(await handler({ action: 'keep' }, context)).toMatchObject({ state: 'switched', trafficMode: 'records' });
    expect(route53.calls()).toHaveLength(0);
  });
});
