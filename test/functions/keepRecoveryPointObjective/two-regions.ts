import {
  BackupClient,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  StartBackupJobCommand,
  StartCopyJobCommand,
} from '@aws-sdk/client-backup';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { setEnvironment } from '../lambda-context';
import { arnOf, at, VAULT } from './facts';

export const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
export const ROLE = 'arn:aws:iam::111111111111:role/pilot-light-backup-us-east-1';
setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  LOCK_TABLE_NAME: 'lock',
  TOPIC_ARN: 'arn:aws:sns:us-west-2:111111111111:notifications',
  PRIMARY_REGION: 'us-east-1',
  PRIMARY_VAULT_NAME: 'primary',
  STANDBY_VAULT_NAME: 'standby',
  STANDBY_VAULT_ARN: VAULT,
  SOURCE_CLUSTER_ARN: CLUSTER,
  MINIMUM_LIFETIME_MINUTES: '360',
  BACKUP_ROLE_ARN: ROLE,
  RPO_MINUTES: '60',
  BACKUP_SCHEDULES: '["cron(0 * * * ? *)"]',
  INTERVAL_MINUTES: '5',
  MARGIN_MINUTES: '2',
  RETENTION_DAYS: '1',
  COPIES_AT_A_TIME: '5',
});
export const backup = mockClient(BackupClient);
export const dynamoDb = mockClient(DynamoDBClient);
export const sns = mockClient(SNSClient);

/** By 10:30 the points of 9:03 and 10:03 are there; each backup took 10 minutes, each copy 15 unless said. */
export function setUp(copyMinutes = 15): void {
  for (const mock of [backup, dynamoDb, sns]) mock.reset();
  dynamoDb.on(GetItemCommand).resolves({});
  const date = (minutes: number) => new Date(at(minutes));
  const point = (region: string, name: string, created: number, done: number) => ({
    RecoveryPointArn: arnOf(name).replace('us-east-1', region),
    ResourceArn: CLUSTER,
    Status: 'COMPLETED' as const,
    CreationDate: date(created),
    CompletionDate: date(done),
  });
  const job = (created: number, done: number) => ({
    State: 'COMPLETED' as const,
    CreationDate: date(created),
    CompletionDate: date(done),
    CreatedBy: { BackupPlanId: 'plan' },
  });
  backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'standby' }).resolves({
    RecoveryPoints: [point('us-west-2', 'b', 3, 28), point('us-west-2', 'a', -57, -32)],
  });
  backup.on(ListRecoveryPointsByBackupVaultCommand, { BackupVaultName: 'primary' }).resolves({
    RecoveryPoints: [point('us-east-1', 'b', 3, 13), point('us-east-1', 'a', -57, -47)],
  });
  backup.on(ListBackupJobsCommand).resolves({
    BackupJobs: [
      { BackupJobId: 'b', RecoveryPointArn: arnOf('b'), ...job(0, 13) },
      { BackupJobId: 'a', RecoveryPointArn: arnOf('a'), ...job(-60, -47) },
    ],
  });
  backup.on(ListCopyJobsCommand).resolves({
    CopyJobs: [
      {
        CopyJobId: 'b',
        SourceRecoveryPointArn: arnOf('b'),
        DestinationBackupVaultArn: VAULT,
        ...job(28 - copyMinutes, 28),
      },
    ],
  });
  backup.on(StartBackupJobCommand).resolves({ BackupJobId: 'job-new' });
  backup.on(StartCopyJobCommand).resolves({ CopyJobId: 'copy-new' });
}
