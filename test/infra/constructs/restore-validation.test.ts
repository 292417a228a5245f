import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import * as recordManifest from '../../../functions/recordManifest/contract';
import { clusterIdentifierOf, failoverRun, validationRun } from '../../../functions/shared/names';
import { dataChecks } from '../../../infra/data-checks';
import { ConfigError } from '../../../infra/config/config-error';
import { parseConfig } from '../../../infra/config/parse';
import { namesOf } from '../../../infra/names';
import { synthesizeStacks } from '../synthesized';

const { config, stacks } = synthesizeStacks({ validation: { timeZone: 'Europe/Berlin' } });
const { primary, standby, recovery } = stacks;

function variablesOf(folder: string): Record<string, unknown> {
  const [found] = [primary, recovery].flatMap((stack) =>
    Object.values(
      stack.findResources('AWS::Lambda::Function', { Properties: { FunctionName: `pilot-light-${folder}` } }),
    ),
  );
  return z.record(z.string(), z.unknown()).parse(found?.['Properties'].Environment.Variables);
}

test('the schedule starts it monthly, gives up after an hour, and what it could not start is kept and told of', () => {
  recovery.hasResourceProperties('AWS::Scheduler::Schedule', {
    Name: 'pilot-light-restore-validation',
    ScheduleExpression: 'cron(0 4 1 * ? *)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    Target: {
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('NotStarted'), 'Arn'] } },
    },
  });
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-validation-not-started',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    AlarmActions: [{ Ref: Match.stringLikeRegexp('^Notifications') }],
  });
});

test('the schedule may start this one workflow and nothing else', () => {
  const policies = Object.values(recovery.findResources('AWS::IAM::Policy')).map((policy) => policy['Properties']);
  const starting = policies.filter(({ PolicyDocument }) => JSON.stringify(PolicyDocument).includes('StartExecution'));
  const ours = starting.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(ours).toContainEqual({
    Action: 'states:StartExecution',
    Effect: 'Allow',
    Resource: { Ref: expect.stringMatching(/^RestoreValidationStateMachine/) },
  });
});

