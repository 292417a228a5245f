import {
  type BackupClient,
  type BackupJob,
  type CopyJob,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
} from '@aws-sdk/client-backup';
import { InvariantViolationError } from './errors';

/** A backup or copy job of AWS Backup. Times in milliseconds since 1970. */
export interface JobFact {
  readonly kind: 'backup' | 'copy';
  readonly jobId: string;
  readonly state: string;
  readonly message: string;
  readonly region: string;
  readonly createdAtMs: number;
  readonly completedAtMs: number | undefined;
  /** Of a backup the point that it makes, of a copy the point that it copies. */
  readonly recoveryPointArn: string | undefined;
  readonly isScheduled: boolean;
  /** Of a copy. The backup that it is of is named only where a plan asked for it. */
  readonly destinationVaultArn?: string | undefined;
  readonly destinationRecoveryPointArn?: string | undefined;
  readonly createdByBackupJobId?: string | undefined;
}

/**
 * Ends that leave no recovery point, or one that lacks something: ABORTED by a person or at the end of the completion window,
 * EXPIRED before it could start, PARTIAL where a nested job failed (AWS Backup Developer Guide, "Job statuses").
 */
const FAILED_STATES = new Set(['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL']);
const ENDED_STATES = new Set([...FAILED_STATES, 'COMPLETED']);
/** Those before the end, of backup and copy jobs (AWS Backup API model, BackupJobState and CopyJobState). */
const UNENDED_STATES = new Set(['CREATED', 'PENDING', 'RUNNING', 'ABORTING', 'COMPLETING', 'FAILING']);

export const hasFailed = ({ state }: JobFact): boolean => FAILED_STATES.has(state);
/** A state that is not known is one that has not ended. */
export const isRunning = ({ state }: JobFact): boolean => !ENDED_STATES.has(state);

/** A state that is not known may be one of a failure. */
export const isNoFailure = (state: string): boolean => state === 'COMPLETED' || UNENDED_STATES.has(state);

const PAGE_SIZE = 1000;
/** A cluster has far fewer jobs a day than one page holds. */
const MOST_PAGES = 5;

/** The backup jobs of a cluster that were created since then, in no order. */
export async function listBackupJobs(
  client: BackupClient,
  region: string,
  clusterArn: string,
  since: Date,
): Promise<readonly JobFact[]> {
  const jobs = await allPages((page) =>
    client
      .send(new ListBackupJobsCommand({ ByResourceArn: clusterArn, ByCreatedAfter: since, ...page }))
      .then(({ BackupJobs = [], NextToken }) => ({ items: BackupJobs, NextToken })),
  );
  return jobs.flatMap((job) => fromBackupJob(job, region));
}

/** The copy jobs of a cluster that were created since then, in no order. */
export async function listCopyJobs(
  client: BackupClient,
  region: string,
  clusterArn: string,
  since: Date,
): Promise<readonly JobFact[]> {
  const jobs = await allPages((page) =>
    client
      .send(new ListCopyJobsCommand({ ByResourceArn: clusterArn, ByCreatedAfter: since, ...page }))
      .then(({ CopyJobs = [], NextToken }) => ({ items: CopyJobs, NextToken })),
  );
  return jobs.flatMap((job) => fromCopyJob(job, region));
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
      destinationVaultArn: job.DestinationBackupVaultArn,
      destinationRecoveryPointArn: job.DestinationRecoveryPointArn,
      createdByBackupJobId: job.CreatedByBackupJobId,
    },
  ];
}
