import type { JobFact } from '../backup-jobs';
import type { AtWork, TimeAtWork } from './at-work';
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
export function measureTimes(work: AtWork, jobs: readonly JobFact[], nowMs: number): Measured {
  const { backups, copies } = work;
  // What the first of them waited for is further back than we look: its time counts only while there is no other.
  const alone = copies.length > 1 ? copies.slice(1) : copies;
  return {
    times: {
      startDelayMs: usual(backups.map((backup) => startDelayMs(work, backup))) ?? ASSUMED.startDelayMs,
      backupMs: usual(backups.map(tookMs)) ?? ASSUMED.backupMs,
      // The one at work takes at least as long as it has taken already.
      copyMs: Math.max(usual(alone.map(tookMs)) ?? ASSUMED.copyMs, roundedUp(elapsedMs(work, jobs, nowMs))),
    },
    backups: backups.length,
    copies: alone.length,
  };
}

function tookMs({ fromMs, toMs }: TimeAtWork): number {
  return toMs - fromMs;
}

/** How long it took to begin, less what others were at work meanwhile. */
function startDelayMs(
  { backups, copies }: AtWork,
  { requestedAtMs, fromMs: beganAtMs }: AtWork['backups'][number],
): number {
  const meanwhileMs = [...backups, ...copies].map(({ fromMs, toMs }) =>
    Math.max(0, Math.min(toMs, beganAtMs) - Math.max(fromMs, requestedAtMs)),
  );
  return Math.max(0, beganAtMs - requestedAtMs - meanwhileMs.reduce((sum, each) => sum + each, 0));
}

/** How long the copy that is at work has been so: the others wait for it. */
function elapsedMs({ turnAt }: AtWork, jobs: readonly JobFact[], nowMs: number): number {
  const running = jobs.filter(isCopying).map(({ createdAtMs }) => createdAtMs);
  return running.length === 0 ? 0 : nowMs - turnAt(Math.min(...running));
}

/** "Additional copy jobs for the same resource remain in CREATED status" (AWS Backup Developer Guide, Copy job concurrency). */
export function isCopying({ kind, state }: JobFact): boolean {
  return kind === 'copy' && state === 'RUNNING';
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
