import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { type JobFact, listBackupJobs, listCopyJobs } from '../shared/backup-jobs';
import { clientSettings, lazy, primaryClientSettings } from '../shared/clients';
import { readItem } from '../shared/lock-table';
import { whySuspended } from '../shared/primary';
import { listCreatedSince, listRecent } from '../shared/recovery-point-vault';
import type { RecoveryPoint, UsePolicy } from '../shared/recovery-points';
import { type JobRequest, startBackup, startCopy } from '../shared/start-jobs';
import { type Environment, TOLD_KEY } from './contract';

export interface PrimaryBackups {
  readonly points: readonly RecoveryPoint[];
  readonly jobs: readonly JobFact[];
}

export interface StartRequest {
  readonly environment: Environment;
  /** The same token is the same job. */
  readonly token: string;
}

export interface Keeper {
  standby(environment: Environment, policy: UsePolicy, sinceMs: number): Promise<readonly RecoveryPoint[]>;
  /** Why the primary region is not to be called now. */
  whySuspended(environment: Environment): Promise<string | undefined>;
  primary(environment: Environment, sinceMs: number): Promise<PrimaryBackups>;
  /** Both return the id of the job. */
  startBackup(request: StartRequest): Promise<string>;
  startCopy(request: StartRequest, recoveryPointArn: string): Promise<string>;
  /** Notifies people, unless they have been notified and `again` has not come yet. */
  notify(message: { readonly subject: string; readonly text: string }, repeat: NotificationRepeat): Promise<void>;
}

export interface NotificationRepeat {
  readonly environment: Environment;
  readonly now: Date;
  /** When the same message may be sent again. */
  readonly again: Date;
}

const standbyBackup = lazy(() => new BackupClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
const sns = lazy(() => new SNSClient(clientSettings()));
const primaryClients = new Map<string, BackupClient>();

export const aws: Keeper = {
  standby: ({ STANDBY_VAULT_NAME: vault }, policy, sinceMs) => listRecent(standbyBackup(), vault, policy, sinceMs),

  whySuspended: ({ LOCK_TABLE_NAME: table }) => whySuspended({ dynamoDb: dynamoDb(), states: states() }, table),

  async primary({ PRIMARY_REGION: region, PRIMARY_VAULT_NAME: vaultName, SOURCE_CLUSTER_ARN: clusterArn }, sinceMs) {
    const client = primaryBackup(region);
    const since = new Date(sinceMs);
    // One call first: a region that is dark is asked once, not three times.
    const points = await listCreatedSince(client, { vaultName, clusterArn }, sinceMs);
    const [backups, copies] = await Promise.all([
      listBackupJobs(client, region, clusterArn, since),
      listCopyJobs(client, region, clusterArn, since),
    ]);
    return { points, jobs: [...backups, ...copies] };
  },

  startBackup: ({ environment, token }) =>
    startBackup(primaryBackup(environment.PRIMARY_REGION), jobOf(environment, token), {
      clusterArn: environment.SOURCE_CLUSTER_ARN,
      vaultName: environment.PRIMARY_VAULT_NAME,
      createdBy: 'keepRecoveryPointObjective',
    }),

  startCopy: ({ environment, token }, recoveryPointArn) =>
    startCopy(primaryBackup(environment.PRIMARY_REGION), jobOf(environment, token), {
      recoveryPointArn,
      fromVaultName: environment.PRIMARY_VAULT_NAME,
      toVaultArn: environment.STANDBY_VAULT_ARN,
    }),

  async notify({ subject, text }, { environment, now, again }) {
    const told = await readItem(dynamoDb(), environment.LOCK_TABLE_NAME, TOLD_KEY);
    // DynamoDB removes an item some time after it expires, not at once.
    if (told?.['expiresAt'] !== undefined && Number(told['expiresAt']) * 1000 > now.getTime()) return;
    // Sent first: a message that comes twice is better than one that never comes.
    await sns().send(new PublishCommand({ TopicArn: environment.TOPIC_ARN, Subject: subject, Message: text }));
    await dynamoDb().send(
      new PutItemCommand({
        TableName: environment.LOCK_TABLE_NAME,
        Item: {
          pk: { S: TOLD_KEY },
          text: { S: text },
          expiresAt: { N: String(Math.floor(again.getTime() / 1000)) },
        },
      }),
    );
  },
};

function primaryBackup(region: string): BackupClient {
  const made = primaryClients.get(region) ?? new BackupClient(primaryClientSettings(region));
  primaryClients.set(region, made);
  return made;
}

function jobOf({ BACKUP_ROLE_ARN, RETENTION_DAYS }: Environment, token: string): JobRequest {
  return { token, roleArn: BACKUP_ROLE_ARN, keepDays: RETENTION_DAYS };
}
