import { Match } from 'aws-cdk-lib/assertions';
import { inventory, synthesizeStacks } from '../synthesized';

const { frontend, primary, standby } = synthesizeStacks().stacks;

const ORIGIN_CONTROL = { 'Fn::GetAtt': [Match.stringLikeRegexp('^OriginAccess'), 'Id'] };

test('one distribution asks the primary bucket, and the replica when that answers 5xx or not at all', () => {
  frontend.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Origins: [
        Match.objectLike({
          DomainName: 'pilot-light-frontend-111111111111-us-east-1.s3.us-east-1.amazonaws.com',
          OriginAccessControlId: ORIGIN_CONTROL,
        }),
        Match.objectLike({
          DomainName: 'pilot-light-replica-111111111111-us-west-2.s3.us-west-2.amazonaws.com',
          OriginAccessControlId: ORIGIN_CONTROL,
        }),
      ],
      OriginGroups: {
        Items: [Match.objectLike({ FailoverCriteria: { StatusCodes: { Items: [500, 502, 503, 504], Quantity: 4 } } })],
      },
    },
  });
});

test('a silent primary costs a browser four seconds, where CloudFront by itself would wait for thirty', () => {
  const [distribution] = Object.values(frontend.findResources('AWS::CloudFront::Distribution'));
  const origins: { ConnectionAttempts: number; ConnectionTimeout: number }[] =
    distribution?.['Properties'].DistributionConfig.Origins;
  expect(origins.map((origin) => origin.ConnectionAttempts * origin.ConnectionTimeout)).toEqual([4, 4]);
});

test('browsers get it over TLS alone, with the headers that they expect, and may only read', () => {
  frontend.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: ['www.example.com'],
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      DefaultCacheBehavior: {
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        ResponseHeadersPolicyId: Match.anyValue(),
      },
    },
  });
});

test('its name leads to it over both protocols, and no record ever moves', () => {
  for (const Type of ['A', 'AAAA']) {
    frontend.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'www.example.com.',
      Type,
      AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Distribution'), 'DomainName'] } },
      Failover: Match.absent(),
    });
  }
});

test('it is one distribution, its certificate and its records', () => {
  expect(inventory(frontend)).toEqual({
    'AWS::CertificateManager::Certificate': 1,
    'AWS::CloudFront::Distribution': 1,
    'AWS::CloudFront::OriginAccessControl': 1,
    'AWS::Route53::RecordSet': 2,
  });
});

test.each([
  ['primary', primary],
  ['standby', standby],
] as const)(
  'in the %s, distributions of this account read the bucket, but not what the database held',
  (_where, stack) => {
    const reader = { Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } };
    stack.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            ...reader,
            Effect: 'Allow',
            Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::111111111111:distribution/*' } },
          }),
          Match.objectLike({
            ...reader,
            Effect: 'Deny',
            Resource: { 'Fn::Join': ['', [Match.anyValue(), '/pilot-light/manifests/*']] },
          }),
        ],
      },
    });
  },
);

test('what was in the bucket before its replica can be replicated by a batch job, and nothing else done by it', () => {
  primary.hasResourceProperties('AWS::IAM::Role', {
    RoleName: 'pilot-light-batch-replication-us-east-1',
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'batchoperations.s3.amazonaws.com' } }] },
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            Match.objectLike({ Action: 's3:InitiateReplication' }),
            Match.objectLike({ Action: ['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'] }),
          ],
        },
      },
    ],
  });
});

test('the stack is in us-east-1 wherever the workload is, and each origin in its own region', () => {
  const { stacks } = synthesizeStacks({ name: 'shop', primaryRegion: 'eu-central-1', standbyRegion: 'eu-west-1' });
  stacks.frontend.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Origins: [
        Match.objectLike({ DomainName: 'shop-frontend-111111111111-eu-central-1.s3.eu-central-1.amazonaws.com' }),
        Match.objectLike({ DomainName: 'shop-replica-111111111111-eu-west-1.s3.eu-west-1.amazonaws.com' }),
      ],
    },
  });
});

test('without a CDN there is no such stack, and no bucket is read from outside', () => {
  const { stacks } = synthesizeStacks({ workload: { kind: 'reference', frontend: { cdn: false } } });
  expect(inventory(stacks.frontend)).toEqual({});
  for (const stack of [stacks.primary, stacks.standby])
    expect(JSON.stringify(stack.toJSON())).not.toContain('cloudfront.amazonaws.com');
});
