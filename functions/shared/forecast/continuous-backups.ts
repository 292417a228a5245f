import type { JobFact } from '../backup-jobs';
import { isContinuous, type RecoveryPoint } from '../recovery-points';
import type { Facts } from './facts';

/** AWS Backup takes a moment to make the copy of a backup that is done. */
const MOMENT_MS = 60_000;
const OWN = 'continuous backup job ';

/**
 * A rule with continuous backup on has one recovery point for all its jobs, and copies a snapshot that is in no vault
 * (AWS Backup Developer Guide, Copying continuous backups). What each job cut is known by its copy alone. Here each such
 * job gets a point of its own, and its copies are copies of that.
 */
export function continuousAsSnapshots(facts: Facts): Facts {
  const backups = facts.jobs.filter(
    ({ kind, recoveryPointArn }) => kind === 'backup' && isContinuous(recoveryPointArn),
  );
  if (backups.length === 0) return facts;
  const backupOf = sourceAmong(backups);
  const jobs = facts.jobs.map((job) => {
    if (!isContinuous(job.recoveryPointArn)) return job;
    const source = job.kind === 'backup' ? job : backupOf(job);
    return { ...job, recoveryPointArn: source === undefined ? undefined : ownArn(source) };
  });
  const copied = new Map(facts.standbyPoints.map((point) => [point.arn, point.createdAtMs]));
  const cutAtMs = new Map<string, number>();
  for (const { kind, recoveryPointArn, destinationRecoveryPointArn } of jobs) {
    const createdAtMs = copied.get(destinationRecoveryPointArn ?? '');
    if (kind === 'copy' && recoveryPointArn !== undefined && createdAtMs !== undefined) {
      cutAtMs.set(recoveryPointArn, createdAtMs);
    }
  }
  const own = backups.filter(({ state }) => state === 'COMPLETED').map((job) => pointOf(job, cutAtMs.get(ownArn(job))));
  return { ...facts, jobs, primaryPoints: [...facts.primaryPoints, ...own] };
}

function pointOf(job: JobFact, cutAtMs: number | undefined): RecoveryPoint {
  return {
    arn: ownArn(job),
    resourceArn: undefined,
    status: 'COMPLETED',
    // Cut after the job was made: until its copy says when, it is taken to be older than it is.
    createdAtMs: cutAtMs ?? job.createdAtMs,
    // Without the one, the other is no measure of how long a backup takes.
    completedAtMs: cutAtMs === undefined ? undefined : job.completedAtMs,
    deleteAtMs: undefined,
    sizeBytes: undefined,
    encryptionKeyArn: undefined,
  };
}

/** Nothing that could be copied on demand: AWS Backup takes no continuous backup for that. */
function ownArn({ jobId }: JobFact): string {
  return `${OWN}${jobId}`;
}

export function isOwnOfContinuous(arn: string | undefined): boolean {
  return arn?.startsWith(OWN) === true;
}

/** The backup that a copy says it is of; else the last that was done before the copy was made. */
function sourceAmong(backups: readonly JobFact[]): (copy: JobFact) => JobFact | undefined {
  const byId = new Map(backups.map((job) => [job.jobId, job]));
  const newestFirst = [...backups].sort((a, b) => (b.completedAtMs ?? 0) - (a.completedAtMs ?? 0));
  return ({ createdByBackupJobId, createdAtMs }) =>
    byId.get(createdByBackupJobId ?? '') ??
    newestFirst.find(({ completedAtMs = Number.POSITIVE_INFINITY }) => completedAtMs <= createdAtMs + MOMENT_MS);
}
