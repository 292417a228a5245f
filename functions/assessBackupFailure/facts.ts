import type { CopyUnderWayOfAnother } from '../shared/account-copies';
import { hasFailed, isRunning, type JobFact } from '../shared/backup-jobs';
import type { Suspension } from '../shared/primary';
import { type DatedRecoveryPoint, isContinuous, type RecoveryPoint } from '../shared/recovery-points';
import type { PrimaryState, Signal } from './contract';

export { hasFailed, isRunning, type JobFact };

/** What the two regions say about the backups of one cluster. Times in milliseconds since 1970. */
export interface Facts {
  readonly nowMs: number;
  /** The newest point that can be restored; undefined when there is none. */
  readonly standby: DatedRecoveryPoint | undefined;
  /** What was created lately in the standby vault, complete or not. */
  readonly standbyPoints: readonly RecoveryPoint[];
  /** Undefined when the primary region does not answer, throttles, or is left alone. */
  readonly primary: PrimaryFacts | undefined;
  readonly primaryState: PrimaryState;
  /** Why nothing is known of the primary region; undefined when it answered. */
  readonly primarySilence: string | undefined;
  /** Of a primary that is left alone: a failover is under way, or the standby serves. */
  readonly suspension: Suspension | undefined;
  /** Names of the alarms about backups that are on in the standby region; undefined when CloudWatch does not answer. */
  readonly alarms: readonly string[] | undefined;
}

export interface PrimaryFacts {
  readonly newest: DatedRecoveryPoint | undefined;
  /** What was created lately in the primary vault. */
  readonly points: readonly RecoveryPoint[];
  readonly otherCopies: readonly CopyUnderWayOfAnother[];
  /** Of the last day, or of the last two turns of the schedule. */
  readonly jobs: readonly JobFact[];
}

const DAY_MS = 86_400_000;

/** Jobs that failed: as AWS Backup lists them, and those whose event came before the list had them. */
export function failedInLastDay({ jobs }: PrimaryFacts, signals: readonly Signal[], nowMs: number): number {
  const listed = jobs
    .filter((job) => hasFailed(job) && (job.completedAtMs ?? job.createdAtMs) >= nowMs - DAY_MS)
    .map(({ kind, jobId }) => `${kind} ${jobId}`);
  const heard = signals
    .filter(({ jobId, at }) => jobId !== null && Date.parse(at) >= nowMs - DAY_MS)
    .map(({ kind, jobId }) => `${kind} ${jobId}`);
  return new Set([...listed, ...heard]).size;
}

/**
 * From when on a point must have been created that makes a failed job good. A copy's source was created by its backup:
 * copying that again is enough.
 */
export function reachOf(job: JobFact, jobs: readonly JobFact[]): number {
  if (job.kind === 'backup') return job.createdAtMs;
  // All jobs of a continuous rule have one recovery point: which of them it was, only the id tells.
  const isSource = ({ jobId, recoveryPointArn }: JobFact) =>
    job.createdByBackupJobId === undefined
      ? recoveryPointArn === job.recoveryPointArn && !isContinuous(recoveryPointArn)
      : jobId === job.createdByBackupJobId;
  const source = jobs.find((each) => each.kind === 'backup' && isSource(each));
  return source?.createdAtMs ?? job.createdAtMs;
}
