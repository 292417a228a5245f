import { BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/measureRecoveryPoints/aws';
import { METRICS } from '../../../functions/measureRecoveryPoints/contract';
import { build } from '../../../functions/measureRecoveryPoints/handler';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';
import { CLUSTER_ARN } from '../recovery-points';
import { GONE } from '../vault-gone';

setEnvironment({
  PRIMARY_REGION: 'us-east-1',
  PRIMARY_VAULT_NAME: 'primary',
  STANDBY_VAULT_NAME: 'standby',
  LOCK_TABLE_NAME: 'lock',
  SOURCE_CLUSTER_ARN: CLUSTER_ARN,
  MINIMUM_LIFETIME_MINUTES: '360',
});
// Metrics go to the console, where they can be heard; else Powertools writes past it.
process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
process.env['POWERTOOLS_DEV'] = 'true';
const backup = mockClient(BackupClient);
const dynamoDb = mockClient(DynamoDBClient);
const states = mockClient(SFNClient);
const handler = build(aws, () => NOW);

const point = (region: string, name: string, created: number, done?: number, status = 'COMPLETED') => ({
  RecoveryPointArn: `arn:aws:rds:${region}:111111111111:cluster-snapshot:awsbackup:${name}`,
  ResourceArn: CLUSTER_ARN,
  Status: status as 'COMPLETED',
  CreationDate: new Date(NOW - created * 60_000),
  CompletionDate: done === undefined ? undefined : new Date(NOW - done * 60_000),
});
const inVault = (BackupVaultName: string) => backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName });

let put: Record<string, unknown>[] = [];
beforeEach(() => {
  backup.reset();
  dynamoDb.reset();
  dynamoDb.on(GetItemCommand).resolves({});
  states.reset();
  states.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  put = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => {
    put.push(JSON.parse(line) as Record<string, unknown>);
  });
  inVault('standby').resolves({
    RecoveryPoints: [point('us-west-2', 'a', 92, 55), point('us-west-2', 'b', 32, undefined, 'CREATING')],
  });
  inVault('primary').resolves({ RecoveryPoints: [point('us-east-1', 'a', 92, 80), point('us-east-1', 'b', 32, 20)] });
});
afterEach(() => jest.restoreAllMocks());

const of = (vault: string) => put.find(({ BackupVaultName }) => BackupVaultName === vault) ?? {};

test('the age counts from the creation of the newest point that can be restored', async () => {
  expect(await handler({}, context)).toMatchObject({
    standby: { ageMinutes: 92, idleMinutes: 55, states: { COMPLETED: 1, CREATING: 1 } },
    primary: { ageMinutes: 32, idleMinutes: 20, states: { COMPLETED: 2 } },
    copyLagMinutes: 60,
  });
});

test('each vault has metrics of its own, in the namespace of the product', async () => {
  await handler({}, context);
  expect(of('standby')).toMatchObject({
    service: 'measureRecoveryPoints',
    RecoveryPointAgeMinutes: 92,
    MinutesSinceLastRecoveryPoint: 55,
    RecoveryPointsCompleted: 1,
    _aws: {
      CloudWatchMetrics: [
        { Namespace: 'PilotLight', Dimensions: [expect.arrayContaining(['BackupVaultName', 'service'])] },
      ],
    },
  });
  expect(of('primary')).toMatchObject({ RecoveryPointAgeMinutes: 32 });
  expect(of('primary')).not.toHaveProperty('MinutesSinceLastRecoveryPoint');
  expect(of('primary')).not.toHaveProperty('RecoveryPointsCompleted');
});

test('a vault with nothing to restore has no age: the alarm hears of what is missing', async () => {
  inVault('standby').resolves({ RecoveryPoints: [point('us-west-2', 'b', 32, undefined, 'PARTIAL')] });
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: null }, copyLagMinutes: null });
  expect(of('standby')).not.toHaveProperty('RecoveryPointAgeMinutes');
  expect(of('standby')).toMatchObject({ RecoveryPointsCompleted: 0 });
});

