import { Match } from 'aws-cdk-lib/assertions';
import { METRICS as KEPT } from '../../../functions/keepRecoveryPointObjective/contract';
import { METRICS as MEASURED } from '../../../functions/measureRecoveryPoints/contract';
import { synthesizeStacks } from '../synthesized';

const { recovery } = synthesizeStacks({ objectives: { rpoMinutes: 75 } }).stacks;

test('both functions are called every five minutes, and not again for a call that failed', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('FreshnessMeasureRecoveryPoints'), 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 0 },
      }),
      Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('FreshnessKeepRecoveryPointObj'), 'Arn'] } }),
    ],
  });
});

test.each([
  ['age-standby', MEASURED.age, 'pilot-light-standby', 75],
  // The plan's hour and its start window.
  ['age-primary', MEASURED.age, 'pilot-light-primary', 120],
  ['copies-overdue', MEASURED.idle, 'pilot-light-standby', 150],
])('the alarm %s goes off above its threshold, and when nothing is measured', (name, metric, vault, threshold) => {
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: `pilot-light-recovery-point-${name}`,
    Namespace: 'PilotLight',
    MetricName: metric,
    Dimensions: Match.arrayWith([{ Name: 'BackupVaultName', Value: vault }]),
    Statistic: 'Maximum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('the alarm of an objective that cannot be held keeps what was known while the primary is silent', () => {
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-objective-cannot-be-held',
    MetricName: KEPT.holdable,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'ignore',
  });
});

test('without the keeper nothing may start a backup, and no alarm waits for what nobody puts', () => {
  const { recovery: plain } = synthesizeStacks({
    freshness: { keeper: false },
    backupFailure: { repairFrom: 'never' },
  }).stacks;
  expect(JSON.stringify(plain.findResources('AWS::IAM::Policy'))).not.toContain('backup:Start');
  expect(JSON.stringify(plain.findResources('AWS::CloudWatch::Alarm'))).not.toContain('objective-cannot-be-held');
});
