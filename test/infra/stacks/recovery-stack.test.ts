import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import * as deployRegionStack from '../../../functions/deployRegionStack/contract';
import * as endFailover from '../../../functions/endFailover/contract';
import * as findLatestRecoveryPoint from '../../../functions/findLatestRecoveryPoint/contract';
import * as removeCluster from '../../../functions/removeCluster/contract';
import * as reportExecution from '../../../functions/reportExecution/contract';
import * as restoreAurora from '../../../functions/restoreAurora/contract';
import * as smokeTest from '../../../functions/smokeTest/contract';
import * as updateRoute53 from '../../../functions/updateRoute53/contract';
import * as waitForAvailable from '../../../functions/waitForAvailable/contract';
import { inventory, synthesizeStacks, textOf } from '../synthesized';

const { recovery } = synthesizeStacks().stacks;
const contracts = {
  deployRegionStack,
  endFailover,
  findLatestRecoveryPoint,
  removeCluster,
  reportExecution,
  restoreAurora,
  smokeTest,
  updateRoute53,
  waitForAvailable,
};

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function statementsOf(roleId: string): readonly Statement[] {
  const policies = recovery.findResources('AWS::IAM::Policy', {
    Properties: { Roles: [{ Ref: Match.stringLikeRegexp(`^${roleId}`) }] },
  });
  return Object.values(policies).flatMap((policy) => policy['Properties'].PolicyDocument.Statement);
}

const allowing = (roleId: string, action: string) =>
  statementsOf(roleId).filter(({ Action }) => [Action].flat().includes(action));

const Task = z.object({ TimeoutSeconds: z.number(), Arguments: z.object({ FunctionName: z.string() }) });

/** The states that call a function, however deep. */
function tasksOf(value: unknown): readonly z.output<typeof Task>[] {
  if (typeof value !== 'object' || value === null) return [];
  const task = Task.safeParse(value);
  return task.success ? [task.data] : Object.values(value).flatMap(tasksOf);
}

test.each(Object.entries(contracts))('%s is given the environment that it asks for', (folder, contract) => {
  const [found] = Object.values(
    recovery.findResources('AWS::Lambda::Function', { Properties: { FunctionName: `pilot-light-${folder}` } }),
  );
  // What CloudFormation fills in on deployment stands for itself here.
  const variables = Object.entries(
    z.record(z.string(), z.unknown()).parse(found?.['Properties'].Environment.Variables),
  );
  const environment = Object.fromEntries(
    variables.map(([name, value]) => [name, typeof value === 'string' ? value : 'given-on-deployment']),
  );
  expect(contract.Environment.safeParse(environment).error).toBeUndefined();
  expect(environment['POWERTOOLS_SERVICE_NAME']).toBe(folder);
});

test.each(Object.keys(contracts))('%s is a Node 24 bundle on arm64 with a log group of its own', (folder) => {
  recovery.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: `pilot-light-${folder}`,
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.anyValue() } },
  });
});

test('every function ends by itself before the workflow gives it up', () => {
  // With this setting every function that a workflow knows is deployed.
  const { recovery: whole } = synthesizeStacks({ database: 'global' }).stacks;
  const machines = Object.values(whole.findResources('AWS::StepFunctions::StateMachine'));
  const tasks = machines.flatMap((machine) => tasksOf(JSON.parse(machine['Properties'].DefinitionString)));
  const called = tasks.map(({ Arguments }) => /^\$\{(\w+)Arn\}$/.exec(Arguments.FunctionName)?.[1]);
  expect(new Set(called).size).toBeGreaterThanOrEqual(Object.keys(contracts).length);
  for (const { Arguments, TimeoutSeconds } of tasks) {
    const folder = Arguments.FunctionName.slice(2, -'Arn}'.length);
    const [found] = Object.values(
      whole.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: `pilot-light-${folder.charAt(0).toLowerCase()}${folder.slice(1)}` },
      }),
    );
    expect([folder, TimeoutSeconds > found?.['Properties'].Timeout]).toEqual([folder, true]);
  }
});

test('no role carries a managed policy or an action with a service-wide wildcard', () => {
  expect(textOf(recovery)).not.toContain('ManagedPolicyArns');
  const actions = Object.values(recovery.findResources('AWS::IAM::Policy')).flatMap((policy) =>
    z
      .array(z.object({ Action: z.union([z.string(), z.array(z.string())]) }))
      .parse(policy['Properties'].PolicyDocument.Statement)
      .flatMap(({ Action }) => Action),
  );
  expect(actions.filter((action) => /:\*$|^\*$/.test(action))).toEqual([]);
});

test('only what has no ARN, and log delivery, is allowed on everything', () => {
  const everywhere = Object.keys(recovery.findResources('AWS::IAM::Role'))
    .flatMap((id) => statementsOf(id))
    .filter(({ Resource }) => Resource === '*');
  const actions = new Set(everywhere.flatMap(({ Action }) => Action));
  expect([...actions].filter((action) => !action.startsWith('logs:')).sort()).toEqual([
    'backup:ListBackupJobs',
    'backup:ListCopyJobs',
    'backup:PutRestoreValidationResult',
    'cloudwatch:GetMetricData',
    'cloudwatch:PutMetricData',
    'rds:DescribeAccountAttributes',
    'rds:DescribeDBEngineVersions',
    'rds:DescribeEvents',
  ]);
  expect(allowing('UpdateRoute53', 'cloudwatch:PutMetricData')).toEqual([
    expect.objectContaining({ Condition: { StringEquals: { 'cloudwatch:namespace': 'PilotLight' } } }),
  ]);
});

