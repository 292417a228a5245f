import { BackupClient } from '@aws-sdk/client-backup';
import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { isNamed } from '../shared/aws-errors';
import { type CopyUnderWayOfAnother, listOtherCopies } from '../shared/account-copies';
import { type JobFact, listBackupJobs, listCopyJobs } from '../shared/backup-jobs';
import { clientSettings, lazy, primaryClientSettings } from '../shared/clients';
import { readItem } from '../shared/lock-table';
import { whySuspended } from '../shared/primary';
import { listCreatedSince, listRecent } from '../shared/recovery-point-vault';
import type { RecoveryPoint, UsePolicy } from '../shared/recovery-points';
import { type JobRequest, startBackup, startCopy } from '../shared/start-jobs';
import type { Environment } from './contract';
import type { MailClaim } from './mail-claim';

export interface PrimaryBackups {
  readonly points: readonly RecoveryPoint[];
  readonly jobs: readonly JobFact[];
  readonly otherCopies: readonly CopyUnderWayOfAnother[];
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
  /** What is known of the last notification of this kind. */
  lastClaim(environment: Environment, key: string): Promise<MailClaim | undefined>;
  /** Takes the notification for this call; false where another call has it, or has sent it, until after `nowMs`. */
  claim(environment: Environment, claim: MailClaim, nowMs: number): Promise<boolean>;
  /** Writes what became of a notification that this call has claimed. */
  settle(environment: Environment, claim: MailClaim): Promise<void>;
  publish(environment: Environment, message: { readonly subject: string; readonly text: string }): Promise<void>;
}

const DAY_MS = 86_400_000;
const standbyBackup = lazy(() => new BackupClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
/** One attempt: a message may have been delivered although the answer was lost. The claim counts them. */
const sns = lazy(() => new SNSClient(clientSettings({ maxAttempts: 1 })));
const primaryClients = new Map<string, BackupClient>();

export const aws: Keeper = {
  standby: ({ STANDBY_VAULT_NAME: vault }, policy, sinceMs) => listRecent(standbyBackup(), vault, policy, sinceMs),

  whySuspended: ({ LOCK_TABLE_NAME: table }) => whySuspended({ dynamoDb: dynamoDb(), states: states() }, table),

  async primary(environment, sinceMs) {
    const { PRIMARY_REGION: region, PRIMARY_VAULT_NAME: vaultName, SOURCE_CLUSTER_ARN: clusterArn } = environment;
    const client = primaryBackup(region);
    const since = new Date(sinceMs);
    // One call first: a region that is dark is asked once, not three times.
    const points = await listCreatedSince(client, { vaultName, clusterArn }, sinceMs);
    const [backups, copies, otherCopies] = await Promise.all([
      listBackupJobs(client, region, clusterArn, since),
      listCopyJobs(client, region, clusterArn, since),
      listOtherCopies(client, clusterArn, environment.STANDBY_VAULT_ARN, new Date(sinceMs - DAY_MS)),
    ]);
    return { points, jobs: [...backups, ...copies], otherCopies };
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

  async lastClaim({ LOCK_TABLE_NAME: table }, key) {
    const item = await readItem(dynamoDb(), table, key);
    if (item === undefined) return undefined;
    return {
      key,
      text: item['text'] ?? '',
      // DynamoDB removes an item some time after it expires, not at once.
      expiresAtMs: Number(item['expiresAt'] ?? 0) * 1000,
      claimedBy: item['claimedBy'] ?? '',
      lostAnswers: Number(item['lostAnswers'] ?? 0),
    };
  },

  async claim({ LOCK_TABLE_NAME: table }, claim, nowMs) {
    try {
      await dynamoDb().send(
        new PutItemCommand({
          TableName: table,
          Item: itemOf(claim),
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': { N: secondsOf(nowMs) } },
        }),
      );
      return true;
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      // It is ours where an attempt had its effect and no answer.
      return (await readItem(dynamoDb(), table, claim.key))?.['claimedBy'] === claim.claimedBy;
    }
  },

  async settle({ LOCK_TABLE_NAME: table }, claim) {
    await dynamoDb().send(new PutItemCommand({ TableName: table, Item: itemOf(claim) }));
  },

  async publish({ TOPIC_ARN }, { subject, text }) {
    await sns().send(new PublishCommand({ TopicArn: TOPIC_ARN, Subject: subject, Message: text }));
  },
};

function itemOf({ key, text, expiresAtMs, claimedBy, lostAnswers }: MailClaim): Record<string, AttributeValue> {
  return {
    pk: { S: key },
    text: { S: text },
    expiresAt: { N: secondsOf(expiresAtMs) },
    claimedBy: { S: claimedBy },
    lostAnswers: { N: String(lostAnswers) },
  };
}

function secondsOf(ms: number): string {
  return String(Math.floor(ms / 1000));
}

function primaryBackup(region: string): BackupClient {
  const made = primaryClients.get(region) ?? new BackupClient(primaryClientSettings(region));
  primaryClients.set(region, made);
  return made;
}

function jobOf({ BACKUP_ROLE_ARN, RETENTION_DAYS }: Environment, token: string): JobRequest {
  return { token, roleArn: BACKUP_ROLE_ARN, keepDays: RETENTION_DAYS };
}
