import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { isNamed, isTransient } from '../shared/aws-errors';
import { type JobFact, listBackupJobs, listCopyJobs } from '../shared/backup-jobs';
import { clientSettings, lazy } from '../shared/clients';
import { whyLeftAlone } from '../shared/left-alone';
import { readItem } from '../shared/lock-table';
import { type ListedPoint, listPoints, newestOf, newestUsable } from '../shared/recovery-points';
import { type JobRequest, startBackup, startCopy } from '../shared/start-jobs';
import { type Environment, TOLD_KEY } from './contract';

export interface PrimaryFacts {
  readonly points: readonly ListedPoint[];
  readonly jobs: readonly JobFact[];
}

/** Why the primary region has nothing to say. */
export type Silence = { readonly kind: 'unreachable' | 'leftAlone' | 'notSetUp'; readonly why: string };

export interface StartRequest {
  readonly environment: Environment;
  /** The same token is the same job. */
  readonly token: string;
}

export interface Keeper {
  standby(environment: Environment, since: Date): Promise<readonly ListedPoint[]>;
  primary(environment: Environment, since: Date, nowMs: number): Promise<PrimaryFacts | Silence>;
  /** Both return the id of the job, or why there is none. */
  startBackup(request: StartRequest): Promise<string | Silence>;
  startCopy(request: StartRequest, recoveryPointArn: string): Promise<string | Silence>;
  /** Tells people, unless they have been told and `again` has not come yet. */
  tell(message: { readonly subject: string; readonly text: string }, until: ToldUntil): Promise<void>;
}

export interface ToldUntil {
  readonly environment: Environment;
  readonly now: Date;
  readonly again: Date;
}

const standbyBackup = lazy(() => new BackupClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const sns = lazy(() => new SNSClient(clientSettings()));
const primaryClients = new Map<string, BackupClient>();

export const aws: Keeper = {
  async standby({ STANDBY_VAULT_NAME: vault, SOURCE_CLUSTER_ARN: cluster }, since) {
    const points = await listPoints(standbyBackup(), vault, cluster, since);
    if (newestOf(points) !== undefined) return points;
    const older = await newestUsable(standbyBackup(), vault, cluster, since.getTime());
    return older === undefined ? points : [...points, older];
  },

  async primary(environment, since, nowMs) {
    const why = await whyLeftAlone(dynamoDb(), environment.LOCK_TABLE_NAME, nowMs);
    if (why !== undefined) return { kind: 'leftAlone', why };
    const { PRIMARY_REGION: region, PRIMARY_VAULT_NAME: vault, SOURCE_CLUSTER_ARN: cluster } = environment;
    return orSilence(async () => {
      const client = primaryBackup(region);
      // One call first: a region that is dark is asked once, not three times.
      const points = await listPoints(client, vault, cluster, since);
      const [backups, copies] = await Promise.all([
        listBackupJobs(client, region, cluster, since),
        listCopyJobs(client, region, cluster, since),
      ]);
      return { points, jobs: [...backups, ...copies] };
    });
  },

  startBackup: ({ environment, token }) =>
    orSilence(() =>
      startBackup(primaryBackup(environment.PRIMARY_REGION), jobOf(environment, token), {
        clusterArn: environment.SOURCE_CLUSTER_ARN,
        vaultName: environment.PRIMARY_VAULT_NAME,
        createdBy: 'keepRecoveryPointObjective',
      }),
    ),

  startCopy: ({ environment, token }, recoveryPointArn) =>
    orSilence(() =>
      startCopy(primaryBackup(environment.PRIMARY_REGION), jobOf(environment, token), {
        recoveryPointArn,
        fromVaultName: environment.PRIMARY_VAULT_NAME,
        toVaultArn: environment.STANDBY_VAULT_ARN,
      }),
    ),

  async tell({ subject, text }, { environment, now, again }) {
    const told = await readItem(dynamoDb(), environment.LOCK_TABLE_NAME, TOLD_KEY);
    // DynamoDB removes an item some time after it expires, not at once.
    if (told?.['expiresAt'] !== undefined && Number(told['expiresAt']) * 1000 > now.getTime()) return;
    // Told first: what is told twice is better than what is never told.
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

/** The primary region may be the one that is lost: it is asked once, and given up after seconds. */
function primaryBackup(region: string): BackupClient {
  const made = primaryClients.get(region) ?? new BackupClient(clientSettings({ region, maxAttempts: 1 }));
  primaryClients.set(region, made);
  return made;
}

async function orSilence<Answer>(ask: () => Promise<Answer>): Promise<Answer | Silence> {
  try {
    return await ask();
  } catch (error) {
    if (isTransient(error)) return { kind: 'unreachable', why: textOf(error) };
    if (isNamed(error, 'ResourceNotFoundException')) return { kind: 'notSetUp', why: textOf(error) };
    throw error;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function jobOf({ BACKUP_ROLE_ARN, RETENTION_DAYS }: Environment, token: string): JobRequest {
  return { token, roleArn: BACKUP_ROLE_ARN, keepDays: RETENTION_DAYS };
}