test('a backup on trial has subnets and a security group of its own, with no way in or out', () => {
  const groups = Object.values(standby.findResources('AWS::EC2::SecurityGroup')).map((group) => group['Properties']);
  const trial = groups.find(({ GroupDescription }) => GroupDescription.startsWith('A restored backup on trial'));
  expect(trial).toBeDefined();
  expect(trial).not.toHaveProperty('SecurityGroupIngress');
  // CDK's way to allow nothing out.
  expect(trial?.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
  const subnets = Object.values(standby.findResources('AWS::RDS::DBSubnetGroup')).map(
    (group) => group['Properties'].SubnetIds as readonly { Ref: string }[],
  );
  expect(subnets).toHaveLength(2);
  expect(new Set(subnets.flat().map(({ Ref }) => Ref)).size).toBe(4);
});

test('it carries no tag by which a backup plan would choose it', () => {
  const tags = JSON.parse(String(variablesOf('restoreAurora')['VALIDATION_TAGS']));
  expect(Object.keys(tags)).not.toEqual([]);
  expect(Object.keys(tags).filter((key) => key.startsWith('backup:'))).toEqual([]);
});

test('the names that the permissions reach are those that the functions make', () => {
  const { restored, underValidation } = namesOf(config);
  const point = 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-1';
  const id = '20260105-012500';
  for (const [pattern, run] of [
    [restored, failoverRun(config.name, id)],
    [underValidation, validationRun(config.name, id)],
  ] as const) {
    const made = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`);
    expect(clusterIdentifierOf(run, point)).toMatch(made);
    // Of a workload whose name goes on from here.
    expect(clusterIdentifierOf({ ...run, prefix: run.prefix.replace(id, `two-${id}`) }, point)).not.toMatch(made);
  }
});

test('the manifest is written every hour in the primary, to its own prefix of the replicated bucket', () => {
  const variables = Object.entries(variablesOf('recordManifest'));
  const environment = Object.fromEntries(
    variables.map(([name, value]) => [name, typeof value === 'string' ? value : 'given-on-deployment']),
  );
  expect(recordManifest.Environment.safeParse(environment).error).toBeUndefined();
  primary.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(0 * * * ? *)' });
  const [policy] = Object.values(
    primary.findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('RecordManifest') }] },
    }),
  );
  const actions = policy?.['Properties'].PolicyDocument.Statement.flatMap(({ Action }: { Action: unknown }) => Action);
  expect(actions).toEqual([
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'rds-data:BeginTransaction',
    'rds-data:ExecuteStatement',
    'rds-data:RollbackTransaction',
    'secretsmanager:GetSecretValue',
    's3:PutObject',
  ]);
  expect(JSON.stringify(policy)).toContain('/pilot-light/manifests/*');
});

test('the workflow may call the functions that it calls, and no other', () => {
  const [role] = Object.values(
    recovery.findResources('AWS::IAM::Role', {
      Properties: { Description: Match.stringLikeRegexp('^The validation') },
    }),
  );
  const statements = role?.['Properties'].Policies.flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: readonly { Action: unknown; Resource: unknown }[] } }) =>
      PolicyDocument.Statement,
  );
  const [allowed, ...more] = statements.filter(({ Action }: { Action: unknown }) => Action === 'lambda:InvokeFunction');
  expect(more).toEqual([]);
  const called = JSON.stringify(allowed.Resource).match(
    /(?<="Fn::GetAtt":\[")[A-Z][A-Za-z]+?(?=Function[A-Z0-9]{8}")/g,
  );
  expect(called?.toSorted()).toEqual([
    'FindLatestRecoveryPoint',
    'RemoveCluster',
    'ReportExecution',
    'RestoreAurora',
    'SmokeTest',
    'WaitForAvailable',
  ]);
});

test('a validation that ends without a word is told of, one that has reported is not told of twice', () => {
  recovery.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      detail: {
        status: ['FAILED'],
        error: [{ 'anything-but': ['ValidationFailed', 'FencedOutError', 'InvalidRequestError'] }],
      },
    },
  });
  recovery.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-validation-failed',
    AlarmActions: Match.absent(),
  });
});

describe('the configuration', () => {
  test.each<readonly [string, object, RegExp]>([
    [
      'an unknown time zone',
      { timeZone: 'Mars/Olympus' },
      /validation\.timeZone is "Mars\/Olympus": write a time zone/,
    ],
    [
      'a schedule of five fields',
      { schedule: '0 4 1 * *' },
      /validation\.schedule is "0 4 1 \* \*": write a cron expression with six fields/,
    ],
    [
      'a schedule that is never due',
      { schedule: 'cron(0 4 31 2 ? *)' },
      /validation\.schedule is "cron\(0 4 31 2 \? \*\)": write one that comes due/,
    ],
    [
      'a check without an expectation',
      { checks: [{ name: 'x', sql: 'select 1', expect: {} }] },
      /validation\.checks\.0\.expect is {}: write what is expected/,
    ],
    [
      'a deadline that is a budget now',
      { restoreDeadlineMinutes: 60 },
      /validation\.restoreDeadlineMinutes is not a setting: write it as validation\.restoreBudgetMinutes: a step that takes longer is reported/,
    ],
    [
      'a table without its schema',
      { newestRows: [{ table: 'orders', orderBy: 'id', show: ['id'] }] },
      /validation\.newestRows\.0\.table is "orders": write schema and table, such as "public\.orders"/,
    ],
    [
      'a newest row of which nothing is shown',
      { newestRows: [{ table: 'public.orders', orderBy: 'id', show: [] }] },
      /validation\.newestRows\.0\.show is \[\]: write at least one column that may be read in a mail/,
    ],
    [
      'a newest row without an order',
      { newestRows: [{ table: 'public.orders', show: ['id'] }] },
      /validation\.newestRows\.0\.orderBy .*write the name of a column/,
    ],
    [
      'a fourth sentence',
      { newestRows: Array.from({ length: 4 }, () => ({ table: 'public.orders', orderBy: 'id', show: ['id'] })) },
      /validation\.newestRows: write three tables or fewer/,
    ],
    ['a heartbeat without a schema', { heartbeat: { table: 'beats', column: 'at' } }, /write schema and table/],
  ])('refuses %s', (_, validation, message) => {
    expect(() => parseConfig({ validation })).toThrow(message);
  });

  test('refuses more checks than a function can be given', () => {
    const check = { name: 'x', sql: `select ${'1 + '.repeat(800)}1`, expect: { atLeast: 1 } };
    expect(() => dataChecks(parseConfig({ validation: { checks: [check] } }))).toThrow(ConfigError);
  });

  test('names the newest heartbeat by default, what the team names instead, and nothing where it names nothing', () => {
    const rowsOf = (validation: object) => dataChecks(parseConfig({ validation })).newestRows;
    expect(rowsOf({})).toEqual([expect.objectContaining({ table: 'public.heartbeats', orderBy: 'recorded_at' })]);
    const own = { table: 'Sales.Orders 2026', name: 'order', orderBy: 'placedAt', show: ['id', 'a b', 'c', 'd', 'e'] };
    expect(rowsOf({ newestRows: [own, own, own] })).toEqual([own, own, own]);
    expect(rowsOf({ newestRows: [] })).toEqual([]);
  });

  test('may have no heartbeat and no integrity check', () => {
    const settings = dataChecks(parseConfig({ validation: { heartbeat: null, integrity: false } }));
    expect(settings).toMatchObject({ heartbeat: null, integrity: false });
  });
});
