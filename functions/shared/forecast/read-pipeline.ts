import { nextRuns } from '../backup-schedule';
import type { CopyUnderWayOfAnother } from '../account-copies';
import { hasFailed, isRunning, type JobFact } from '../backup-jobs';
import { newestUsable, selectUsable, type UsePolicy } from '../recovery-points';
import type { Facts } from './facts';
import { isOwnOfContinuous } from './continuous-backups';
import { type AtWork, readWork } from './at-work';
import { isCopying, type Measured, measureTimes } from './measured-times';
import type { BackupUnderWay, CopyUnderWay, Pipeline, Times } from './pipeline';

export interface PipelineSettings {
  readonly standbyVaultArn: string;
  /** Of the rules of the backup plan. */
  readonly schedules: readonly string[];
  readonly tickMs: number;
  readonly horizonMs: number;
  /** Which copies a failover would restore. */
  readonly copied: Omit<UsePolicy, 'nowMs'>;
  /** That the account copies into the standby region. */
  readonly copiesAtATime: number;
  /** Whether somebody asks for the copy of each backup on demand that is done. */
  readonly isKept: boolean;
}

/** A backup that is done, whose copy waits for somebody to ask for it. */
export interface Uncopied {
  readonly recoveryPointArn: string;
  readonly createdAtMs: number;
  /** Copies of it that failed. */
  readonly failures: number;
}

export interface PipelineReading {
  readonly pipeline: Pipeline;
  readonly measured: Measured;
  /** The newest backup of ours that is to be copied now. */
  readonly ours: Uncopied | undefined;
  /** A newer point than any that is there or on its way, whose copy failed. */
  readonly failed: Uncopied | undefined;
  /** Whether one of our copies is under way: there is to be one at a time. */
  readonly isCopying: boolean;
  /** Copies of other databases that are under way. */
  readonly otherCopies: number;
  /** Backups of ours that failed in the last hour. */
  readonly recentFailures: number;
}

const HOUR_MS = 3_600_000;
/** AWS Backup takes a moment to make the job of a plan that is due, and that of a copy. Later, there will be none. */
const LATE_MS = 15 * 60_000;
const MOST_COPY_FAILURES = 3;

/** Turns lists of AWS Backup, which come in no order, into what is under way. */
export function readPipeline(facts: Facts, surroundings: PipelineSettings): PipelineReading {
  const { nowMs, jobs } = facts;
  const copied = { ...surroundings.copied, nowMs };
  const copyJobs = jobs.filter(
    ({ kind, destinationVaultArn }) => kind === 'copy' && destinationVaultArn === surroundings.standbyVaultArn,
  );
  const work = readWork(facts.primaryPoints, jobs);
  const measured = measureTimes(work, jobs, nowMs);
  const newestMs = newestUsable(facts.standbyPoints, copied)?.createdAtMs;
  const heldUpUntilMs = roomFrom(facts.otherCopies, surroundings.copiesAtATime, measured.times.copyMs, nowMs);
  const underWay = copiesUnderWay(facts, surroundings, work);
  const onItsWayMs = Math.max(newestMs ?? 0, ...underWay.map(({ pointMs }) => pointMs ?? 0));
  const uncopied = uncopiedSince(onItsWayMs, facts, copyJobs, copied);
  const ours = uncopied.find(({ isOurs, failures }) => isOurs && failures < MOST_COPY_FAILURES);
  const failed = uncopied.find(({ failures }) => failures > 0 && failures < MOST_COPY_FAILURES);
  return {
    measured,
    ours,
    failed,
    otherCopies: facts.otherCopies.length,
    isCopying: underWay.some(({ isOurs }) => isOurs),
    recentFailures: jobs.filter(
      (job) =>
        job.kind === 'backup' && !job.isScheduled && hasFailed(job) && nowMs - (job.completedAtMs ?? 0) < HOUR_MS,
    ).length,
    pipeline: {
      nowMs,
      tickMs: surroundings.tickMs,
      times: measured.times,
      newestMs,
      backups: [...backupsUnderWay(facts, measured.times), ...lateRun(facts, surroundings)],
      copies: ours === undefined || !surroundings.isKept ? underWay : [...underWay, copyNow(ours, nowMs)],
      planRunsMs: nextRuns(surroundings.schedules, nowMs, nowMs + surroundings.horizonMs, 2),
      heldUpUntilMs,
    },
  };
}

/**
 * From when on the account may copy one more: now, where there is room (undefined), else when the first place is free
 * again. How long copies of others take is not measured: they are taken to take as long as the cluster's own.
 */
