import { hasFailed, isRunning, type JobFact } from '../backup-jobs';
import { isComplete, type RecoveryPoint } from '../recovery-points';
import type { Times } from './pipeline';

/** Taken until the first backup and copy have been measured. */
const ASSUMED: Times = { startDelayMs: 5 * 60_000, backupMs: 10 * 60_000, copyMs: 15 * 60_000 };
/** One in ten may take longer: a single one that took hours is not what is reckoned with all day. */
const SHARE = 0.9;
const STEP_MS = 30_000;

export interface Measured {
  readonly times: Times;
  /** How many backups and copies the times were measured on. */
  readonly backups: number;
  readonly copies: number;
}

/** How long backups and copies took, each from when it was alone at work, whatever it had to wait for before. */
export function measureTimes(points: readonly RecoveryPoint[], jobs: readonly JobFact[], nowMs: number): Measured {
  const startDelays: number[] = [];
  const backups: number[] = [];
  const pointOf = new Map(points.map((point) => [point.arn, point]));
  let freeMs = Number.NEGATIVE_INFINITY;
  for (const job of completed(jobs, 'backup')) {
    const point = pointOf.get(job.recoveryPointArn ?? '');
    if (point === undefined || !isComplete(point)) continue;
    const { createdAtMs, completedAtMs } = point;
    if (createdAtMs === undefined || completedAtMs === undefined) continue;
    startDelays.push(Math.max(0, createdAtMs - Math.max(job.createdAtMs, freeMs)));
    backups.push(completedAtMs - createdAtMs);
    freeMs = completedAtMs;
  }
  const copies: number[] = [];
  freeMs = Number.NEGATIVE_INFINITY;
  for (const { createdAtMs, completedAtMs = createdAtMs } of completed(jobs, 'copy')) {
    copies.push(completedAtMs - Math.max(createdAtMs, freeMs));
    freeMs = completedAtMs;
  }
  // What the first of them waited for is further back than we look: its time counts only while there is no other.
  const alone = copies.length > 1 ? copies.slice(1) : copies;
  return {
    times: {
      startDelayMs: usual(startDelays) ?? ASSUMED.startDelayMs,
      backupMs: usual(backups) ?? ASSUMED.backupMs,
      // The one at work takes at least as long as it has taken already.
      copyMs: Math.max(usual(alone) ?? ASSUMED.copyMs, roundedUp(elapsedMs(jobs, freeMs, nowMs))),
    },
    backups: backups.length,
    copies: alone.length,
  };
}

/** How long the copy that is at work has been so: the others wait for it. */
function elapsedMs(jobs: readonly JobFact[], freeMs: number, nowMs: number): number {
  const running = jobs.filter((job) => job.kind === 'copy' && isRunning(job)).map(({ createdAtMs }) => createdAtMs);
  return running.length === 0 ? 0 : nowMs - Math.max(freeMs, Math.min(...running));
}

/** In the order in which they ended. */
function completed(jobs: readonly JobFact[], kind: JobFact['kind']): readonly JobFact[] {
  return jobs
    .filter((job) => job.kind === kind && !isRunning(job) && !hasFailed(job))
    .sort((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0));
}

/** What nine in ten do not exceed, rounded up; undefined when there are none. */
function usual(durationsMs: readonly number[]): number | undefined {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const value = sorted[Math.ceil(sorted.length * SHARE) - 1];
  return value === undefined ? undefined : roundedUp(value);
}

function roundedUp(durationMs: number): number {
  return Math.ceil(durationMs / STEP_MS) * STEP_MS;
}
