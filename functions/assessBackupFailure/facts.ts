/** What the two regions say about the backups of one cluster. Times in milliseconds since 1970. */
export interface Facts {
  readonly nowMs: number;
  /** The newest point that can be restored; undefined when there is none. */
  readonly standby: PointFact | undefined;
  /** Undefined when the primary region does not answer. */
  readonly primary: PrimaryFacts | undefined;
  /** Of the last day, from both regions. */
  readonly alarms: readonly string[];
}

export interface PrimaryFacts {
  readonly newest: PointFact | undefined;
  readonly jobs: readonly JobFact[];
}

export interface PointFact {
  readonly arn: string;
  readonly createdAtMs: number;
}

/** A backup or copy job that was created in the last day. */
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
}

const FAILED_STATES = new Set(['FAILED', 'EXPIRED', 'ABORTED', 'PARTIAL']);
const ENDED_STATES = new Set([...FAILED_STATES, 'COMPLETED']);

export const hasFailed = ({ state }: JobFact): boolean => FAILED_STATES.has(state);
/** A state that is not known is one that has not ended. */
export const isRunning = ({ state }: JobFact): boolean => !ENDED_STATES.has(state);

/**
 * From when on a point must have been created that makes a failed job good. A copy's source was created by its backup:
 * copying that again is enough.
 */
export function reachOf(job: JobFact, jobs: readonly JobFact[]): number {
  if (job.kind === 'backup') return job.createdAtMs;
  const source = jobs.find(
    ({ kind, recoveryPointArn }) => kind === 'backup' && recoveryPointArn === job.recoveryPointArn,
  );
  return source?.createdAtMs ?? job.createdAtMs;
}

/** The longest that jobs of a kind took in the last day; undefined when none completed. */
export function usualDurationMs(jobs: readonly JobFact[], kind: JobFact['kind']): number | undefined {
  const took = jobs
    .filter((job) => job.kind === kind && job.state === 'COMPLETED')
    .map(({ createdAtMs, completedAtMs }) => (completedAtMs ?? createdAtMs) - createdAtMs);
  return took.length === 0 ? undefined : Math.max(...took);
}
