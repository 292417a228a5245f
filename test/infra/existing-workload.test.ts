import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAssembly } from '../../infra/checks/check-assembly';
import { parseConfig } from '../../infra/config/parse';
import { inTemporaryDirectory, synthesizeInto } from './synthesize-into';
import { inventory, synthesizeStacks, textOf } from './synthesized';

const ORDERS = 'test/scenarios/existing-workload/activation.template.json';

function existing(activationTemplate: string, more: object = {}) {
  return {
    workload: {
      kind: 'existing',
      clusterArn: 'arn:aws:rds:us-east-1:111111111111:cluster:orders',
      secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:rds!cluster-1',
      standbySecretArn: 'arn:aws:secretsmanager:us-west-2:111111111111:secret:orders/database-Kx7wQz',
      keyArn: 'arn:aws:kms:us-east-1:111111111111:key/1',
      activationTemplate,
      activationPermissions: [
        {
          actions: ['lambda:CreateFunction'],
          resources: ['arn:aws:lambda:us-west-2:111111111111:function:orders-api'],
        },
      ],
      healthPaths: ['/status'],
      ...more,
    },
  };
}

const { stacks } = synthesizeStacks(existing(ORDERS, { frontend: { bucketName: 'orders-web', keys: ['index.html'] } }));

describe('beside a workload that runs already', () => {
  test('the primary stack holds what protects it, and no database, API or function of its own', () => {
    const types = inventory(stacks.primary);
    expect(types).toMatchObject({ 'AWS::Backup::BackupPlan': 1, 'AWS::Backup::BackupSelection': 1 });
    for (const absent of [
      'AWS::RDS::DBCluster',
      'AWS::ApiGatewayV2::Api',
      'AWS::EC2::VPC',
      'AWS::ElastiCache::ServerlessCache',
    ])
      expect(types).not.toHaveProperty([absent]);
    // The one function writes down what the database holds.
    expect(types['AWS::Lambda::Function']).toBe(1);
  });

  test('the plan backs up that cluster, with its key', () => {
    stacks.primary.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: ['arn:aws:rds:us-east-1:111111111111:cluster:orders'] },
    });
    expect(textOf(stacks.primary)).toContain('arn:aws:kms:us-east-1:111111111111:key/1');
  });

  test("its team's own alarm on errors starts the workflow of a lost zone, and is the one that may be read", () => {
    const own = synthesizeStacks(existing(ORDERS, { errorsAlarm: 'orders-5xx' })).stacks;
    for (const stack of [own.primary, own.recovery])
      stack.hasResourceProperties('AWS::Events::Rule', {
        EventPattern: { source: ['aws.cloudwatch'], detail: { alarmName: ['orders-5xx'] } },
      });
    expect(textOf(own.recovery)).toContain('arn:aws:cloudwatch:us-east-1:111111111111:alarm:orders-5xx');
  });

  test('the frontend that it has may be replicated, by a rule that its owner sets', () => {
    const output = JSON.stringify(stacks.primary.findOutputs('FrontendReplicationConfiguration'));
    expect(output).toContain('put-bucket-replication --region us-east-1 --bucket orders-web');
    expect(output).toContain('pilot-light-replica-111111111111-us-west-2');
  });

  test('the standby region has neither API nor workload role of ours, and a way to the database', () => {
    const types = inventory(stacks.standby);
    expect(types).not.toHaveProperty(['AWS::ApiGatewayV2::Api']);
    stacks.standby.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/pilot-light/standby/database-clients-security-group-id',
    });
    stacks.standby.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
  });

  test('CloudFormation may do what the configuration says, and read what the template takes', () => {
    const roles = stacks.standby.findResources('AWS::IAM::Role', {
      Properties: { RoleName: 'pilot-light-activation-us-west-2' },
    });
    const text = JSON.stringify(roles);
    expect(text).toContain('arn:aws:lambda:us-west-2:111111111111:function:orders-api');
    expect(text).toContain('arn:aws:ssm:us-west-2:111111111111:parameter/orders/api-id');
    expect(text).not.toContain('pilot-light-workload');
  });

  test('the activation stack is the template of the team', () => {
    expect(inventory(stacks.activation)).toEqual({
      'AWS::ApiGatewayV2::Integration': 1,
      'AWS::ApiGatewayV2::Route': 2,
      'AWS::Lambda::Function': 1,
      'AWS::Lambda::Permission': 1,
    });
  });

  test('what is tested are its health paths and the objects of its frontend', () => {
    const text = textOf(stacks.recovery);
    expect(text).toContain('standby answers /status');
    expect(text).toContain('replica holds index.html');
    expect(text).not.toContain('heartbeats');
  });
});

