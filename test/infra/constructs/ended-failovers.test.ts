import { Match } from 'aws-cdk-lib/assertions';
import { synthesizeStacks } from '../synthesized';

const { recovery } = synthesizeStacks().stacks;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Of which executions a role may ask how they stand. */
function askersOf(roleId: string): readonly unknown[] {
  const policies = recovery.findResources('AWS::IAM::Policy', {
    Properties: { Roles: [{ Ref: Match.stringLikeRegexp(`^${roleId}`) }] },
  });
  return Object.values(policies)
    .flatMap((policy): readonly Statement[] => policy['Properties'].PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes('states:DescribeExecution'))
    .map(({ Resource }) => Resource);
}

test('an execution that has ended, however it did, frees its lock', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: [{ Ref: Match.stringLikeRegexp('^RegionalFailover') }],
      },
    },
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EndedFailoversEndFailover'), 'Arn'] },
        InputTransformer: {
          InputPathsMap: { 'detail-executionArn': '$.detail.executionArn' },
          InputTemplate: '{"action":"executionEnded","executionArn":<detail-executionArn>}',
        },
      }),
    ],
  });
});

test('whether the owner of the lock is at work, six functions may ask, of the failover and of their own workflow alone', () => {
  const askers = Object.keys(recovery.findResources('AWS::IAM::Role')).filter(
    (id) => askersOf(id).length > 0 && !/^(RegionalFailover|RestoreValidation)/.test(id),
  );
  expect(askers.map((id) => id.replace(/Role.*$/, '')).toSorted()).toEqual([
    'AssessBackupFailure',
    'EndedFailoversEndFailover',
    'FreshnessKeepRecoveryPointObjective',
    'FreshnessMeasureRecoveryPoints',
    'Readiness',
    'UpdateRoute53',
  ]);
  const executionsOf = (machine: string) => `arn:aws:states:us-west-2:111111111111:execution:pilot-light-${machine}:*`;
  for (const id of askers) {
    // Who follows an incident is asked of the workflow that follows it.
    const own = id.startsWith('AssessBackupFailure') ? [executionsOf('backup-failure-notification')] : [];
    expect(new Set(askersOf(id).flat())).toEqual(new Set([...own, executionsOf('regional-failover')]));
  }
});
