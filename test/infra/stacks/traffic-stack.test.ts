import { Match } from 'aws-cdk-lib/assertions';
import { STANDBY_SERVES } from '../../../functions/answerSwitch/contract';
import { SWITCH_METRIC } from '../../../functions/updateRoute53/contract';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { traffic } = synthesizeStacks().stacks;

test('the alarm watches the metric that updateRoute53 puts', () => {
  traffic.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'PilotLight',
    MetricName: SWITCH_METRIC.name,
    Dimensions: [{ Name: SWITCH_METRIC.dimension, Value: 'pilot-light' }],
    Statistic: 'Maximum',
    Period: 60,
    Threshold: 1,
    EvaluationPeriods: 1,
    TreatMissingData: 'ignore',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
});

test('no data leaves traffic where it is', () => {
  traffic.hasResourceProperties('AWS::Route53::HealthCheck', {
    HealthCheckConfig: {
      Type: 'CLOUDWATCH_METRIC',
      Inverted: false,
      InsufficientDataHealthStatus: 'LastKnownStatus',
      AlarmIdentifier: { Region: 'us-west-2' },
    },
  });
});

test('the primary answers while its check is healthy; the standby is always eligible', () => {
  traffic.hasResourceProperties('AWS::Route53::RecordSet', {
    Name: 'app.example.com.',
    Type: 'CNAME',
    TTL: '60',
    Failover: 'PRIMARY',
    HealthCheckId: { Ref: Match.anyValue() },
    ResourceRecords: ['api-primary.example.com'],
  });
  traffic.hasResourceProperties('AWS::Route53::RecordSet', {
    Name: 'app.example.com.',
    Type: 'CNAME',
    TTL: '60',
    Failover: 'SECONDARY',
    HealthCheckId: Match.absent(),
    ResourceRecords: ['api-standby.example.com'],
  });
});

test('it does not name the primary region', () => {
  expect(textOf(traffic)).not.toContain('us-east-1');
});

test('it is two records, one check and one alarm', () => {
  expect(inventory(traffic)).toEqual({
    'AWS::CloudWatch::Alarm': 1,
    'AWS::Route53::HealthCheck': 1,
    'AWS::Route53::RecordSet': 2,
  });
});

describe('with an endpoint as the faster switch', () => {
  const { traffic: fast, recovery } = synthesizeStacks({ traffic: { switch: 'endpoint' } }).stacks;

  test('the primary serves while the metric and the endpoint both say so', () => {
    fast.hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: {
        Type: 'CALCULATED',
        HealthThreshold: 2,
        Inverted: false,
        ChildHealthChecks: [{ Ref: Match.stringLikeRegexp('PrimaryServes') }, { 'Fn::ImportValue': Match.anyValue() }],
      },
    });
    fast.hasResourceProperties('AWS::Route53::RecordSet', {
      Failover: 'PRIMARY',
      HealthCheckId: { Ref: Match.stringLikeRegexp('BothSayPrimary') },
    });
  });

  test('the endpoint says it by a text, and its silence says nothing', () => {
    recovery.hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: {
        Type: 'HTTPS_STR_MATCH',
        SearchString: STANDBY_SERVES,
        Inverted: true,
        RequestInterval: 10,
        ResourcePath: '/serves',
      },
    });
    recovery.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /serves' });
  });
});
