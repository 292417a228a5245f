import {
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  StartBackupJobCommand,
  StartCopyJobCommand,
} from '@aws-sdk/client-backup';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import { aws } from '../../../functions/keepRecoveryPointObjective/aws';
import { build } from '../../../functions/keepRecoveryPointObjective/handler';
import { awsError, context } from '../lambda-context';
import { GONE } from '../vault-gone';
import { arnOf, at, VAULT } from './facts';
import { backup, CLUSTER, dynamoDb, ROLE, setUp, sns } from './two-regions';

let nowMinutes = 30;
const handler = build(aws, () => at(nowMinutes));

beforeEach(() => {
  nowMinutes = 30;
  setUp();
});

const started = () => backup.commandCalls(StartBackupJobCommand).map(({ args }) => args[0].input);

test('starts a backup of the cluster that expires soon, and says why', async () => {
  expect(await handler({}, context)).toMatchObject({
    state: 'holds',
    backupJobId: 'job-new',
    copyJobId: null,
    ageMinutes: 27,
    detail: expect.stringMatching(
      /The objective of 60 minutes holds: .* 27 minutes old, and will get \d+ minutes old at most \(85 minutes old by the plan alone\)/,
    ),
  });
  expect(started()).toEqual([
    expect.objectContaining({
      BackupVaultName: 'primary',
      ResourceArn: CLUSTER,
      IamRoleArn: ROLE,
      Lifecycle: { DeleteAfterDays: 1 },
      StartWindowMinutes: 60,
      RecoveryPointTags: { 'pilot-light:created-by': 'keepRecoveryPointObjective' },
    }),
  ]);
});

test('asks for the same job when it is called twice in the same interval', async () => {
  await handler({}, context);
  nowMinutes = 31;
  await handler({}, context);
  const [first, second] = started();
  expect(first?.IdempotencyToken).toBeDefined();
  expect(second?.IdempotencyToken).toBe(first?.IdempotencyToken);
  nowMinutes = 35;
  await handler({}, context);
  expect(started()[2]?.IdempotencyToken).not.toBe(first?.IdempotencyToken);
});

test('says in a dry run what it would do, and does nothing', async () => {
  expect(await handler({ dryRun: true }, context)).toMatchObject({ state: 'holds', backupJobId: null });
  expect(started()).toEqual([]);
});

test('copies what it has backed up, with a retention of its own', async () => {
  nowMinutes = 45;
  backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'primary' }).resolves({
    RecoveryPoints: [
      {
        RecoveryPointArn: arnOf('c'),
        ResourceArn: CLUSTER,
        Status: 'COMPLETED',
        CreationDate: new Date(at(33)),
        CompletionDate: new Date(at(43)),
      },
    ],
  });
  backup.on(ListBackupJobsCommand).resolves({
    BackupJobs: [
      {
        BackupJobId: 'c',
        RecoveryPointArn: arnOf('c'),
        State: 'COMPLETED',
        CreationDate: new Date(at(30)),
        CompletionDate: new Date(at(43)),
      },
    ],
  });
  expect(await handler({}, context)).toMatchObject({ copyJobId: 'copy-new', backupJobId: null });
  expect(backup.commandCalls(StartCopyJobCommand)[0]?.args[0].input).toMatchObject({
    RecoveryPointArn: arnOf('c'),
    SourceBackupVaultName: 'primary',
    DestinationBackupVaultArn: VAULT,
    IamRoleArn: ROLE,
    Lifecycle: { DeleteAfterDays: 1 },
  });
});

describe('a primary region that does not answer', () => {
  const timeout = () => Object.assign(new Error('connect ETIMEDOUT'), { name: 'TimeoutError', code: 'ETIMEDOUT' });

  test('ends in a word, not in an error, after one call', async () => {
    backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'primary' }).rejects(timeout());
    expect(await handler({}, context)).toMatchObject({
      state: 'primaryUnreachable',
      detail: expect.stringContaining('us-east-1 does not answer'),
      backupJobId: null,
    });
    expect(backup.commandCalls(ListBackupJobsCommand)).toHaveLength(0);
  });

  test('may go dark between the question and the start', async () => {
    backup.on(StartBackupJobCommand).rejects(timeout());
    expect(await handler({}, context)).toMatchObject({ state: 'primaryUnreachable', backupJobId: null });
  });
});

