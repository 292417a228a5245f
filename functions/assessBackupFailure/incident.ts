import type { Incident, NoticeKind, Severity, Signal } from './contract';
import type { Exposure } from './decide';
import { isAtLeast } from './decide-repair';
import { type Facts, hasFailed, type JobFact, reachOf } from './facts';

/** A signal, and from when on a point must have been created that makes it good; undefined for what is no job. */
export interface SignalReach {
  readonly signal: Signal;
  readonly reachAfterMs: number | undefined;
}

/** A history alarm tells of jobs that failed: it is over when they are made good. The others tell how things are now. */
const HISTORY_ALARM = /-(failed|expired)$/;
/** The newest are enough to act on; every execution's evidence has its own. */
const SIGNALS_KEPT = 40;
const LEASE_MS = 60 * 60_000;
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
    leaseUntil: leaseFrom(nowMs),
    openedAt: now,
    closedAt: null,
    windowStartedAt: now,
    signals: [],
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

export function leaseFrom(nowMs: number): string {
  return new Date(nowMs + LEASE_MS).toISOString();
}

export function isFollowedByAnother(incident: Incident, me: string, nowMs: number): boolean {
  return incident.status === 'open' && incident.owner !== me && Date.parse(incident.leaseUntil) > nowMs;
}

export function knows(incident: Incident | undefined, key: string): boolean {
  return incident?.signals.some((signal) => signal.key === key) ?? false;
}

/** The incident with one more signal; one that it knows already counts once. */
export function fold(incident: Incident, { signal, reachAfterMs }: SignalReach): Incident {
  if (knows(incident, signal.key)) return incident;
  const reachMs = Math.max(reachAfterMs ?? 0, incident.reachAfter === null ? 0 : Date.parse(incident.reachAfter));
  return {
    ...incident,
    goodSince: null,
    signals: [...incident.signals, signal].slice(-SIGNALS_KEPT),
    failedBackups: incident.failedBackups + (signal.kind === 'backup' ? 1 : 0),
    failedCopies: incident.failedCopies + (signal.kind === 'copy' ? 1 : 0),
    otherSignals: incident.otherSignals + (signal.kind === 'backup' || signal.kind === 'copy' ? 0 : 1),
    reachAfter: reachMs === 0 ? null : new Date(reachMs).toISOString(),
  };
}

/** Failed jobs that no event told of, as far as they still matter: events are sent on a best-effort basis. */
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
 * Made good: the standby vault holds what the failed jobs should have brought, or, where nothing but an alarm told of it,
 * the objective is kept; and no alarm about the present is on.
 */
export function isMadeGood({ reachAfter }: Incident, facts: Facts, exposure: Exposure): boolean {
  if (facts.standby === undefined) return false;
  if (facts.alarms.some((name) => !HISTORY_ALARM.test(name))) return false;
  if (reachAfter === null) return exposure.severity !== 'critical';
  return facts.standby.createdAtMs >= Date.parse(reachAfter);
}

/**
 * Over: made good, and the repair has ended. What comes and goes must have stayed good for an hour, and twice as long
 * each time it comes back: whoever is told each time stops reading.
 */
export function hasRecovered(incident: Incident, facts: Facts, windowMinutes: number): boolean {
  const { goodSince, repair, recurrences } = incident;
  if (goodSince === null || repair?.state === 'running') return false;
  const settledMinutes =
    recurrences === 0 ? 0 : Math.min(SETTLED_AFTER_MINUTES * 2 ** (recurrences - 1), windowMinutes);
  return facts.nowMs - Date.parse(goodSince) >= settledMinutes * MINUTE_MS;
}

/** An alarm that tells again, after the end, of what the incident was about. */
export function isEcho(incident: Incident | undefined, signal: Signal, facts: Facts, exposure: Exposure): boolean {
  if (incident?.status !== 'closed' || signal.kind !== 'alarm') return false;
  return (
    HISTORY_ALARM.test(signal.alarmName ?? '') &&
    unheardFailures(facts).length === 0 &&
    isMadeGood(incident, facts, exposure)
  );
}

export interface NoticeFacts {
  readonly severity: Severity;
  readonly hasRecovered: boolean;
  readonly isLast: boolean;
  readonly windowMinutes: number;
  readonly nowMs: number;
}

/** What a person has to be told now, if anything: once when it opens, once when it gets worse, and its end. */
export function decideNotice(incident: Incident, facts: NoticeFacts): NoticeKind | undefined {
  const { notifiedSeverity: told, repair } = incident;
  // What was never told is told even when it is over already: a failure is never silent.
  if (told === null) return 'opened';
  if (facts.hasRecovered) return 'allClear';
  if (facts.isLast) return 'unresolved';
  if (!isAtLeast(told, facts.severity)) return 'escalated';
  if (repair?.state === 'failed' && !repair.isFailureTold) return 'repairFailed';
  // What is good again and has only to stay so needs nobody.
  const isDue = incident.goodSince === null && isWindowOver(incident, facts.windowMinutes, facts.nowMs);
  return isDue ? 'reminder' : undefined;
}

export function isWindowOver(incident: Incident, windowMinutes: number, nowMs: number): boolean {
  return nowMs - Date.parse(incident.windowStartedAt) >= windowMinutes * MINUTE_MS;
}

/** The incident after somebody has been told. */
export function told(incident: Incident, kind: NoticeKind, severity: Severity, nowMs: number): Incident {
  const before = incident.notifiedSeverity;
  return {
    ...incident,
    notifiedSeverity: before !== null && isAtLeast(before, severity) ? before : severity,
    windowStartedAt: kind === 'reminder' ? new Date(nowMs).toISOString() : incident.windowStartedAt,
    repair:
      incident.repair === null
        ? null
        : { ...incident.repair, isFailureTold: incident.repair.isFailureTold || incident.repair.state === 'failed' },
  };
}

function toSignal(job: JobFact): Signal {
  const { kind, jobId, state, message, region, createdAtMs, completedAtMs } = job;
  const at = new Date(completedAtMs ?? createdAtMs).toISOString();
  return { key: `${kind} ${jobId}`, kind, at, region, state, message, jobId, alarmName: null, problems: [] };
}
