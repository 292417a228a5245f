import { consoleOf, eventOf, failures, pagerDutyOf, slackOf } from './formats';
import type { ExposureRecord, Incident, Notice, NoticeKind, Severity } from './contract';
import type { MessageFacts } from './message-facts';

const WORD: Readonly<Record<NoticeKind, string>> = {
  opened: 'failed',
  escalated: 'has got worse',
  repairFailed: 'repair failed too',
  reminder: 'still not good',
  allClear: 'is good again',
  unresolved: 'given up following',
};

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

/** SNS takes at most 100 characters of ASCII. */
function subjectOf(kind: NoticeKind, severity: Severity, { incident, workloadName }: MessageFacts): string {
  const label = kind === 'allClear' ? 'all clear' : severity.toUpperCase();
  const count = failures(incident) > 1 ? ` (${failures(incident)} failures)` : '';
  return `${workloadName}: ${label}: ${whatOf(incident)} ${kind === 'opened' && failures(incident) === 0 ? 'too old, or not measured' : WORD[kind]}${count}`
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 100);
}

function whatOf({ failedBackups, failedCopies }: Incident): string {
  if (failedBackups > 0) return 'backup';
  return failedCopies > 0 ? 'backup copy' : 'recovery point';
}

function textOf(kind: NoticeKind, facts: MessageFacts): string {
  const { incident, exposure, executionArn, standbyRegion } = facts;
  const newest = incident.signals.at(-1);
  const problems = incident.signals.flatMap((signal) => signal.problems);
  return [
    headline(kind, facts),
    '',
    `What failed: ${counted(incident)} of ${incident.resourceArn}, since ${incident.signals[0]?.at ?? incident.openedAt}.`,
    ...(newest === undefined ? [] : [`Last: ${newest.kind} ${newest.state} in ${newest.region}: ${newest.message}`]),
    ...(incident.recurrences === 0
      ? []
      : [
          `It has come back ${incident.recurrences} time(s) since it was good: repeats are only counted, and the all-clear waits until it has stayed good.`,
        ]),
    ...(exposure.failedJobsLastDay === null
      ? []
      : [`Failed jobs in the last 24 hours: ${exposure.failedJobsLastDay}.`]),
    ...(exposure.alarms.length === 0 ? [] : [`Alarms that are on: ${exposure.alarms.join(', ')}`]),
    ...(problems.length === 0 ? [] : [`The event was not as AWS documents it: ${problems.join('; ')}`]),
    '',
    `What would be lost now: ${lossOf(exposure)}`,
    `Standby vault: ${pointText(exposure.standbyAgeMinutes, exposure.standbyRecoveryPointArn)}`,
    `Newest snapshot in the primary vault: ${exposure.primarySilence ?? pointText(exposure.primaryAgeMinutes, exposure.primaryRecoveryPointArn)}`,
    ...(kind === 'allClear' ? [] : [outlook(exposure)]),
    `What was done: ${facts.repair}`,
    '',
    `What to do: ${nextStep(kind, facts)}`,
    `Runbook: ${facts.runbook}`,
    `Look: ${commandOf(facts)}`,
    `Console: ${consoleOf(facts)}`,
    `Execution: https://${standbyRegion}.console.aws.amazon.com/states/home?region=${standbyRegion}#/v2/executions/details/${executionArn}`,
  ].join('\n');
}

function headline(kind: NoticeKind, { incident, exposure }: MessageFacts): string {
  const name = incident.resourceArn.slice(incident.resourceArn.lastIndexOf(':') + 1);
  switch (kind) {
    case 'opened':
      return `A backup of ${name} needs attention (${exposure.severity}): ${exposure.reason}.`;
    case 'escalated':
      return `The backups of ${name} have got worse (${exposure.severity}): ${exposure.reason}.`;
    case 'repairFailed':
      return `The repair of ${name}'s backup failed too (${exposure.severity}): ${exposure.reason}.`;
    case 'reminder':
      return `The backups of ${name} are still not good (${exposure.severity}): ${exposure.reason}.`;
    case 'allClear':
      return `The backups of ${name} are good again: ${counted(incident)}, made good.`;
    case 'unresolved':
      return `The backups of ${name} have not recovered, and are no longer followed (${exposure.severity}): ${exposure.reason}.`;
  }
}

function counted(incident: Incident): string {
  const parts = [
    several(incident.failedBackups, 'failed backup'),
    several(incident.failedCopies, 'failed copy'),
    several(incident.otherSignals, 'alarm or unreadable event'),
  ].flat();
  return parts.length === 0 ? 'nothing that is known' : parts.join(', ');
}

function several(count: number, what: string): readonly string[] {
  if (count === 0) return [];
  const [head = '', ...rest] = what.split(' ');
  const plural = what.endsWith('copy') ? `${head} copies` : [head, ...rest].join(' ') + 's';
  return [`${count} ${count === 1 ? what : plural}`];
}

function lossOf({ standbyAgeMinutes, objectiveMinutes }: ExposureRecord): string {
  if (standbyAgeMinutes === null) return 'everything: no recovery point in the standby vault can be restored.';
  return `the data of the last ${standbyAgeMinutes} minutes; the objective is ${objectiveMinutes} minutes.`;
}

function pointText(ageMinutes: number | null, arn: string | null): string {
  return ageMinutes === null || arn === null ? 'no usable recovery point' : `${ageMinutes} minutes old: ${arn}`;
}

function outlook({ breachesAt, nextLandingAt }: ExposureRecord): string {
  const breach =
    breachesAt === null ? 'The objective cannot be kept.' : `The objective is breached from ${breachesAt} on.`;
  const next =
    nextLandingAt === null
      ? 'When the next recovery point lands is not known.'
      : `The next recovery point is expected in the standby vault at ${nextLandingAt}.`;
  return `${breach} ${next}`;
}

function nextStep(kind: NoticeKind, { exposure, incident }: MessageFacts): string {
  if (kind === 'allClear') return 'nothing.';
  if (exposure.primarySilence !== null)
    return 'if no failover is under way, find out whether the primary region is down; the runbook says when to fail over.';
  if (incident.repair?.state === 'running')
    return 'nothing yet: the repair is followed, and you will be told how it ends.';
  return exposure.severity === 'info'
    ? 'nothing yet: the next backup comes in time. Read the message of the job above.'
    : failures(incident) === 0
      ? 'look up what the alarms mean (runbook, section "Alarms"), then start a backup or a copy by hand if one is missing.'
      : 'mend the cause that the message of the job names, then start a backup or a copy by hand (runbook).';
}

function commandOf({ incident, primaryRegion }: MessageFacts): string {
  const job = incident.signals.findLast(({ jobId }) => jobId !== null);
  if (job === undefined)
    return `aws backup list-backup-jobs --region ${primaryRegion} --by-resource-arn ${incident.resourceArn}`;
  return job.kind === 'copy'
    ? `aws backup describe-copy-job --region ${job.region} --copy-job-id ${job.jobId}`
    : `aws backup describe-backup-job --region ${job.region} --backup-job-id ${job.jobId}`;
}
