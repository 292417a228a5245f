import { Match } from 'aws-cdk-lib/assertions';
import { synthesizeStacks } from '../synthesized';

const { primary, recovery } = synthesizeStacks().stacks;

test.each([
  // It pauses by itself (Aurora User Guide, Scaling to Zero ACUs with automatic pause and resume).
  ['pauses', primary, 2],
  ['follows', synthesizeStacks({ profile: 'standard' }).stacks.primary, 1],
] as const)('a writer stands in one zone, a reader that %s in another', (_, template, readerTier) => {
  for (const [zone, tier] of [
    ['us-east-1a', 0],
    ['us-east-1b', readerTier],
  ]) {
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      AvailabilityZone: zone,
      PromotionTier: tier,
      DBInstanceClass: 'db.serverless',
      PubliclyAccessible: false,
    });
  }
});

test.each([
  [{ profile: 'standard' }, { MinCapacity: 0.5, MaxCapacity: 8 }],
  [{ database: 'global' }, { MinCapacity: 0.5, MaxCapacity: 8 }],
  [
    { profile: 'strict', cluster: { minCapacity: 2 } },
    { MinCapacity: 2, MaxCapacity: 8 },
  ],
])('with %j nothing pauses', (overrides, scaling) => {
  const { stacks } = synthesizeStacks(overrides);
  stacks.primary.hasResourceProperties('AWS::RDS::DBCluster', { ServerlessV2ScalingConfiguration: scaling });
});

test('nothing that would keep the reader awake is switched on: RDS proxies, logical replication', () => {
  primary.resourceCountIs('AWS::RDS::DBProxy', 0);
  expect(JSON.stringify(primary.findResources('AWS::RDS::DBClusterParameterGroup'))).not.toContain('logical');
});

test('what is restored has the capacity that is configured, and pauses only where that is 0', () => {
  recovery.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'pilot-light-restoreAurora',
    Environment: { Variables: Match.objectLike({ MIN_CAPACITY: '0.5', MAX_CAPACITY: '8' }) },
  });
});
