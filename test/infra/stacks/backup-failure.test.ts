import { Match } from 'aws-cdk-lib/assertions';
import { ConfigError } from '../../../infra/config/config-error';
import { parseConfig } from '../../../infra/config/parse';
import { compilePattern } from '../../../simulator/services/events/pattern';
import { synthesizeStacks } from '../synthesized';

const { stacks } = synthesizeStacks();
const { primary, recovery } = stacks;
const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';

type Properties = Readonly<Record<string, unknown>>;

/** Rules whose events go to the workflow, or from the primary region to the standby region's bus. */
function rules(stack: typeof primary, target: string): readonly Properties[] {
  const found = Object.values(stack.findResources('AWS::Events::Rule')).map(
    (resource) => resource['Properties'] as Properties,
  );
  return found.filter(({ Targets }) => JSON.stringify(Targets).includes(target));
}

const REGIONS = [
  ['the primary region', rules(primary, 'event-bus/default')],
  ['the standby region', rules(recovery, 'BackupFailureNotificationStateMachine')],
] as const;

describe.each(REGIONS)('in %s', (where, found) => {
  const patterns = found.map(({ EventPattern }) => compilePattern(EventPattern));
  const hears = (event: Properties) => patterns.some((matches) => matches(event));
  const job = (detail: Properties, type = 'Backup Job State Change') =>
    hears({ source: 'aws.backup', 'detail-type': type, detail: { resourceArn: CLUSTER, ...detail } });
  const alarm = (alarmName: string, value: string) =>
    hears({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { alarmName, state: { value } },
    });

  test.each(['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL'])('a job that ends %s is heard', (state) => {
    expect(job({ state })).toBe(true);
    expect(job({ state }, 'Copy Job State Change')).toBe(true);
  });
  test.each(['COMPLETED', 'RUNNING', 'CREATED'])('a job that is %s is not', (state) => {
    expect(job({ state })).toBe(false);
  });
  test('a job of which the event does not say what it was of is heard', () => {
    expect(job({ state: 'FAILED', resourceArn: {} })).toBe(true);
    expect(job({ state: 'FAILED', resourceArn: undefined })).toBe(true);
  });
  test('the jobs of other resources are not', () => {
    expect(job({ state: 'FAILED', resourceArn: `${CLUSTER}-other` })).toBe(false);
  });
  test('alarms about backups and recovery points are heard when they go off, and no others', () => {
    expect(alarm('pilot-light-backup-jobs-failed', 'ALARM')).toBe(true);
    expect(alarm('pilot-light-recovery-point-age', 'ALARM')).toBe(true);
    expect(alarm('pilot-light-backup-jobs-failed', 'OK')).toBe(false);
    expect(alarm('pilot-light-untold-backup-failure', 'ALARM')).toBe(false);
  });
  test('every target has a dead-letter queue and a role of its own', () => {
    expect(found).toHaveLength(where === 'the primary region' ? 4 : 2);
    for (const { Targets } of found) {
      expect(Targets).toEqual([
        expect.objectContaining({ DeadLetterConfig: expect.anything(), RoleArn: expect.anything() }),
      ]);
    }
  });
});

test('what the primary region sends on may go to one bus, in the standby region', () => {
  primary.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Action: 'events:PutEvents',
          Effect: 'Allow',
          Resource: 'arn:aws:events:us-west-2:111111111111:event-bus/default',
        },
      ],
    },
  });
});

test('alarms on failures take missing data for good news: AWS Backup puts no zeros', () => {
  for (const [stack, count] of [
    [primary, 3],
    [recovery, 1],
  ] as const) {
    const alarms = Object.values(
      stack.findResources('AWS::CloudWatch::Alarm', { Properties: { Namespace: 'AWS/Backup', Statistic: 'Sum' } }),
    ).filter(
      // `failed-backups` is the primary region's own word, for the case that the standby region hears nothing.
      ({ Properties: { AlarmName, MetricName } }) =>
        /Failed|Expired/.test(MetricName) && AlarmName !== 'pilot-light-failed-backups',
    );
    expect(alarms).toHaveLength(count);
    for (const { Properties } of alarms) {
      expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching', Threshold: 0, EvaluationPeriods: 1 });
      // The workflow hears of them; a topic would say the same a second time.
      expect(Properties.AlarmActions).toBeUndefined();
    }
  }
});