test('a clean-up deletes only what a restore of ours has made', () => {
  for (const action of ['rds:DeleteDBCluster', 'rds:DeleteDBInstance']) {
    expect(allowing('RemoveCluster', action)).toEqual([
      expect.objectContaining({
        Resource: [
          'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-????????-??????-*',
          'arn:aws:rds:us-west-2:111111111111:db:pilot-light-????????-??????-*',
        ],
        Condition: { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' } },
      }),
      expect.objectContaining({
        Resource: [
          'arn:aws:rds:us-west-2:111111111111:cluster:validate-pilot-light-????????-??????-*',
          'arn:aws:rds:us-west-2:111111111111:db:validate-pilot-light-????????-??????-*',
        ],
        Condition: {
          StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' },
          StringLike: { 'aws:ResourceTag/pilot-light:validation-id': '*' },
        },
      }),
    ]);
  }
  const deleters = Object.keys(recovery.findResources('AWS::IAM::Role')).filter(
    (id) => allowing(id, 'rds:DeleteDBCluster').length > 0,
  );
  expect(deleters).toEqual([expect.stringMatching(/^RemoveCluster/), expect.stringMatching(/^RestoreToPointInTime/)]);
});

test('a repair deletes, starts and changes only what it has restored itself, and never the live cluster', () => {
  const repaired = ['cluster', 'db'].map(
    (kind) => `arn:aws:rds:us-east-1:111111111111:${kind}:repair-pilot-light-????????-??????-*`,
  );
  for (const action of ['rds:DeleteDBCluster', 'rds:DeleteDBInstance', 'rds:StartDBCluster']) {
    expect(allowing('RestoreToPointInTime', action)).toEqual([
      expect.objectContaining({
        Resource: repaired,
        Condition: { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreToPointInTime' } },
      }),
    ]);
  }
  const onLive = statementsOf('RestoreToPointInTime').filter(({ Resource }) =>
    [Resource].flat().includes('arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary'),
  );
  // To be read from, and to be restored from.
  expect(onLive.flatMap(({ Action }) => Action)).toEqual(['rds:RestoreDBClusterToPointInTime']);
});

test("the smoke test reads the workload's own passwords, and no other secret", () => {
  expect(allowing('SmokeTest', 'secretsmanager:GetSecretValue')).toMatchObject([
    {
      Resource: ['application', 'database'].map(
        (name) => `arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/${name}-??????`,
      ),
    },
  ]);
});

test('two roles can be passed on, and to CloudFormation only', () => {
  expect(allowing('DeployRegionStack', 'iam:PassRole')).toEqual([
    expect.objectContaining({
      Resource: ['activation', 'cache'].map((of) => `arn:aws:iam::111111111111:role/pilot-light-${of}-us-west-2`),
      Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
    }),
  ]);
});

test('traffic moves without Route 53 unless the team has chosen otherwise', () => {
  const callers = Object.keys(recovery.findResources('AWS::IAM::Role')).filter((id) =>
    statementsOf(id).some(({ Action }) => [Action].flat().some((action) => action.startsWith('route53:'))),
  );
  // The hourly look ahead reads the records; no failover waits for that.
  expect(callers).toEqual([expect.stringMatching(/^Readiness/)]);
  const byRecords = synthesizeStacks({ traffic: { mode: 'records' } }).stacks.recovery;
  byRecords.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
          Resource: 'arn:aws:route53:::hostedzone/Z0PILOTLIGHT00',
        }),
      ]),
    },
  });
});

test('the definition of the workflow is in the template, and every execution is logged', () => {
  recovery.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'pilot-light-regional-failover',
    DefinitionString: Match.stringLikeRegexp('JSONata'),
    DefinitionSubstitutions: Match.objectLike({ RestoreAuroraArn: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } }),
    LoggingConfiguration: Match.objectLike({ Level: 'ALL' }),
  });
});

test('an execution that fails, times out or is aborted is told of, in words and with the command that reads it', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [{ Ref: Match.anyValue() }] },
    },
    Targets: [
      Match.objectLike({
        Arn: { Ref: Match.stringLikeRegexp('^Notifications') },
        InputTransformer: {
          InputPathsMap: { 'detail-status': '$.detail.status', 'detail-executionArn': '$.detail.executionArn' },
          InputTemplate: Match.stringLikeRegexp(
            '^"pilot-light: a failover or drill ended as <detail-status>\\."\n".*"\n"aws .* --execution-arn <detail-executionArn>"$',
          ),
        },
      }),
    ],
  });
  recovery.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'oncall@example.com' });
});

test('the traffic switch is published again every minute, so that a moveBack is masked by one at most', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 minute)',
    Targets: [Match.objectLike({ Input: '{"action":"keep"}' })],
  });
  recovery.hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^KeepTraffic'), 'Arn'] },
  });
});

test('lock and evidence outlive the stack', () => {
  recovery.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { TableName: 'pilot-light-lock', DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' },
  });
  recovery.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      BucketName: 'pilot-light-evidence-111111111111-us-west-2',
      VersioningConfiguration: { Status: 'Enabled' },
    },
  });
});

test('it holds eighteen functions and five workflows', () => {
  expect(inventory(recovery)).toMatchObject({
    'AWS::Lambda::Function': 18,
    'AWS::StepFunctions::StateMachine': 5,
    'AWS::SNS::Topic': 1,
  });
});
