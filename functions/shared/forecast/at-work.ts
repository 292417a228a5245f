import { hasFailed, isRunning, type JobFact } from '../backup-jobs';
import { isComplete, type RecoveryPoint } from '../recovery-points';

/** The time in which a job was at work. */
export interface TimeAtWork {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface AtWork {
  readonly backups: readonly (TimeAtWork & { readonly requestedAtMs: number })[];
  /** In the order in which they ended. */
  readonly copies: readonly TimeAtWork[];
  /**
   * When a job that was made at this instant had its turn: AWS Backup has one backup or copy of a resource at work at a
   * time. What began after that instant and not when another ended is taken to have run beside it.
   */
  readonly turnAt: (createdAtMs: number) => number;
}

/** When the jobs that are completed were at work. Of a backup its point says so, of a copy what it had to wait for. */
export function readWork(points: readonly RecoveryPoint[], jobs: readonly JobFact[]): AtWork {
  const pointOf = new Map(points.map((point) => [point.arn, point]));
  const backups = completed(jobs, 'backup').flatMap((job) => {
    const point = pointOf.get(job.recoveryPointArn ?? '');
    if (point === undefined || !isComplete(point)) return [];
    const { createdAtMs: fromMs, completedAtMs: toMs } = point;
    return fromMs === undefined || toMs === undefined ? [] : [{ requestedAtMs: job.createdAtMs, fromMs, toMs }];
  });
  const copies: TimeAtWork[] = [];
  for (const { createdAtMs, completedAtMs = createdAtMs } of completed(jobs, 'copy')) {
    copies.push({ fromMs: Math.min(turnAt(createdAtMs), completedAtMs), toMs: completedAtMs });
  }
  return { backups, copies, turnAt };

  function turnAt(createdAtMs: number): number {
    const isAtWork = ({ fromMs, toMs }: TimeAtWork) => fromMs <= createdAtMs && createdAtMs < toMs;
    const before = copies.find(isAtWork) ?? backups.find(isAtWork);
    return before === undefined ? createdAtMs : turnAt(before.toMs);
  }
}

/** In the order in which they ended. */
function completed(jobs: readonly JobFact[], kind: JobFact['kind']): readonly JobFact[] {
  return jobs
    .filter((job) => job.kind === kind && !isRunning(job) && !hasFailed(job))
    .sort((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0));
}
