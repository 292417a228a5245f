import { clock, counted, oneLine, subjectLine } from '../shared/words';
import { executionLink } from './commands';
import type { Notice, NoticeKind, Severity } from './contract';
import { consoleOf, eventOf, failures, pagerDutyOf, slackOf } from './formats';
import type { MessageFacts } from './message-facts';
import { nextStep } from './next-step';
import {
  beginOf,
  clusterName,
  countOf,
  lossSentence,
  outlookSentence,
  pointText,
  signalSentence,
  span,
  suspensionSentence,
} from './sentences';

const NEWS: Readonly<Record<NoticeKind, string>> = {
  opened: 'failed',
  escalated: 'problem got worse',
  repairFailed: 'repair failed too',
  reminder: 'still not good',
  allClear: 'is good again',
  unresolved: 'still not good; no longer tracked',
};
/** A mail is read on a phone. */
const PROBLEMS_NAMED = 5;

/** What is said of an incident: to a person, to machines, to Slack and to PagerDuty. */
export function compose(kind: NoticeKind, facts: MessageFacts): Notice {
  const severity: Severity = kind === 'allClear' ? 'info' : facts.exposure.severity;
  const subject = subjectOf(kind, severity, facts);
  const text = textOf(kind, facts);
  return {
    kind,
    severity,
    subject,
    text,
    slack: JSON.stringify(slackOf(subject, text, facts)),
    pagerDuty: JSON.stringify(pagerDutyOf(kind, severity, subject, facts)),
    event: eventOf(kind, severity, facts),
  };
}

function subjectOf(kind: NoticeKind, severity: Severity, facts: MessageFacts): string {
  const { incident, exposure, standbyRegion, workloadName } = facts;
  const label = kind === 'allClear' ? 'all clear' : severity.toUpperCase();
  const count = failures(incident) > 1 ? ` (${failures(incident)} failures)` : '';
  return subjectLine(
    `${workloadName}: ${label}: ${whatOf(incident)} ${newsOf(kind, incident)}${count}${whereOf(exposure, standbyRegion)}`,
  );
}

function newsOf(kind: NoticeKind, incident: MessageFacts['incident']): string {
  const isUntold = kind === 'allClear' && incident.notifiedSeverity === null;
  if (failures(incident) > 0) return isUntold ? `${NEWS.opened}, and ${NEWS.allClear}` : NEWS[kind];
  if (kind === 'opened') return 'too old, or not measured';
  return isUntold ? `was too old, or not measured, and ${NEWS.allClear}` : NEWS[kind];
}

function whereOf({ suspension }: MessageFacts['exposure'], standbyRegion: string): string {
  if (suspension === null) return '';
  return suspension.kind === 'standbyServes' ? `; ${standbyRegion} serves` : '; a failover is under way';
}

function whatOf({ failedBackups, failedCopies }: MessageFacts['incident']): string {
  if (failedBackups > 0) return 'backup';
  return failedCopies > 0 ? 'backup copy' : 'recovery point';
}

/** What happened, what it means, the one next command, then details. */
function textOf(kind: NoticeKind, facts: MessageFacts): string {
  const next = nextStep(kind, facts);
  return [
    headline(kind, facts),
    ...meaning(kind, facts),
    '',
    `Next: ${next.sentence}`,
    ...(next.command === null ? [] : [next.command]),
    '',
    ...details(kind, facts),
  ].join('\n');
}

