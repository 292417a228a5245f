import { describeDependency, findDependencies, unacknowledged } from '../../../infra/checks/recovery-path';
import { primaryMentions } from '../../../infra/checks/primary-mentions';
import { Template } from '../../../infra/checks/template';

const nothing = Template.parse({});

function template(resources: Record<string, { Type: string; Properties?: unknown }>): Template {
  return Template.parse({
    Resources: Object.fromEntries(
      Object.entries(resources).map(([id, resource]) => [
        id,
        { ...resource, Metadata: { 'aws:cdk:path': `Stack/${id}/Resource` } },
      ]),
    ),
  });
}

function roleThatMay(actions: unknown, resource: unknown = '*', roleName?: string): Template {
  return template({
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: roleName } },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] },
      },
    },
  });
}

const base = {
  activation: nothing,
  recovery: nothing,
  standby: nothing,
  region: 'us-west-2',
  activationRole: 'activation',
};

describe('the activation template', () => {
  test.each([
    'AWS::IAM::Role',
    'AWS::IAM::Policy',
    'AWS::S3::Bucket',
    'AWS::S3::BucketPolicy',
    'AWS::Route53::RecordSet',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::ElastiCache::ServerlessCache',
    'AWS::EC2::VPCEndpoint',
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::DomainName',
    'AWS::RDS::DBCluster',
    'AWS::CloudFront::Distribution',
    'Custom::S3AutoDeleteObjects',
    'AWS::CloudFormation::CustomResource',
  ])('may not make %s', (type) => {
    const dependencies = findDependencies({ ...base, activation: template({ Thing: { Type: type } }) });
    expect(dependencies.map(({ path, name }) => ({ path, name }))).toEqual([{ path: 'Stack/Thing', name: type }]);
  });

  test.each([
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Integration',
  ])('may make %s', (type) => {
    expect(findDependencies({ ...base, activation: template({ Thing: { Type: type } }) })).toEqual([]);
  });

  test('a dependency names the resource, the dependency, what to do instead, and the source', () => {
    const [dependency] = findDependencies({ ...base, activation: template({ Thing: { Type: 'AWS::IAM::Role' } }) });
    expect(dependency && describeDependency(dependency)).toMatch(
      /^Stack\/Thing: AWS::IAM::Role needs IAM's control plane, which is in us-east-1\.\n\s+Instead: .+standby stack.+\(AWS Fault Isolation/,
    );
  });
});

describe('the functions of the recovery stack', () => {
  test.each([
    'iam:CreateRole',
    'iam:*',
    '*',
    's3:PutBucketPolicy',
    's3:Put*',
    'route53:ChangeResourceRecordSets',
    'cloudfront:UpdateDistribution',
    'elasticache:CreateServerlessCache',
    'rds:RestoreDBClusterFromSnapshot',
    'lambda:CreateFunctionUrlConfig',
  ])('may not call %s', (action) => {
    const [dependency] = findDependencies({ ...base, recovery: roleThatMay(['sts:GetCallerIdentity', action]) });
    expect(dependency).toMatchObject({ path: 'Stack/Policy', name: action });
  });

  test.each([
    'iam:PassRole',
    's3:PutObject',
    'cloudwatch:PutMetricData',
    'rds:ModifyDBCluster',
    'lambda:CreateFunction',
  ])('may call %s', (action) => {
    expect(findDependencies({ ...base, recovery: roleThatMay(action) })).toEqual([]);
  });

  test('an inline policy counts as well', () => {
    const statement = { Effect: 'Allow', Action: 'iam:CreateRole', Resource: '*' };
    const recovery = template({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyName: 'inline', PolicyDocument: { Statement: [statement] } }] },
      },
    });
    expect(findDependencies({ ...base, recovery })).toHaveLength(1);
  });

  test('a statement that allows all but some actions allows the forbidden ones', () => {
    const recovery = template({
      Role: { Type: 'AWS::IAM::Role' },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }] },
        },
      },
    });
    expect(findDependencies({ ...base, recovery })).not.toEqual([]);
  });

  test('a denial is no dependency', () => {
    const recovery = template({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] } }],
        },
      },
    });
    expect(findDependencies({ ...base, recovery })).toEqual([]);
  });
});

describe('the role that deploys the activation stack', () => {
  const api = (path: string) => `arn:aws:apigateway:us-west-2::/${path}`;
  const onApi = (path: string) => ({
    ...base,
    standby: roleThatMay('apigateway:POST', { 'Fn::Join': ['', [api('apis/'), { Ref: 'Api' }, path]] }, 'activation'),
  });

  test('may put routes on the API', () => {
    expect(findDependencies(onApi('/routes'))).toEqual([]);
    expect(findDependencies(onApi('/routes/*'))).toEqual([]);
  });
  test('may not change the API itself', () => {
    expect(findDependencies(onApi(''))).toHaveLength(1);
    expect(findDependencies({ ...base, standby: roleThatMay('apigateway:*', '*', 'activation') })).toHaveLength(1);
  });
  test('is the only role of the standby stack that counts: the others act ahead of time', () => {
    expect(findDependencies({ ...base, standby: roleThatMay('iam:CreateRole', '*', 'another') })).toEqual([]);
  });
});

test('what the workflow calls by itself counts', () => {
  const definition = {
    States: { Move: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:route53:changeResourceRecordSets' } },
  };
  const recovery = template({
    Workflow: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: JSON.stringify(definition) },
    },
  });
  expect(findDependencies({ ...base, recovery })).toEqual([
    expect.objectContaining({
      path: 'Stack/Workflow.States.Move.Resource',
      name: 'route53:ChangeResourceRecordSets',
    }),
  ]);
});

describe('an acknowledgement', () => {
  const dependencies = findDependencies({ ...base, recovery: roleThatMay('route53:GetChange') });
  const known = { dependency: 'route53:GetChange', path: 'Stack/Policy', reason: 'because' };

  test.each([
    ['of this action at this place', known, 0],
    ['of a wider pattern', { ...known, dependency: 'route53:*' }, 0],
    ['of the whole stack', { ...known, path: 'Stack' }, 0],
    ['of another action', { ...known, dependency: 'route53:ListResourceRecordSets' }, 1],
    ['of another place', { ...known, path: 'Stack/Pol' }, 1],
  ])('%s is weighed', (_, acknowledgement, left) => {
    expect(unacknowledged(dependencies, [acknowledgement])).toHaveLength(left);
  });

  test('of one action does not cover a wildcard', () => {
    const wide = findDependencies({ ...base, recovery: roleThatMay('route53:*') });
    expect(unacknowledged(wide, [known])).toHaveLength(1);
  });
});

describe('a standby-region template', () => {
  const cluster = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
  const withEnvironment = (value: string) =>
    template({
      Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { ARN: value } } } },
    });

  test('may hold the ARN of the primary cluster as data', () => {
    expect(primaryMentions(withEnvironment(cluster), 'us-east-1', [cluster])).toEqual([]);
  });
  test('may not name the primary region otherwise', () => {
    expect(primaryMentions(withEnvironment('https://rds.us-east-1.amazonaws.com'), 'us-east-1', [cluster])).toEqual([
      { path: 'Stack/Function.Environment.Variables.ARN', text: 'https://rds.us-east-1.amazonaws.com' },
    ]);
  });
});
