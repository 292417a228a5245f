import { Match } from 'aws-cdk-lib/assertions';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const GLOBAL = { database: 'global' };

test('without a global database there is neither one nor a replica', () => {
  const { stacks } = synthesizeStacks();
  expect(inventory(stacks.replica)).toEqual({});
  expect(inventory(stacks.primary)).not.toHaveProperty(['AWS::RDS::GlobalCluster']);
  expect(textOf(stacks.recovery)).not.toContain('rds:FailoverGlobalCluster');
});

describe('with a global database', () => {
  const { stacks } = synthesizeStacks(GLOBAL);

  test('the primary stack makes it around the cluster, whose password is replicated and outlives the stack', () => {
    stacks.primary.hasResourceProperties('AWS::RDS::GlobalCluster', {
      GlobalClusterIdentifier: 'pilot-light-global',
      SourceDBClusterIdentifier: { Ref: Match.stringLikeRegexp('^Cluster') },
      DeletionProtection: true,
    });
    stacks.primary.hasResource('AWS::SecretsManager::Secret', {
      Properties: { Name: 'pilot-light/database', ReplicaRegions: [{ Region: 'us-west-2' }] },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    stacks.primary.hasResourceProperties('AWS::RDS::DBCluster', { ManageMasterUserPassword: Match.absent() });
  });

  test('the replica is a cluster without user, password or instance, which stays when its stack goes', () => {
    stacks.replica.hasResource('AWS::RDS::DBCluster', {
      Properties: {
        DBClusterIdentifier: 'pilot-light-replica',
        GlobalClusterIdentifier: 'pilot-light-global',
        SourceRegion: 'us-east-1',
        DeletionProtection: true,
        MasterUsername: Match.absent(),
        MasterUserPassword: Match.absent(),
        DatabaseName: Match.absent(),
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    expect(inventory(stacks.replica)).not.toHaveProperty(['AWS::RDS::DBInstance']);
  });

  test('the failover function may fail over this global cluster to this replica, and no other', () => {
    const policies = JSON.stringify(stacks.recovery.findResources('AWS::IAM::Policy'));
    const { Resource } = statementsWith(policies, 'rds:FailoverGlobalCluster');
    expect(Resource).toEqual([
      'arn:aws:rds::111111111111:global-cluster:pilot-light-global',
      'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica',
    ]);
  });

  test('a lag that grows, or that nobody tells, is an alarm', () => {
    stacks.replica.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'AuroraGlobalDBRPOLag',
      TreatMissingData: 'breaching',
      Threshold: 60_000,
      EvaluationPeriods: 15,
    });
  });
});

test('a replica with an instance has it in its stack, ready to be promoted first', () => {
  const { stacks } = synthesizeStacks({ ...GLOBAL, cluster: { replica: 'instance' } });
  stacks.replica.hasResource('AWS::RDS::DBInstance', {
    Properties: { DBInstanceClass: 'db.serverless', PromotionTier: 0 },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
});

function statementsWith(policies: string, action: string): { readonly Resource: unknown } {
  const found = [...policies.matchAll(/\{"Action":[^{}]*\}/g)].find(([text]) => text.includes(action));
  return JSON.parse(found?.[0] ?? '{}');
}