test('the liveness alarm takes missing data for the failure: without a completed backup AWS Backup puts nothing', () => {
  primary.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'pilot-light-backup-jobs-completed',
    Namespace: 'AWS/Backup',
    MetricName: 'NumberOfBackupJobsCompleted',
    Statistic: 'Sum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
  });
});

test('an execution that fails, times out or is stopped is mailed as text that a person can read', () => {
  const [rule] = Object.values(recovery.findResources('AWS::Events::Rule')).filter(({ Properties }) =>
    Properties.Description?.startsWith('The workflow that notifies of failed backups'),
  );
  expect(rule?.['Properties'].EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
  expect(rule?.['Properties'].Targets[0].InputTransformer.InputTemplate).toMatch(
    /^"pilot-light: the workflow of backup failures ended as <[\w-]+>\."\n".*"\n"aws .* --execution-arn <[\w-]+>"$/,
  );
});

test.each(['pilot-light-untold-backup-failure', 'pilot-light-undelivered-backup-signals'])(
  'the alarm %s tells the topic itself',
  (AlarmName) => {
    recovery.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName, AlarmActions: [Match.anyValue()] });
  },
);

test('the topic lets in our own alarms', () => {
  recovery.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-west-2:111111111111:alarm:pilot-light-*' } },
        }),
      ]),
    },
  });
});

describe('the function', () => {
  const statements = (stack: typeof recovery): readonly Properties[] =>
    Object.entries(stack.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith('AssessBackupFailure'))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  const allowing = (action: string, stack = recovery) =>
    statements(stack).filter(({ Action }) => [Action].flat().includes(action));

  test('starts backups in one vault, copies of snapshots of AWS Backup, with one role', () => {
    expect(allowing('backup:StartBackupJob')).toMatchObject([
      { Resource: 'arn:aws:backup:us-east-1:111111111111:backup-vault:pilot-light-primary' },
    ]);
    expect(allowing('backup:StartCopyJob')).toMatchObject([
      { Resource: 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:*' },
    ]);
    expect(allowing('iam:PassRole')).toMatchObject([
      {
        Resource: 'arn:aws:iam::111111111111:role/pilot-light-backup-us-east-1',
        Condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
      },
    ]);
  });

  test('can reach its own items of the table, not the lock', () => {
    expect(allowing('dynamodb:PutItem')).toMatchObject([
      { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['backup-incident#*'] } } },
    ]);
  });

  test('asks of executions whether they run, and nothing else of Step Functions', () => {
    const [statement, ...more] = allowing('states:DescribeExecution');
    expect(more).toEqual([]);
    expect(statement?.['Resource']).toContain(
      'arn:aws:states:us-west-2:111111111111:execution:pilot-light-backup-failure-notification:*',
    );
  });

  test('may start nothing when repairs are switched off', () => {
    const off = synthesizeStacks({ backupFailure: { repairFrom: 'never' } }).stacks.recovery;
    expect(allowing('backup:StartBackupJob', off)).toEqual([]);
    expect(allowing('backup:StartCopyJob', off)).toEqual([]);
    expect(allowing('iam:PassRole', off)).toEqual([]);
  });
});

test.each([
  [{ repairFrom: 'always' }, 'backupFailure.repairFrom is "always": write "info", "warning", "critical" or "never"'],
  [{ windowMinutes: 5 }, 'backupFailure.windowMinutes is 5: write a whole number of minutes from 30 to 10080'],
])('the configuration %j is refused with what to write', (backupFailure, message) => {
  expect(() => parseConfig({ backupFailure })).toThrow(ConfigError);
  expect(() => parseConfig({ backupFailure })).toThrow(message);
});
