import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { Environment } from '../../../functions/readiness/contract';
import { synthesizeStacks } from '../synthesized';

const { stacks } = synthesizeStacks();
const { recovery, primary, activation } = stacks;

const [readiness] = Object.values(
  recovery.findResources('AWS::Lambda::Function', { Properties: { FunctionName: 'pilot-light-readiness' } }),
);
const variables = z.record(z.string(), z.unknown()).parse(readiness?.['Properties'].Environment.Variables);

const statements = Object.values(
  recovery.findResources('AWS::IAM::Policy', {
    Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Readiness') }] },
  }),
).flatMap((policy) =>
  z
    .array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() }))
    .parse(policy['Properties'].PolicyDocument.Statement),
);
const actions = statements.flatMap(({ Action }) => Action);

test('it is given the environment that it asks for, within the four kilobytes that Lambda allows', () => {
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'arn:on-deployment']),
  );
  expect(Environment.safeParse(environment).error).toBeUndefined();
  expect(JSON.stringify(variables).length).toBeLessThan(4096);
});

test('it looks and reports, and changes nothing else', () => {
  const changing = actions.filter((action) => !/:(Describe|Get|List)/.test(action) && !action.startsWith('logs:'));
  // A dry run of a function needs the permission to invoke it.
  expect(changing.sort()).toEqual(['events:PutEvents', 'lambda:InvokeFunction', 's3:PutObject', 'sns:Publish']);
});

test('what has no ARN is asked on everything, and nothing else is', () => {
  const everywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
  expect(everywhere.sort()).toEqual([
    'cloudwatch:GetMetricData',
    'rds:DescribeAccountAttributes',
    'rds:DescribeDBEngineVersions',
  ]);
});

test('it knows every function and every state machine of the recovery stack but itself', () => {
  const count = (type: string) => Object.keys(recovery.findResources(type)).length;
  const listed = (name: string) => JSON.stringify(variables[name]).match(/"Ref"/g)?.length;
  expect(listed('FUNCTION_NAMES')).toBe(count('AWS::Lambda::Function') - 1);
  expect(listed('STATE_MACHINE_ARNS')).toBe(count('AWS::StepFunctions::StateMachine'));
});

test("the build that it expects is the primary's and the activation's", () => {
  for (const stack of [primary, activation]) {
    stack.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'pilot-light-workload',
      Code: Match.objectLike({ S3Key: Match.stringLikeRegexp(`${String(variables['WORKLOAD_BUILD'])}\\.zip$`) }),
    });
  }
});

test('it looks every hour, and somebody hears when a failover would fail or nothing looks any more', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [Match.objectLike({ Input: '{"trigger":"schedule"}' })],
  });
  const [mails] = statements.filter(({ Action }) => Action.includes('sns:Publish'));
  expect(mails?.Resource).toEqual({ Ref: expect.stringMatching(/^Notifications/) });
  expect(variables['TOPIC_ARN']).toEqual(mails?.Resource);
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-readiness-unknown',
    MetricName: 'ReadinessState',
    TreatMissingData: 'breaching',
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Notifications') }],
  });
});

test('what reports an execution may read the newest report, and nothing else of the evidence', () => {
  const readers = Object.values(recovery.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    JSON.stringify(Properties).includes('readiness/latest.json'),
  );
  const roles = readers.filter(({ Properties }) => JSON.stringify(Properties).includes('"s3:GetObject"'));
  expect(roles.map(({ Properties }) => Properties.Roles[0].Ref)).toEqual([
    expect.stringMatching(/^ReportExecutionRole/),
  ]);
  expect(JSON.stringify(roles)).toMatch(/"Action":"s3:GetObject".{0,200}readiness\/latest\.json/);
});
