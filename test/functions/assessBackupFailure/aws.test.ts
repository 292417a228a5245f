import {
  BackupClient,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  StartCopyJobCommand,
} from '@aws-sdk/client-backup';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/assessBackupFailure/aws';
import { Environment } from '../../../functions/assessBackupFailure/contract';
import { awsError, NOW } from '../lambda-context';
import { USE } from '../recovery-points';
import { CLUSTER, incident, OTHER } from './cases';
import './fake-backups';

const backup = mockClient(BackupClient);
const cloudWatch = mockClient(CloudWatchClient);
const dynamoDb = mockClient(DynamoDBClient);
const states = mockClient(SFNClient);
beforeEach(() => {
  backup.reset();
  cloudWatch.reset();
  dynamoDb.reset();
  states.reset();
});

const listed = (name: string, ageMinutes: number, Status: 'COMPLETED' | 'CREATING' | 'EXPIRED' = 'COMPLETED') => ({
  RecoveryPointArn: `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:${name}`,
  ResourceArn: CLUSTER,
  Status,
  CreationDate: new Date(NOW - ageMinutes * 60_000),
});

test('the newest usable point is found wherever it is listed, and one that is not ready does not count', async () => {
  backup
    .on(ListRecoveryPointsByBackupVaultCommand)
    .resolvesOnce({ RecoveryPoints: [listed('b', 70), listed('d', 5, 'CREATING')], NextToken: 'more' })
    .resolvesOnce({ RecoveryPoints: [listed('a', 30), listed('c', 90)] });
  const found = await aws.newest('us-west-2', 'vault', USE);
  expect(found?.arn).toBe(listed('a', 0).RecoveryPointArn);
});

test('a vault without a usable point of the last day is asked for older ones', async () => {
  backup
    .on(ListRecoveryPointsByBackupVaultCommand)
    .resolvesOnce({ RecoveryPoints: [] })
    .resolvesOnce({ RecoveryPoints: [listed('a', 2 * 1440)] });
  expect((await aws.newest('us-west-2', 'vault', USE))?.createdAtMs).toBe(NOW - 2 * 86_400_000);
});

test('jobs of all pages are read, and one without an id is left out', async () => {
  const CreationDate = new Date(NOW);
  backup
    .on(ListBackupJobsCommand)
    .resolvesOnce({
      BackupJobs: [{ BackupJobId: 'a', CreationDate, State: 'FAILED', CreatedBy: {} }],
      NextToken: 'more',
    })
    .resolvesOnce({ BackupJobs: [{ CreationDate }] });
  backup.on(ListCopyJobsCommand).resolves({ CopyJobs: [{ CopyJobId: 'c', CreationDate, State: 'RUNNING' }] });
  const since = new Date(NOW - 86_400_000);
  expect(await aws.backupJobs('us-east-1', CLUSTER, since)).toMatchObject([
    { jobId: 'a', state: 'FAILED', isScheduled: true },
  ]);
  expect(await aws.copyJobs('us-east-1', CLUSTER, since)).toMatchObject([{ jobId: 'c', isScheduled: false }]);
});

test('alarms of every prefix are asked for', async () => {
  cloudWatch
    .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'a-', StateValue: 'ALARM' })
    .resolves({ MetricAlarms: [{ AlarmName: 'a-1' }] })
    .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'b-', StateValue: 'ALARM' })
    .resolves({ MetricAlarms: [{ AlarmName: 'b-1' }] });
  expect(await aws.alarms(['a-', 'b-'])).toEqual(['a-1', 'b-1']);
});

test.each([
  ['runs', { status: 'RUNNING' }, true],
  ['is about to run again', { status: 'PENDING_REDRIVE' }, true],
  ['has ended', { status: 'SUCCEEDED' }, false],
  ['was stopped', { status: 'ABORTED' }, false],
] as const)('an execution that %s follows its incident, or does not', async (_, answer, isAtWork) => {
  states.on(DescribeExecutionCommand).resolves(answer);
  expect(await aws.isAtWork(OTHER)).toBe(isAtWork);
});