test('a global database is made around the cluster that runs already', () => {
  const secretArn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:orders/database-a1B2c3';
  const { stacks: global } = synthesizeStacks({ database: 'global', ...existing(ORDERS, { secretArn }) });
  global.primary.hasResourceProperties('AWS::RDS::GlobalCluster', { SourceDBClusterIdentifier: 'orders' });
  global.replica.hasResourceProperties('AWS::RDS::DBCluster', { GlobalClusterIdentifier: 'pilot-light-global' });
  expect(textOf(global.recovery)).toContain('us-west-2:111111111111:secret:orders/database-??????');
});

const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: { Handler: 'a.b', Role: 'arn', Runtime: 'nodejs24.x', Code: {} },
};

describe('what leans on us-east-1 is refused', () => {
  const types: [type: string, properties: object, why: string][] = [
    ['AWS::IAM::Role', { AssumeRolePolicyDocument: {} }, "IAM's control plane"],
    ['AWS::S3::Bucket', {}, 'S3 bucket names'],
    ['AWS::Route53::RecordSet', { Name: 'a', Type: 'A' }, "Route 53's control plane"],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', {}, "Route 53's control plane"],
    ['Custom::Migration', { ServiceToken: 'arn' }, 'nobody can tell'],
    ['AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/t' }, 'another template'],
  ];
  const offenders = types.map(([Type, Properties], index) => [`Offender${index}`, { Type, Properties }] as const);
  const mention = { ...FUNCTION, Properties: { ...FUNCTION.Properties, Description: 'of us-east-1' } };
  const complaint = complaintAbout(
    { Resources: { Handler: mention, ...Object.fromEntries(offenders) } },
    { activationPermissions: [{ actions: ['iam:CreateRole'], resources: ['arn:aws:iam::111111111111:role/x'] }] },
  );

  test.each(types.map(([type, , why], index) => [type, why, index] as const))(
    'an activation template with %s, and the resource is named',
    (type, why, index) => {
      expect(complaint).toMatch(new RegExp(`Offender${index}: ${type} needs .*${why}.*\\n +Instead: `));
    },
  );

  test('an activation template that names the primary region', () => {
    expect(complaint).toMatch(/Handler.Description: names the primary region, us-east-1/);
  });

  test('permissions, like those of our own activation', () => {
    expect(complaint).toMatch(/ActivationRole: iam:CreateRole needs IAM/);
  });
});

test.each([
  [
    'that is not there',
    undefined,
    /workload.activationTemplate: cannot read .*write the path of a CloudFormation template/,
  ],
  ['that is no template', 'not: [a template', /workload.activationTemplate: .* is no CloudFormation template/],
  [
    'with a macro',
    JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources: { Handler: FUNCTION } }),
    /it has a transform, and what a macro makes cannot be checked/,
  ],
  [
    'with a question that nobody would answer',
    JSON.stringify({ Parameters: { Size: { Type: 'String' } }, Resources: { Handler: FUNCTION } }),
    /its parameters Size have no default/,
  ],
])('an activation template %s is refused', (_, content, complaint) => {
  expect(complaintAbout(content)).toMatch(complaint);
});

/** What synthesis says against a template. */
function complaintAbout(template: unknown, more: object = {}): string {
  return inTemporaryDirectory((directory) => {
    const file = join(directory, 'activation.template.json');
    if (template !== undefined) writeFileSync(file, typeof template === 'string' ? template : JSON.stringify(template));
    const config = parseConfig(existing(file, more));
    try {
      checkAssembly(synthesizeInto(directory, config), config);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'no complaint';
  });
}
