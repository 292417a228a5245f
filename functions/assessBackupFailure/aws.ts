import {
  BackupClient,
  type BackupJob,
  type CopyJob,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  StartBackupJobCommand,
  StartCopyJobCommand,
} from '@aws-sdk/client-backup';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { clientSettings, currentRegion, lazy } from '../shared/clients';
import { InvariantViolationError } from '../shared/errors';
import { newestUsable } from '../shared/recovery-points';
import type { Environment } from './contract';
import type { JobFact, PointFact } from './facts';
import { incidents, type Incidents } from './incident-store';

/** What an on-demand job is asked for. The token makes asking again the same as asking once. */
export interface RepairRequest {
  readonly token: string;
  readonly environment: Environment;
}

export interface Backups extends Incidents {
  newest(region: string, vaultName: string, clusterArn: string, nowMs: number): Promise<PointFact | undefined>;
  backupJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  copyJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  /** Names of the alarms in this region that are on. */
  alarms(prefixes: readonly string[]): Promise<readonly string[]>;
  /** Both return the id of the job. */
  startBackup(request: RepairRequest): Promise<string>;
  startCopy(request: RepairRequest, recoveryPointArn: string): Promise<string>;
}

const PAGE_SIZE = 1000;
/** A cluster has far fewer jobs a day than one page holds. */
const MOST_PAGES = 5;
/** On-demand backups start as soon as they can; an hour is the shortest window that AWS Backup takes. */
const START_WINDOW_MINUTES = 60;

const clients = new Map<string, BackupClient>();
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));

export const aws: Backups = {
  ...incidents,

  newest: (region, vaultName, clusterArn, nowMs) => newestUsable(backup(region), vaultName, clusterArn, nowMs),

  async backupJobs(region, clusterArn, since) {
    const jobs = await allPages((page) =>
      backup(region)
        .send(new ListBackupJobsCommand({ ByResourceArn: clusterArn, ByCreatedAfter: since, ...page }))
        .then(({ BackupJobs = [], NextToken }) => ({ items: BackupJobs, NextToken })),
    );
    return jobs.flatMap((job) => fromBackupJob(job, region));
  },

  async copyJobs(region, clusterArn, since) {
    const jobs = await allPages((page) =>
      backup(region)
        .send(new ListCopyJobsCommand({ ByResourceArn: clusterArn, ByCreatedAfter: since, ...page }))
        .then(({ CopyJobs = [], NextToken }) => ({ items: CopyJobs, NextToken })),
    );
    return jobs.flatMap((job) => fromCopyJob(job, region));
  },

  async alarms(prefixes) {
    const names: string[] = [];
    for (const prefix of prefixes) {
      const answer = await cloudWatch().send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, StateValue: 'ALARM', MaxRecords: 100 }),
      );
      names.push(...(answer.MetricAlarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []));
    }
    return names;
  },

  async startBackup({ token, environment }) {
    const answer = await backup(environment.PRIMARY_REGION).send(
      new StartBackupJobCommand({
        BackupVaultName: environment.PRIMARY_VAULT_NAME,
        ResourceArn: environment.SOURCE_CLUSTER_ARN,
        IamRoleArn: environment.BACKUP_ROLE_ARN,
        IdempotencyToken: token,
        StartWindowMinutes: START_WINDOW_MINUTES,
        Lifecycle: { DeleteAfterDays: environment.RETENTION_DAYS },
      }),
    );
    return idOf(answer.BackupJobId, 'StartBackupJob');
  },

  async startCopy({ token, environment }, recoveryPointArn) {
    const answer = await backup(environment.PRIMARY_REGION).send(
      new StartCopyJobCommand({
        RecoveryPointArn: recoveryPointArn,
        SourceBackupVaultName: environment.PRIMARY_VAULT_NAME,
        DestinationBackupVaultArn: environment.STANDBY_VAULT_ARN,
        IamRoleArn: environment.BACKUP_ROLE_ARN,
        IdempotencyToken: token,
        Lifecycle: { DeleteAfterDays: environment.STANDBY_RETENTION_DAYS },
      }),
    );
    return idOf(answer.CopyJobId, 'StartCopyJob');
  },
};

/** Another region is given up sooner: what is said without its answer must still be said in time. */
function backup(region: string): BackupClient {
  const made =
    clients.get(region) ??
    new BackupClient(clientSettings(region === currentRegion() ? {} : { region, maxAttempts: 2 }));
  clients.set(region, made);
  return made;
}

interface Page {
  readonly MaxResults: number;
  readonly NextToken: string | undefined;
}

async function allPages<Item>(
  read: (page: Page) => Promise<{ readonly items: readonly Item[]; readonly NextToken: string | undefined }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await read({ MaxResults: PAGE_SIZE, NextToken: nextToken });
    items.push(...answer.items);
    nextToken = answer.NextToken;
    if (!nextToken) return items;
  }
  throw new InvariantViolationError(`AWS Backup lists more than ${MOST_PAGES * PAGE_SIZE} jobs of one day`);
}

function fromBackupJob(job: BackupJob, region: string): JobFact[] {
  const { BackupJobId: jobId, CreationDate, CompletionDate, RecoveryPointArn } = job;
  if (jobId === undefined || CreationDate === undefined) return [];
  return [
    {
      kind: 'backup',
      jobId,
      state: job.State ?? 'unknown',
      message: job.StatusMessage ?? 'AWS Backup gave no message',
      region,
      createdAtMs: CreationDate.getTime(),
      completedAtMs: CompletionDate?.getTime(),
      recoveryPointArn: RecoveryPointArn,
      isScheduled: job.CreatedBy !== undefined,
    },
  ];
}

function fromCopyJob(job: CopyJob, region: string): JobFact[] {
  const { CopyJobId: jobId, CreationDate, CompletionDate, SourceRecoveryPointArn } = job;
  if (jobId === undefined || CreationDate === undefined) return [];
  return [
    {
      kind: 'copy',
      jobId,
      state: job.State ?? 'unknown',
      message: job.StatusMessage ?? 'AWS Backup gave no message',
      region,
      createdAtMs: CreationDate.getTime(),
      completedAtMs: CompletionDate?.getTime(),
      recoveryPointArn: SourceRecoveryPointArn,
      isScheduled: job.CreatedBy !== undefined,
    },
  ];
}

function idOf(id: string | undefined, operation: string): string {
  if (id !== undefined) return id;
  throw new InvariantViolationError(`${operation} answered without the id of a job`);
}
