import { Match, type Template } from 'aws-cdk-lib/assertions';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { primary, standby, cache, recovery } = synthesizeStacks().stacks;

test('in the primary region it stands across both zones, with our key, limits, and no snapshots', () => {
  primary.hasResource('AWS::ElastiCache::ServerlessCache', {
    DeletionPolicy: 'Delete',
    Properties: {
      ServerlessCacheName: 'pilot-light-primary',
      Engine: 'valkey',
      MajorEngineVersion: '8',
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
      CacheUsageLimits: { DataStorage: { Maximum: 1, Unit: 'GB' }, ECPUPerSecond: { Maximum: 5000 } },
      SnapshotRetentionLimit: 0,
    },
  });
  expect(zonesOfCache(primary)).toEqual(['us-east-1a', 'us-east-1b']);
});

test('only members of its clients group reach it, on its two ports', () => {
  for (const template of [primary, standby]) {
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('CacheSecurityGroup'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('CacheClients'), 'GroupId'] },
      FromPort: 6379,
      ToPort: 6380,
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  }
});

test('a stack of its own makes the standby one, on what stands ready there, and marks it as ours', () => {
  standby.resourceCountIs('AWS::ElastiCache::ServerlessCache', 0);
  expect(inventory(cache)).toEqual({ 'AWS::ElastiCache::ServerlessCache': 1, 'AWS::SSM::Parameter': 1 });
  cache.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
    ServerlessCacheName: 'pilot-light-standby',
    SubnetIds: { Ref: Match.stringLikeRegexp('cachesubnetids') },
    SecurityGroupIds: [{ Ref: Match.stringLikeRegexp('cachesecuritygroupid') }],
    KmsKeyId: { Ref: Match.stringLikeRegexp('keyarn') },
    Tags: Match.arrayWith([{ Key: 'pilot-light:created-by', Value: 'PilotLightCache' }]),
  });
  for (const name of ['cache-subnet-ids', 'cache-security-group-id', 'key-arn']) {
    standby.hasResourceProperties('AWS::SSM::Parameter', { Name: `/pilot-light/standby/${name}` });
  }
});

test('where it is stands under the same name in both regions', () => {
  for (const template of [primary, cache]) {
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/pilot-light/workload/cache-endpoint' });
  }
});

test("CloudFormation's role makes this cache and no other, with this key", () => {
  const { cache: statements } = policiesOf(standby, 'pilot-light-cache-us-west-2');
  expect(textOf(cache)).not.toContain('us-east-1');
  expect(JSON.stringify(policiesOf(standby, 'pilot-light-activation-us-west-2'))).not.toContain('elasticache');
  expect(statements).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        Action: expect.arrayContaining(['elasticache:CreateServerlessCache']),
        Resource: 'arn:aws:elasticache:us-west-2:111111111111:serverlesscache:pilot-light-standby',
      }),
      expect.objectContaining({
        Action: 'kms:CreateGrant',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    ]),
  );
});

test('a failover deletes no cache but one that its own stack has made and lost', () => {
  recovery.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        {
          Effect: 'Allow',
          Action: 'elasticache:DeleteServerlessCache',
          Resource: 'arn:aws:elasticache:us-west-2:111111111111:serverlesscache:pilot-light-standby',
          Condition: { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'PilotLightCache' } },
        },
      ]),
    },
  });
});

test('kept in the standby region all the time, no failover makes it, and no role may', () => {
  const { stacks } = synthesizeStacks({ workload: { kind: 'reference', cache: { standby: 'always' } } });
  stacks.standby.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
    ServerlessCacheName: 'pilot-light-standby',
    KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
  });
  expect(inventory(stacks.cache)).toEqual({});
  expect(policiesOf(stacks.standby, 'pilot-light-cache-us-west-2')).toEqual({});
  expect(textOf(stacks.recovery)).not.toMatch(/elasticache:|PilotLightCache/);
});

test('Redis OSS is a setting, and so is none', () => {
  synthesizeStacks({
    workload: { kind: 'reference', cache: { engine: 'redis' } },
  }).stacks.primary.hasResourceProperties('AWS::ElastiCache::ServerlessCache', {
    Engine: 'redis',
    MajorEngineVersion: '7',
  });
  const { stacks } = synthesizeStacks({ workload: { kind: 'reference', cache: { engine: 'none' } } });
  for (const template of [stacks.primary, stacks.standby, stacks.activation, stacks.cache, stacks.recovery]) {
    expect(inventory(template)['AWS::ElastiCache::ServerlessCache']).toBeUndefined();
    expect(textOf(template)).not.toMatch(/elasticache|cache-endpoint|CacheClients/);
  }
});

function zonesOfCache(template: Template): readonly string[] {
  const resources: Record<string, { Properties: Record<string, unknown> }> = template.toJSON()['Resources'];
  const [cache] = Object.values(template.findResources('AWS::ElastiCache::ServerlessCache'));
  const subnets: { Ref: string }[] = cache?.['Properties'].SubnetIds;
  return subnets.map(({ Ref }) => String(resources[Ref]?.Properties['AvailabilityZone']));
}

function policiesOf(template: Template, roleName: string): Readonly<Record<string, readonly unknown[]>> {
  const [role] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } }));
  const policies: { PolicyName: string; PolicyDocument: { Statement: unknown[] } }[] =
    role?.['Properties'].Policies ?? [];
  return Object.fromEntries(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument.Statement]));
}
