import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { maxConnections } from '../../../infra/monitoring/max-connections';
import { parseConfig } from '../../../infra/config/parse';
import { synthesizeStacks } from '../synthesized';
import { alarmsOf, bodiesOf } from '../watched-metrics';

const runbook = readFileSync(join(__dirname, '../../../docs/RUNBOOK_DR.md'), 'utf8');
const { primary } = synthesizeStacks().stacks;

/** Of the workload itself; those of the backups alone are the workflow's. */
const NINE = [
  'pilot-light-api-5xx',
  'pilot-light-api-latency-p90',
  'pilot-light-aurora-acu-utilization',
  'pilot-light-aurora-connections',
  'pilot-light-aurora-replica-lag',
  'pilot-light-cache-throttled-commands',
  'pilot-light-failed-backups',
  'pilot-light-lambda-errors',
  'pilot-light-lambda-throttles',
];

/** Beside them wake two of the protection, which every workload has: each is told by its own test. */
const OF_THE_PROTECTION: readonly string[] = ['pilot-light-manifest-missing', 'pilot-light-undelivered-backup-signals'];

function waking(template: typeof primary) {
  return [...alarmsOf(template)].filter(
    ([name, { AlarmActions }]) => AlarmActions !== undefined && !OF_THE_PROTECTION.includes(name),
  );
}

test('nine alarms wake somebody', () => {
  expect(
    waking(primary)
      .map(([name]) => name)
      .sort(),
  ).toEqual(NINE);
});

test('each goes to the topic of its own region', () => {
  const [topic] = Object.keys(primary.findResources('AWS::SNS::Topic'));
  for (const [, properties] of waking(primary)) {
    expect(properties).toMatchObject({ ActionsEnabled: true, AlarmActions: [{ Ref: topic }] });
  }
});

test('each says what it means, what to look at first, and a section that the runbook has', () => {
  const headings = runbook.split('\n').filter((line) => line.startsWith('## '));
  for (const [, { AlarmDescription }] of waking(primary)) {
    const [, meaning, , section] =
      /^(.+\.) Look first at: (.+)\. Runbook: docs\/RUNBOOK_DR\.md, section "(.+)"\.$/.exec(String(AlarmDescription)) ??
      [];
    expect(meaning).toMatch(/^[A-Z]/);
    expect(headings).toContain(`## ${section}`);
    // CloudWatch API model, PutMetricAlarm.
    expect(String(AlarmDescription).length).toBeLessThanOrEqual(1024);
  }
});

test('the runbook has a line for each', () => {
  expect(NINE.filter((name) => !runbook.includes(`| \`${name.slice('pilot-light-'.length)}\` |`))).toEqual([]);
});

test('no data is good where only what happens is counted, and neither good nor bad where Aurora measures all the time', () => {
  const missing = Object.fromEntries(waking(primary).map(([name, { TreatMissingData }]) => [name, TreatMissingData]));
  expect(missing).toEqual(
    Object.fromEntries(NINE.map((name) => [name, name.includes('aurora') ? 'missing' : 'notBreaching'])),
  );
});

test('the configured addresses are told; of the services CloudWatch publishes for alarms of this workload, and EventBridge', () => {
  const { stacks } = synthesizeStacks({ notifications: { emails: ['a@example.com', 'b@example.com'] } });
  for (const Endpoint of ['a@example.com', 'b@example.com']) {
    stacks.primary.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint });
  }
  primary.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        Match.objectLike({
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:pilot-light-*' },
          },
        }),
        // EventBridge satisfies no condition on a topic (docs/SECURITY-REVIEW.md).
        Match.objectLike({
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: Match.absent(),
        }),
      ],
    },
  });
});

test('the thresholds are configuration', () => {
  const { stacks } = synthesizeStacks({
    profile: 'strict',
    cluster: { minCapacity: 1, maxCapacity: 32 },
    workload: {
      kind: 'reference',
      alarms: {
        api5xxPercent: 1,
        apiLatencyMilliseconds: 800,
        lambdaErrorsPerMinute: 2,
        lambdaThrottlesPerMinute: 3,
        auroraCapacityPercent: 75,
        auroraConnectionsPercent: 50,
        auroraReplicaLagMilliseconds: 250,
        cacheThrottlesPerMinute: 7,
      },
    },
  });
  const thresholds = Object.fromEntries(waking(stacks.primary).map(([name, { Threshold }]) => [name, Threshold]));
  expect(thresholds).toEqual({
    'pilot-light-api-5xx': 0.01,
    'pilot-light-api-latency-p90': 800,
    'pilot-light-lambda-errors': 2,
    'pilot-light-lambda-throttles': 3,
    'pilot-light-aurora-acu-utilization': 75,
    'pilot-light-aurora-connections': 2500,
    'pilot-light-aurora-replica-lag': 250,
    'pilot-light-cache-throttled-commands': 7,
    'pilot-light-failed-backups': 0,
  });
});

test.each([
  [0.5, 1, 189],
  [1, 6, 823],
  [0.5, 8, 1669],
  [0.5, 16, 2000],
  [1, 16, 3360],
  [1, 256, 5000],
])('an instance of %s to %s ACUs takes %s connections', (minCapacity, maxCapacity, connections) => {
  expect(maxConnections(parseConfig({ profile: 'strict', cluster: { minCapacity, maxCapacity } }).cluster)).toBe(
    connections,
  );
});

test('without a cache nothing of a cache is watched or drawn', () => {
  const { stacks } = synthesizeStacks({ workload: { kind: 'reference', cache: { engine: 'none' }, dashboard: true } });
  expect(waking(stacks.primary)).toHaveLength(8);
  expect(JSON.stringify(bodiesOf(stacks.primary, 'us-east-1'))).not.toContain('ElastiCache');
});

test('the dashboard of the workload shows every alarm of the region on top', () => {
  const { stacks } = synthesizeStacks({ workload: { kind: 'reference', dashboard: true } });
  const body = JSON.parse(bodiesOf(stacks.primary, 'us-east-1')['pilot-light-primary'] ?? '');
  const [header, alarms] = body.widgets;
  expect(header.type).toBe('text');
  expect(alarms.properties.alarms).toHaveLength(alarmsOf(primary).size);
});
