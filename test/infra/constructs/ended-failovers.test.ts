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

const FOLLOWED_BY = { AssessAzFailure: 'az-failure', AssessBackupFailure: 'backup-failure-notification' };

test('whether the owner of the lock is at work, eight functions may ask, of the failover and of their own workflow alone', () => {
  const askers = Object.keys(recovery.findResources('AWS::IAM::Role')).filter(
    (id) => askersOf(id).length > 0 && !/^(RegionalFailover|RestoreValidation)/.test(id),
  );
  expect(askers.map((id) => id.replace(/Role.*$/, '')).toSorted()).toEqual([
    'AssessAzFailure',
    'AssessBackupFailure',
    'EndedFailoversEndFailover',
    'FreshnessKeepRecoveryPointObjective',
    'FreshnessMeasureRecoveryPoints',
    'Readiness',
    'RestoreToPointInTime',
    'UpdateRoute53',
  ]);
  const executionsOf = (machine: string) => `arn:aws:states:us-west-2:111111111111:execution:pilot-light-${machine}:*`;
  for (const id of askers) {
    // Who follows an incident is asked of the workflow that follows it.
    const followed = Object.entries(FOLLOWED_BY).find(([follower]) => id.startsWith(follower))?.[1];
    const own = followed === undefined ? [] : [executionsOf(followed)];
    expect(new Set(askersOf(id).flat())).toEqual(new Set([...own, executionsOf('regional-failover')]));
  }
});