test('an execution that Step Functions does not know follows nothing', async () => {
  states.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
  expect(await aws.isAtWork(OTHER)).toBe(false);
});

test('a repair carries its token, and goes with the role and the retention of the plan', async () => {
  backup.on(StartCopyJobCommand).resolves({ CopyJobId: 'c9' });
  const environment = Environment.parse(process.env);
  expect(await aws.startCopy({ token: 'same', environment }, 'arn:point')).toBe('c9');
  expect(backup.commandCalls(StartCopyJobCommand)[0]?.args[0].input).toEqual({
    RecoveryPointArn: 'arn:point',
    SourceBackupVaultName: 'primary-vault',
    DestinationBackupVaultArn: environment.STANDBY_VAULT_ARN,
    IamRoleArn: environment.BACKUP_ROLE_ARN,
    IdempotencyToken: 'same',
    Lifecycle: { DeleteAfterDays: 5 },
  });
});

describe('the incident', () => {
  test('is written as a whole under its version, and comes back as it was', async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    const stored = await aws.write('lock', incident(), { incident: incident(), version: 3 });
    expect(stored.version).toBe(4);
    const { Item, ExpressionAttributeValues } = dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input ?? {};
    expect(Item?.['pk']).toEqual({ S: 'backup-incident#pilot-light-primary' });
    expect(ExpressionAttributeValues).toEqual({ ':replaces': { N: '3' } });

    dynamoDb.on(GetItemCommand).resolves({ Item });
    expect(await aws.read('lock', CLUSTER)).toEqual({ incident: incident(), version: 4 });
  });

  test('is written only over the version that was read: of two executions that read the same one goes on', async () => {
    let version: string | undefined;
    dynamoDb.on(PutItemCommand).callsFake((input: PutItemCommandInput) => {
      const { ConditionExpression: condition, ExpressionAttributeValues: values, Item } = input;
      const isMet =
        condition === undefined ||
        (condition === 'attribute_not_exists(pk)' && version === undefined) ||
        (condition === '#version = :replaces' && version === values?.[':replaces']?.N);
      if (!isMet) throw awsError('ConditionalCheckFailedException');
      version = Item?.['version']?.N;
      return {};
    });
    const first = await aws.write('lock', incident(), undefined);
    await expect(aws.write('lock', incident({ owner: OTHER }), undefined)).rejects.toMatchObject({
      name: 'ConcurrentUpdateError',
    });
    await aws.write('lock', incident({ failedBackups: 2 }), first);
    await expect(aws.write('lock', incident({ owner: OTHER }), first)).rejects.toMatchObject({
      name: 'ConcurrentUpdateError',
    });
  });

  test('an open one is kept for longer than it is followed, a closed one for a week', async () => {
    dynamoDb.on(PutItemCommand).resolves({});
    await aws.write('lock', incident(), undefined);
    await aws.write('lock', incident({ status: 'closed', closedAt: new Date(NOW).toISOString() }), undefined);
    const expires = dynamoDb
      .commandCalls(PutItemCommand)
      .map((each) => Number(each.args[0].input.Item?.['expiresAt']?.N));
    expect(expires[1]).toBe(NOW / 1000 + 7 * 86_400);
    expect(expires[0]).toBeGreaterThan(NOW / 1000 + 29 * 86_400);
  });

  test('changed by somebody else in the meantime is a reason to try again', async () => {
    dynamoDb.on(PutItemCommand).rejects(awsError('ConditionalCheckFailedException'));
    await expect(aws.write('lock', incident(), undefined)).rejects.toMatchObject({ name: 'ConcurrentUpdateError' });
  });

  test('that nobody can read is named', async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: { record: { S: '{"incidentId":7}' }, version: { N: '1' } } });
    await expect(aws.read('lock', CLUSTER)).rejects.toMatchObject({
      name: 'InvariantViolationError',
      message: expect.stringContaining('backup-incident#pilot-light-primary'),
    });
  });

  test('that is not there is not there', async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    expect(await aws.read('lock', CLUSTER)).toBeUndefined();
  });
});