test('looks further back when the last day holds nothing usable', async () => {
  inVault('standby')
    .resolvesOnce({ RecoveryPoints: [] })
    .resolves({ RecoveryPoints: [point('us-west-2', 'old', 3000, 2900)] });
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: 3000 } });
});

test('a primary region that does not answer leaves the standby measured', async () => {
  inVault('primary').rejects(Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
  expect(await handler({}, context)).toMatchObject({
    standby: { ageMinutes: 92 },
    primary: { isReadable: false, ageMinutes: null },
    copyLagMinutes: null,
  });
  expect(of('primary')).toEqual({});
});

test('a primary region that throttles leaves the standby measured, too', async () => {
  inVault('primary').rejects(awsError('ThrottlingException'));
  expect(await handler({}, context)).toMatchObject({
    standby: { ageMinutes: 92 },
    primary: { isReadable: false, ageMinutes: null },
  });
});

test('a primary vault that is not there leaves the standby measured', async () => {
  inVault('primary').rejects(GONE);
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: 92 }, primary: { isReadable: false } });
});

test('a refusal of the primary region is an error, the role lacks a permission, and the standby is measured', async () => {
  inVault('primary').rejects(awsError('AccessDeniedException'));
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'InvariantViolationError' });
  expect(of('standby')).toMatchObject({ [METRICS.age]: 92 });
});

test.each([
  ['does not answer', Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })],
  ['throttles', awsError('ProvisionedThroughputExceededException')],
  ['fails', awsError('InternalServerError', 'no', 500)],
])('while the lock table %s, the standby is measured and the primary region left alone', async (_, error) => {
  dynamoDb.on(GetItemCommand).rejects(error);
  inVault('primary').rejects(new Error('it was asked'));
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: 92 }, primary: { isReadable: false } });
  expect(of('standby')).toMatchObject({ [METRICS.age]: 92 });
  expect(of('primary')).toEqual({});
});

test('a lock table that may not be read is an error, and the standby is measured', async () => {
  dynamoDb.on(GetItemCommand).rejects(awsError('AccessDeniedException'));
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'InvariantViolationError' });
  expect(of('standby')).toMatchObject({ [METRICS.age]: 92 });
});

test('a copy that expires before a restore is done has no age, as no failover begins with it', async () => {
  const expiring = { CalculatedLifecycle: { DeleteAt: new Date(NOW + 359 * 60_000) } };
  inVault('standby').resolves({ RecoveryPoints: [{ ...point('us-west-2', 'a', 92, 55), ...expiring }] });
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: null, states: { COMPLETED: 1 } } });
});

test.each([
  ['while a failover is under way', { status: { S: 'RUNNING' }, mode: { S: 'failover' } }],
  ['while the standby region serves', { status: { S: 'COMPLETE' }, mode: { S: 'failover' }, serves: { S: 'standby' } }],
])('the primary region is left alone %s', async (_, Item) => {
  dynamoDb.on(GetItemCommand).resolves({ Item });
  inVault('primary').rejects(new Error('it was asked'));
  expect(await handler({}, context)).toMatchObject({ standby: { ageMinutes: 92 }, primary: { isReadable: false } });
});

test.each([
  ['during a drill', { status: { S: 'RUNNING' }, mode: { S: 'drill' } }],
  ['after a failover', { status: { S: 'COMPLETE' }, mode: { S: 'failover' } }],
  ['when a lock was never given back', { status: { S: 'RUNNING' }, mode: { S: 'failover' } }],
])('both vaults are measured %s', async (_, Item) => {
  states.on(DescribeExecutionCommand).resolves({ status: 'ABORTED' });
  dynamoDb.on(GetItemCommand).resolves({ Item });
  expect(await handler({}, context)).toMatchObject({ primary: { isReadable: true, ageMinutes: 32 } });
});

test('a standby vault that does not answer is an error: it is what a failover restores from', async () => {
  inVault('standby').rejects(awsError('ThrottlingException'));
  await expect(handler({}, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});
