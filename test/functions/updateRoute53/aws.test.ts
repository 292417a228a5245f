import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/updateRoute53/aws';
import type { Decision } from '../../../functions/updateRoute53/decision';
import { awsError, EXECUTION, NOW, setEnvironment } from '../lambda-context';

setEnvironment({});
const dynamoDb = mockClient(DynamoDBClient);
const cloudWatch = mockClient(CloudWatchClient);
const route53 = mockClient(Route53Client);
const states = mockClient(SFNClient);
beforeEach(() => {
  for (const mock of [dynamoDb, cloudWatch, route53, states]) mock.reset();
  dynamoDb.on(GetItemCommand).resolves({});
});

const decision: Decision = {
  action: 'switch',
  serves: 'standby',
  before: 'primary',
  status: 'pending',
  failoverId: '20261122-023000',
  decidedBy: EXECUTION,
  decidedAt: '2026-11-22T03:00:00.000Z',
  reason: 'failover',
  attempts: 2,
  attemptedAt: '2026-11-22T03:01:00.000Z',
};

describe('the decision', () => {
  test('comes back as it was written', async () => {
    await aws.write('lock', decision, undefined);
    const { Item, ConditionExpression } = dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input ?? {};
    expect(ConditionExpression).toBe('attribute_not_exists(pk)');
    expect(Item).toMatchObject({ pk: { S: 'traffic' }, serves: { S: 'standby' }, status: { S: 'PENDING' } });
    dynamoDb.on(GetItemCommand).resolves(Item === undefined ? {} : { Item });
    expect(await aws.decision('lock')).toEqual(decision);
  });

  test('replaces the one that was read, and no other', async () => {
    await aws.write('lock', { ...decision, status: 'done' }, decision);
    expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression:
        'decidedAt = :decidedAt AND decidedBy = :decidedBy AND ' +
        '(attribute_not_exists(attempts) OR attempts = :attempts) AND (attribute_not_exists(#status) OR #status = :status)',
      ExpressionAttributeValues: {
        ':decidedAt': { S: decision.decidedAt },
        ':decidedBy': { S: EXECUTION },
        ':attempts': { N: '2' },
        ':status': { S: 'PENDING' },
      },
    });
    dynamoDb.on(PutItemCommand).rejects(awsError('ConditionalCheckFailedException'));
    await expect(aws.write('lock', decision, decision)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
  });

  test.each(['standby', 'primary'] as const)(
    'of an earlier version is one that was carried out (%s)',
    async (serves) => {
      const at = '2026-11-01T00:00:00Z';
      dynamoDb.on(GetItemCommand).resolves({
        Item: { serves: { S: serves }, decidedBy: { S: 'Ada' }, decidedAt: { S: at }, reason: { S: 'why' } },
      });
      expect(await aws.decision('lock')).toMatchObject({ serves, status: 'done', attempts: 1, attemptedAt: at });
    },
  );

  test('is read as it is now, never as it was, and so are lock and proof', async () => {
    await aws.decision('lock');
    await aws.lock('lock');
    await aws.proof('lock', EXECUTION);
    const reads = dynamoDb
      .commandCalls(GetItemCommand)
      .map(({ args: [{ input }] }) => [input.Key?.['pk']?.S, input.ConsistentRead]);
    expect(reads).toEqual([
      ['traffic', true],
      ['failover', true],
      [`proof#${EXECUTION}`, true],
    ]);
  });
});

describe('the switch metric', () => {
  test('is published for the workload, of the time that it is given', async () => {
    await aws.putSwitchMetric('pilot-light', 'standby', new Date(NOW));
    expect(cloudWatch.commandCalls(PutMetricDataCommand)[0]?.args[0].input).toMatchObject({
      Namespace: 'PilotLight',
      MetricData: [
        {
          MetricName: 'StandbyServes',
          Dimensions: [{ Name: 'Workload', Value: 'pilot-light' }],
          Timestamp: new Date(NOW),
          Value: 1,
        },
      ],
    });
  });

  test.each([
    ['was never 1', [[0, 0]], false],
    ['has no datapoint', [[]], false],
    ['was 1 once, on the last page', [[0], [0, 1]], true],
  ])('that %s since then', async (_, pages, expected) => {
    for (const [index, Values] of pages.entries()) {
      const NextToken = index + 1 < pages.length ? String(index + 1) : undefined;
      cloudWatch
        .on(GetMetricDataCommand, index === 0 ? {} : { NextToken: String(index) })
        .resolves({ MetricDataResults: [{ Values }], ...(NextToken && { NextToken }) });
    }
    expect(await aws.hasStandbyDatapoint('pilot-light', NOW - 90_000, NOW)).toBe(expected);
    expect(cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input.StartTime).toEqual(
      new Date(Math.floor((NOW - 90_000) / 60_000) * 60_000),
    );
  });
});

test.each([
  ['RUNNING', true],
  ['PENDING_REDRIVE', true],
  ['TIMED_OUT', false],
])('an execution that is %s is at work: %s', async (status, expected) => {
  states.on(DescribeExecutionCommand).resolves({ status: status as never });
  expect(await aws.isAtWork(EXECUTION)).toBe(expected);
});

describe('the records', () => {
  test('are those of the name alone', async () => {
    const record = (Name: string) => ({ Name, Type: 'CNAME' as const, TTL: 60, ResourceRecords: [{ Value: 'x' }] });
    route53
      .on(ListResourceRecordSetsCommand)
      .resolves({ ResourceRecordSets: [record('APP.example.com.'), record('b.example.com.')] });
    expect(await aws.records('Z1', 'app.example.com')).toHaveLength(1);
  });

  test('are changed in one batch', async () => {
    route53.on(ChangeResourceRecordSetsCommand).resolves({
      ChangeInfo: { Id: '/change/C1', Status: 'PENDING', SubmittedAt: new Date(NOW) },
    });
    const record = { type: 'CNAME', setIdentifier: 'a', ttl: 60, healthCheckId: 'h' };
    const records = [
      { ...record, failover: 'PRIMARY', values: ['standby'] },
      { ...record, failover: 'SECONDARY', values: ['primary'] },
    ];
    expect(await aws.changeRecords('Z1', { name: 'app.example.com', records, comment: 'why' })).toBe('/change/C1');
    const batch = route53.commandCalls(ChangeResourceRecordSetsCommand)[0]?.args[0].input.ChangeBatch?.Changes;
    expect(batch?.map(({ ResourceRecordSet }) => ResourceRecordSet)).toMatchObject([
      { Failover: 'PRIMARY', ResourceRecords: [{ Value: 'standby' }], HealthCheckId: 'h' },
      { Failover: 'SECONDARY', ResourceRecords: [{ Value: 'primary' }] },
    ]);
  });

  test.each<readonly [string, () => void]>([
    ['gone', () => route53.on(GetChangeCommand).rejects(awsError('NoSuchChange', 'no', 404))],
    ['INSYNC', () => answering('INSYNC')],
    ['PENDING', () => answering('PENDING')],
  ])('a change is %s', async (status, setUp) => {
    setUp();
    expect(await aws.changeStatus('C1')).toBe(status);
  });

  function answering(Status: 'INSYNC' | 'PENDING'): void {
    route53.on(GetChangeCommand).resolves({ ChangeInfo: { Id: 'C1', Status, SubmittedAt: new Date(NOW) } });
  }
});
