import type { Incident, Severity, Signal } from './contract';
import type { Exposure } from './decide';
import { type Facts, hasFailed, type JobFact, reachOf } from './facts';

/** A signal, and from when on a point must have been created that makes it good; undefined for what is no job. */
export interface SignalReach {
  readonly signal: Signal;
  readonly reachAfterMs: number | undefined;
}

/** A history alarm reports jobs that failed: it is over when they are made good. The others report the present. */
export const HISTORY_ALARM = /-(failed|expired)$/;
/** The newest are enough to act on; every execution's evidence has its own. */
const SIGNALS_KEPT = 40;
/** A day's jobs are read again and again: each that was counted is remembered by its key. */
const KEYS_KEPT = 600;
const MINUTE_MS = 60_000;

/** How long something that comes and goes must have been good before that is said, the first time that it comes back. */
const SETTLED_AFTER_MINUTES = 60;
/** What begins within this time of the end of the last is the same thing again. */
const RECURS_WITHIN_MINUTES = 120;

/** @param last the one before, which is over */
export function open({ resourceArn, owner, severity, nowMs }: Opening, last: Incident | undefined): Incident {
  const isRecurrence =
    last !== undefined && nowMs - Date.parse(last.closedAt ?? '') < RECURS_WITHIN_MINUTES * MINUTE_MS;
  const now = new Date(nowMs).toISOString();
  return {
    incidentId: `${resourceArn.slice(resourceArn.lastIndexOf(':') + 1)}-${now.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`,
    resourceArn,
    status: 'open',
    owner,
    openedAt: now,
    closedAt: null,
    windowStartedAt: now,
    signals: [],
    keys: [],
    failedBackups: 0,
    failedCopies: 0,
    otherSignals: 0,
    reachAfter: null,
    worstSeverity: severity,
    recurrences: isRecurrence ? last.recurrences + 1 : 0,
    goodSince: null,
    notifiedSeverity: null,
    repair: null,
  };
}

export interface Opening {
  readonly resourceArn: string;
  readonly owner: string;
  readonly severity: Severity;
  readonly nowMs: number;
}

export function signalCount({ failedBackups, failedCopies, otherSignals }: Incident): number {
  return failedBackups + failedCopies + otherSignals;
}

export function knows(incident: Incident | undefined, key: string): boolean {
  if (incident === undefined) return false;
  return incident.keys.includes(key) || incident.signals.some((signal) => signal.key === key);
}

/** The incident with one more signal; one that it knows already counts once. */
export function fold(incident: Incident, { signal, reachAfterMs }: SignalReach): Incident {
  if (knows(incident, signal.key)) return incident;
  const reachMs = Math.max(reachAfterMs ?? 0, incident.reachAfter === null ? 0 : Date.parse(incident.reachAfter));
  return {
    ...incident,
    goodSince: null,
    signals: [...incident.signals, signal].slice(-SIGNALS_KEPT),
    keys: [...incident.keys, signal.key].slice(-KEYS_KEPT),
    failedBackups: incident.failedBackups + (signal.kind === 'backup' ? 1 : 0),
    failedCopies: incident.failedCopies + (signal.kind === 'copy' ? 1 : 0),
    otherSignals: incident.otherSignals + (signal.kind === 'backup' || signal.kind === 'copy' ? 0 : 1),
    reachAfter: reachMs === 0 ? null : new Date(reachMs).toISOString(),
  };
}

/** Failed jobs that no event reported, as far as they still matter: events are sent on a best-effort basis. */
export function unheardFailures(facts: Facts): readonly SignalReach[] {
  const jobs = facts.primary?.jobs ?? [];
  const reachedMs = facts.standby?.createdAtMs ?? 0;
  return jobs
    .filter((job) => hasFailed(job) && reachOf(job, jobs) > reachedMs)
    .map((job) => ({ signal: toSignal(job), reachAfterMs: reachOf(job, jobs) }));
}

/** The moment that a job's own event asks for, sharpened by what AWS Backup says of the job. */
export function reachAfter(signal: Signal, createdAtMs: number | undefined, facts: Facts): number | undefined {
  if (signal.kind !== 'backup' && signal.kind !== 'copy') return undefined;
  const jobs = facts.primary?.jobs ?? [];
  const job = jobs.find(({ kind, jobId }) => kind === signal.kind && jobId === signal.jobId);
  return job === undefined ? (createdAtMs ?? Date.parse(signal.at)) : reachOf(job, jobs);
}

/**
 * Made good: the standby vault holds what the failed jobs should have brought, or, where nothing but an alarm reported it,
 * the objective is kept; and no alarm about the present is on, as CloudWatch says.
 */
export function isMadeGood({ reachAfter }: Incident, facts: Facts, exposure: Exposure): boolean {
  if (facts.standby === undefined || facts.alarms === undefined) return false;
  if (facts.alarms.some((name) => !HISTORY_ALARM.test(name))) return false;
  if (reachAfter === null) return exposure.severity !== 'critical';
  return facts.standby.createdAtMs >= Date.parse(reachAfter);
}

/**
 * Over: made good, and the repair has ended. What comes and goes must have stayed good for an hour, and twice as long
 * each time it comes back: whoever is notified each time stops reading.
 */
export function hasRecovered(incident: Incident, facts: Facts, windowMinutes: number): boolean {
  const { goodSince, repair, recurrences } = incident;
  if (goodSince === null || repair?.state === 'running') return false;
  const settledMinutes =
    recurrences === 0 ? 0 : Math.min(SETTLED_AFTER_MINUTES * 2 ** (recurrences - 1), windowMinutes);
  return facts.nowMs - Date.parse(goodSince) >= settledMinutes * MINUTE_MS;
}

function toSignal(job: JobFact): Signal {
  const { kind, jobId, state, message, region, createdAtMs, completedAtMs } = job;
  const at = new Date(completedAtMs ?? createdAtMs).toISOString();
  return { key: `${kind} ${jobId}`, kind, at, region, state, message, jobId, alarmName: null, problems: [] };
}
