import type { Delivered, Incident, NoticeKind, Severity } from './contract';
import { isAtLeast } from './decide-repair';

const MINUTE_MS = 60_000;

export interface NoticeFacts {
  readonly severity: Severity;
  readonly hasRecovered: boolean;
  readonly isLast: boolean;
  /** A failover is under way, or the standby serves. */
  readonly isLeftAlone: boolean;
  readonly windowMinutes: number;
  readonly nowMs: number;
}

/** What a person has to be notified of now, if anything: once when it opens, once when it gets worse, and its end. */
export function decideNotice(incident: Incident, facts: NoticeFacts): NoticeKind | undefined {
  const { notifiedSeverity: notified, repair } = incident;
  // Of what is over nobody is notified as if it were not: the all-clear says what failed to whoever does not know yet.
  if (facts.hasRecovered && !facts.isLeftAlone) return 'allClear';
  if (notified === null) return 'opened';
  // Whoever has one of them in hand is told no more of the backups of a region that does not serve.
  if (facts.isLeftAlone) return undefined;
  if (facts.isLast) return 'unresolved';
  if (!isAtLeast(notified, facts.severity)) return 'escalated';
  if (repair?.state === 'failed' && !repair.isFailureTold) return 'repairFailed';
  // What is good again and has only to stay so needs nobody.
  const isDue = incident.goodSince === null && isWindowOver(incident, facts.windowMinutes, facts.nowMs);
  return isDue ? 'reminder' : undefined;
}

function isWindowOver(incident: Incident, windowMinutes: number, nowMs: number): boolean {
  return nowMs - Date.parse(incident.windowStartedAt) >= windowMinutes * MINUTE_MS;
}

/**
 * The incident after somebody has been notified. A call that is repeated says the same delivery again, so it counts from
 * when it was sent: otherwise each repetition would begin a window, and a window has a repair of its own.
 */
export function notifiedOf(incident: Incident, { kind, severity, at }: Delivered, nowMs: number): Incident {
  const before = incident.notifiedSeverity;
  const { repair } = incident;
  return {
    ...incident,
    notifiedSeverity: before !== null && isAtLeast(before, severity) ? before : severity,
    windowStartedAt: kind === 'reminder' ? (at ?? new Date(nowMs).toISOString()) : incident.windowStartedAt,
    // A reminder and an escalation name a repair that failed, too.
    repair: repair === null ? null : { ...repair, isFailureTold: repair.isFailureTold || repair.state === 'failed' },
  };
}