function roomFrom(
  others: readonly CopyUnderWayOfAnother[],
  copiesAtATime: number,
  copyMs: number,
  nowMs: number,
): number | undefined {
  if (others.length < copiesAtATime) return undefined;
  const freeMs = Array.from({ length: copiesAtATime }, () => 0);
  for (const { createdAtMs } of [...others].sort((a, b) => a.createdAtMs - b.createdAtMs)) {
    const first = freeMs.indexOf(Math.min(...freeMs));
    freeMs[first] = Math.max(Math.max(freeMs[first] ?? 0, createdAtMs) + copyMs, nowMs);
  }
  // One that takes longer than expected can end at any moment, but not before the next look.
  return Math.max(Math.min(...freeMs), nowMs + 1);
}

/** The pipeline in which this point is copied from now on. */
export function copyNow({ createdAtMs }: Uncopied, nowMs: number): CopyUnderWay {
  return { pointMs: createdAtMs, requestedAtMs: nowMs, startedAtMs: undefined, isOurs: true, isAsked: false };
}

function backupsUnderWay({ nowMs, jobs, primaryPoints }: Facts, times: Times): readonly BackupUnderWay[] {
  return jobs
    .filter((job) => job.kind === 'backup' && isRunning(job))
    .map((job) => ({
      requestedAtMs: job.createdAtMs,
      createdAtMs:
        primaryPoints.find(({ arn }) => arn === job.recoveryPointArn)?.createdAtMs ?? begunAtMs(job, nowMs, times),
      isOurs: !job.isScheduled,
    }));
}

/** When a continuous job, which has no point that would say so, began as a rule. */
function begunAtMs(job: JobFact, nowMs: number, { startDelayMs }: Times): number | undefined {
  if (job.state !== 'RUNNING' || !isOwnOfContinuous(job.recoveryPointArn)) return undefined;
  return Math.min(nowMs, job.createdAtMs + startDelayMs);
}

/** A run of the plan that is due and has no job yet. */
function lateRun({ nowMs, jobs }: Facts, { schedules }: PipelineSettings): readonly BackupUnderWay[] {
  const dueMs = nextRuns(schedules, nowMs - LATE_MS, nowMs).at(-1);
  if (dueMs === undefined) return [];
  const isThere = jobs.some((job) => job.kind === 'backup' && job.isScheduled && job.createdAtMs >= dueMs);
  return isThere ? [] : [{ requestedAtMs: dueMs, createdAtMs: undefined, isOurs: false }];
}

/** Copies of the cluster that are not done, and those that a plan is about to ask for. */
function copiesUnderWay(
  { nowMs, jobs, primaryPoints }: Facts,
  { standbyVaultArn }: PipelineSettings,
  { turnAt }: AtWork,
): readonly CopyUnderWay[] {
  const copies = jobs.filter(({ kind }) => kind === 'copy');
  const createdAtMs = (arn: string | undefined) => primaryPoints.find((point) => point.arn === arn)?.createdAtMs;
  const asked = copies.filter(isRunning).map((job) => ({
    // Copies into another vault keep these waiting, and that is all.
    pointMs: job.destinationVaultArn === standbyVaultArn ? createdAtMs(job.recoveryPointArn) : undefined,
    requestedAtMs: job.createdAtMs,
    startedAtMs: isCopying(job) ? turnAt(job.createdAtMs) : undefined,
    isOurs: !job.isScheduled,
  }));
  const unasked = jobs
    .filter(
      ({ kind, isScheduled, state, completedAtMs = 0, recoveryPointArn }) =>
        kind === 'backup' &&
        isScheduled &&
        state === 'COMPLETED' &&
        nowMs - completedAtMs < LATE_MS &&
        !copies.some((copy) => copy.recoveryPointArn === recoveryPointArn),
    )
    .map(({ recoveryPointArn, completedAtMs = nowMs }) => ({
      pointMs: createdAtMs(recoveryPointArn),
      requestedAtMs: completedAtMs,
      startedAtMs: undefined,
      isOurs: false,
    }));
  return [...asked, ...unasked].sort((a, b) => a.requestedAtMs - b.requestedAtMs);
}

/** Backups that are done, newer than what is in the standby vault or on its way there; the newest first. */
function uncopiedSince(
  sinceMs: number,
  { jobs, primaryPoints }: Facts,
  copyJobs: readonly JobFact[],
  copied: UsePolicy,
): readonly (Uncopied & { readonly isOurs: boolean })[] {
  // A copy lives as long as it is told to: how soon the backup itself expires does not matter.
  return selectUsable(primaryPoints, { ...copied, minimumLifetimeMs: 0 })
    .usable.filter(({ createdAtMs }) => createdAtMs > sinceMs)
    .map(({ arn, createdAtMs }) => ({
      recoveryPointArn: arn,
      createdAtMs,
      isOurs: jobs.some((job) => job.kind === 'backup' && job.recoveryPointArn === arn && !job.isScheduled),
      failures: copyJobs.filter((job) => job.recoveryPointArn === arn && hasFailed(job)).length,
    }));
}