describe('a primary region that throttles is there: the invocation is to be repeated, and nobody is told that it is down', () => {
  test('when it is asked', async () => {
    backup
      .on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'primary' })
      .rejects(awsError('ThrottlingException'));
    await expect(handler({}, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  });

  test('when a backup is started; the next attempt asks for the same job', async () => {
    backup.on(StartBackupJobCommand).rejectsOnce(awsError('ThrottlingException')).resolves({ BackupJobId: 'job-new' });
    await expect(handler({}, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    nowMinutes = 31;
    expect(await handler({}, context)).toMatchObject({ backupJobId: 'job-new' });
    const [first, second] = started();
    expect(second?.IdempotencyToken).toBe(first?.IdempotencyToken);
  });
});

test('a primary region that a failover leaves behind is not asked, and nothing is started there', async () => {
  dynamoDb.on(GetItemCommand).resolves({ Item: { mode: { S: 'failover' }, serves: { S: 'standby' } } });
  expect(await handler({}, context)).toMatchObject({
    state: 'leftAlone',
    detail: expect.stringContaining('because the standby region serves'),
    backupJobId: null,
  });
  expect(backup.commandCalls(ListBackupJobsCommand)).toHaveLength(0);
});

test('a primary region without its vault has nothing to keep, and how to tell that from a permission is said', async () => {
  backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'primary' }).rejects(GONE);
  expect(await handler({}, context)).toMatchObject({
    state: 'notSetUp',
    detail: expect.stringMatching(
      /no vault primary, or the role may not read it .*list-backup-vaults --region us-east-1/,
    ),
  });
});

test('what AWS Backup would not start stands in the word', async () => {
  backup.on(StartBackupJobCommand).rejects(awsError('LimitExceededException', 'too many jobs'));
  expect(await handler({}, context)).toMatchObject({
    state: 'holds',
    detail: expect.stringContaining('Not started: the backup was refused: LimitExceededException: too many jobs.'),
  });
});

test('a permission that is missing is no silence', async () => {
  backup.on(StartBackupJobCommand).rejects(awsError('AccessDeniedException'));
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'InvariantViolationError' });
});

describe('an objective that cannot be held', () => {
  beforeEach(() => setUp(90));

  test('is told of with the figures, and with what would hold it', async () => {
    expect(await handler({}, context)).toMatchObject({ state: 'cannotHold', bestAgeMinutes: null, backupJobId: null });
    const message = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(message?.Subject).toBe('pilot-light: no schedule found that holds the recovery point objective');
    expect(message?.Message).toMatch(/a backup takes 10.0 minutes and a copy 90.0/);
    expect(message?.Message).toMatch(/asks for one every 60 minutes.*grows without end/);
    expect(message?.Message).toMatch(/What would: an Aurora global database/);
  });

  test('is told of again after a week, not every five minutes', async () => {
    await handler({}, context);
    const { expiresAt } = dynamoDb.commandCalls(PutItemCommand).at(-1)?.args[0].input.Item ?? {};
    dynamoDb
      .on(GetItemCommand)
      .resolves({ Item: { pk: { S: 'objective-not-held' }, ...(expiresAt && { expiresAt }) } });
    await handler({}, context);
    expect(sns.commandCalls(PublishCommand)).toHaveLength(1);
    nowMinutes += 7 * 1440;
    await handler({}, context);
    expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
  });

  test('is no reason to tell anybody while no copy has been measured', async () => {
    backup.on(ListCopyJobsCommand).resolves({ CopyJobs: [] });
    process.env['RPO_MINUTES'] = '20';
    const strict = build(aws, () => at(nowMinutes));
    expect(await strict({}, context)).toMatchObject({ state: 'cannotHold' });
    expect(sns.commandCalls(PublishCommand)).toHaveLength(0);
    process.env['RPO_MINUTES'] = '60';
  });
});
