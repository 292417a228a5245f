import type { Incident, NoticeKind, Severity } from './contract';
import type { MessageFacts } from './message-facts';

/** A body for an incoming webhook (Slack API, "Sending messages using incoming webhooks"). */
export function slackOf(subject: string, text: string, facts: MessageFacts): object {
  return {
    text: subject,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: subject.slice(0, 150) } },
      // A section takes 3,000 characters.
      { type: 'section', text: { type: 'plain_text', text: text.slice(0, 3000) } },
      { type: 'section', text: { type: 'mrkdwn', text: `<${consoleOf(facts)}|AWS Backup jobs>` } },
    ],
  };
}

/** An event of the Events API v2; whoever forwards it adds `routing_key`. The incident's id folds its events into one. */
export function pagerDutyOf(kind: NoticeKind, severity: Severity, subject: string, facts: MessageFacts): object {
  return {
    event_action: kind === 'allClear' ? 'resolve' : 'trigger',
    dedup_key: facts.incident.incidentId,
    payload: {
      summary: subject,
      source: facts.incident.resourceArn,
      severity,
      timestamp: new Date(facts.nowMs).toISOString(),
      component: 'backup',
      group: facts.workloadName,
      class: facts.incident.signals.at(-1)?.kind ?? 'backup',
      custom_details: { exposure: facts.exposure, repair: facts.repair, failures: failures(facts.incident) },
    },
    links: [{ href: consoleOf(facts), text: 'AWS Backup jobs' }],
  };
}

export function eventOf(kind: NoticeKind, severity: Severity, facts: MessageFacts): Record<string, unknown> {
  const { incident, exposure, repair, executionArn } = facts;
  const { incidentId, resourceArn, openedAt, failedBackups, failedCopies, otherSignals } = incident;
  return {
    incidentId,
    kind,
    severity,
    workload: facts.workloadName,
    resourceArn,
    openedAt,
    failedBackups,
    failedCopies,
    otherSignals,
    lastSignal: incident.signals.at(-1) ?? null,
    exposure,
    repair,
    executionArn,
  };
}

export function consoleOf({ incident, primaryRegion }: MessageFacts): string {
  const region = incident.signals.findLast(({ jobId }) => jobId !== null)?.region ?? primaryRegion;
  return `https://${region}.console.aws.amazon.com/backup/home?region=${region}#/jobs`;
}

export function failures({ failedBackups, failedCopies }: Incident): number {
  return failedBackups + failedCopies;
}