function headline(kind: NoticeKind, facts: MessageFacts): string {
  const { incident, exposure, nowMs, repair } = facts;
  const cluster = clusterName(incident.resourceArn);
  const begin = beginOf(incident);
  const lasts = span(Math.ceil((nowMs - Date.parse(begin)) / 60_000));
  switch (kind) {
    case 'opened':
      return openedHeadline(facts, cluster);
    case 'escalated':
      return `The state of the backups of ${cluster} got worse: ${exposure.reason}.`;
    case 'repairFailed':
      return `The backups of ${cluster} are not good yet. ${repair}`;
    case 'reminder':
      return `The backups of ${cluster} are still not good, ${lasts} after the first failure: ${exposure.reason}.`;
    case 'allClear':
      return `${incident.notifiedSeverity === null ? `${openedHeadline(facts, cluster)}\n` : ''}The backups of ${cluster} are good again, ${lasts} after the first failure.`;
    case 'unresolved':
      return `The backups of ${cluster} have not recovered in ${lasts}, and are no longer tracked: ${exposure.reason}.`;
  }
}

function openedHeadline({ incident, exposure, standbyRegion, nowMs }: MessageFacts, cluster: string): string {
  const newest = incident.signals.findLast(({ jobId }) => jobId !== null) ?? incident.signals.at(-1);
  const alarmsOn = { region: standbyRegion, names: exposure.alarms };
  const last = newest === undefined ? '' : signalSentence(newest, cluster, alarmsOn, nowMs);
  if (failures(incident) < 2) return last;
  return `${countOf(incident)} of ${cluster} since ${clock(beginOf(incident), nowMs)}. The last one: ${last}`;
}

function meaning(kind: NoticeKind, facts: MessageFacts): readonly string[] {
  const { exposure, incident, primaryRegion, nowMs, repair } = facts;
  const loss = lossSentence(exposure.standbyAgeMinutes, exposure.objectiveMinutes, primaryRegion);
  if (kind === 'allClear') return [loss, ...(incident.repair === null ? [] : [repair])];
  if (exposure.suspension !== null) return [suspensionSentence(exposure.suspension, facts, nowMs)];
  const { lateWithoutRepairMinutes: late } = exposure;
  const without = late === null ? '' : ` Without it the next copy would be ${span(late)} late.`;
  return [loss, outlookSentence(exposure, nowMs), ...(kind === 'repairFailed' ? [] : [`${repair}${without}`])];
}

function details(kind: NoticeKind, facts: MessageFacts): readonly string[] {
  const { incident, exposure, executionArn, standbyRegion, nowMs } = facts;
  const newest = incident.signals.at(-1);
  const problems = [...new Set(incident.signals.flatMap((signal) => signal.problems))];
  const { recurrences } = incident;
  return [
    `Since ${clock(beginOf(incident), nowMs)}: ${countOf(incident)}${ofLastDay(exposure.failedJobsLastDay)}.`,
    ...(newest === undefined || kind === 'allClear'
      ? []
      : [`Last: ${newest.kind} ${newest.state} in ${newest.region}: ${oneLine(newest.message)}`]),
    ...(recurrences === 0
      ? []
      : [
          `It has come back ${counted(recurrences, 'time')}: repeats are only counted, and the all-clear waits until it has stayed good.`,
        ]),
    `Standby vault: ${pointText(exposure.standbyAgeMinutes, exposure.standbyRecoveryPointArn)}`,
    `Newest snapshot in the primary vault: ${exposure.primarySilence ?? pointText(exposure.primaryAgeMinutes, exposure.primaryRecoveryPointArn)}`,
    ...alarmLines(exposure.alarms),
    ...(problems.length === 0
      ? []
      : [`The event was not as AWS documents it: ${problems.slice(0, PROBLEMS_NAMED).join('; ')}`]),
    `Runbook: ${facts.runbook}`,
    `Console: ${consoleOf(facts)}`,
    `Execution: ${executionLink(executionArn, standbyRegion)}`,
  ];
}

function ofLastDay(failedJobs: number | null): string {
  return failedJobs === null || failedJobs === 0 ? '' : `; ${counted(failedJobs, 'failed job')} in the last 24 hours`;
}

function alarmLines(alarms: readonly string[] | null): readonly string[] {
  if (alarms === null) return ['Alarms: CloudWatch does not answer; the all-clear waits for it.'];
  return alarms.length === 0 ? [] : [`Alarms on: ${alarms.join(', ')}`];
}
