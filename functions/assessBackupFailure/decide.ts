import { counted } from '../shared/words';
import type { Severity } from './contract';
import { type Facts, isRunning, type JobFact, type PrimaryFacts, usualDurationMs } from './facts';
import { span } from './sentences';

export interface Policy {
  readonly objectiveMinutes: number;
  /** The longest time between two scheduled backups. */
  readonly intervalMinutes: number;
}

/** What would be lost now, and whether the next recovery point comes in time. */
export interface Exposure {
  readonly severity: Severity;
  readonly reason: string;
  /** When the newest point in the standby vault becomes older than the objective. */
  readonly breachesAtMs: number | undefined;
  /** When the next copy is expected to complete in the standby vault. */
  readonly nextCopyAtMs: number | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Severity by exposure, not by the failure: info while the next copy completes within the objective, warning when it will
 * be late or nobody can say, critical when the objective is breached already or nothing could be restored. While a failover
 * is under way or the standby serves, nothing hangs on the primary's backups.
 */
export function decide(facts: Facts, policy: Policy): Exposure {
  if (facts.suspension !== undefined) {
    const reason = facts.primarySilence ?? facts.suspension.why;
    return { severity: 'info', reason, breachesAtMs: undefined, nextCopyAtMs: undefined };
  }
  const nextCopyAtMs = facts.primary === undefined ? undefined : nextCopy(facts.primary, facts.nowMs, policy);
  if (facts.standby === undefined) {
    const reason = 'no recovery point in the standby vault can be restored';
    return { severity: 'critical', reason, breachesAtMs: undefined, nextCopyAtMs };
  }
  const breachesAtMs = facts.standby.createdAtMs + policy.objectiveMinutes * MINUTE_MS;
  const known = { breachesAtMs, nextCopyAtMs };
  const overMinutes = Math.ceil((facts.nowMs - breachesAtMs) / MINUTE_MS);
  if (facts.nowMs > breachesAtMs) {
    const reason = `the objective of ${counted(policy.objectiveMinutes, 'minute')} is breached by ${span(overMinutes)}`;
    return { severity: 'critical', reason, ...known };
  }
  if (nextCopyAtMs === undefined) {
    const why = facts.primarySilence ?? 'no backup and copy were completed lately';
    return { severity: 'warning', reason: `when the next copy completes is not known: ${why}`, ...known };
  }
  if (nextCopyAtMs > breachesAtMs) {
    const lateMinutes = Math.ceil((nextCopyAtMs - breachesAtMs) / MINUTE_MS);
    return { severity: 'warning', reason: `the next copy will be ${span(lateMinutes)} late`, ...known };
  }
  return { severity: 'info', reason: 'the next copy completes within the objective', ...known };
}

/** The earliest that what is under way, or is scheduled next, can be copied. */
function nextCopy({ jobs }: PrimaryFacts, nowMs: number, policy: Policy): number | undefined {
  const backupMs = usualDurationMs(jobs, 'backup');
  const copyMs = usualDurationMs(jobs, 'copy');
  if (copyMs === undefined) return undefined;
  // What takes longer than usual can end at any moment.
  const copies = ofKind(jobs, 'copy').map(({ createdAtMs }) => Math.max(nowMs, createdAtMs + copyMs));
  if (backupMs === undefined) return earliest(copies);
  const backups = ofKind(jobs, 'backup').map(({ createdAtMs }) => Math.max(nowMs, createdAtMs + backupMs) + copyMs);
  const due = nextDue(jobs, nowMs, policy);
  return earliest([...copies, ...backups, ...(due === undefined ? [] : [due + backupMs + copyMs])]);
}

/** When the schedule starts its next backup, by when it started the last. */
function nextDue(jobs: readonly JobFact[], nowMs: number, { intervalMinutes }: Policy): number | undefined {
  const starts = jobs.filter(({ kind, isScheduled }) => kind === 'backup' && isScheduled);
  if (starts.length === 0) return undefined;
  const lastMs = Math.max(...starts.map(({ createdAtMs }) => createdAtMs));
  const intervalMs = intervalMinutes * MINUTE_MS;
  return lastMs + Math.max(1, Math.ceil((nowMs - lastMs) / intervalMs)) * intervalMs;
}

function ofKind(jobs: readonly JobFact[], kind: JobFact['kind']): readonly JobFact[] {
  return jobs.filter((job) => job.kind === kind && isRunning(job));
}

function earliest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.min(...times);
}
