import type { BackupFailureReport } from '../../rehearsal/backup-failure/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { table } from './table';
import { wrap } from './wrap';

/** What a person reads when the rehearsal of failing backups is over, the verdict last. */
export function summariseBackupFailure(report: BackupFailureReport, width = Number.POSITIVE_INFINITY): string {
  const [first] = report.notices;
  const parts = [
    notices(report),
    first === undefined ? '' : [colours.bold('The first message:'), ...indented(first.message)].join('\n'),
    checkLines(report.checks, width),
    [
      `${report.executions} executions, ${report.folded} of them folded or repeats; ` +
        `${report.stateTransitions} state transitions, $${report.stateTransitionsUsd.toFixed(4)}.`,
      `Repairs: ${report.repairs.length === 0 ? 'none' : report.repairs.join('; ')}`,
      ...conditionLines(report).split('\n'),
    ]
      .map((line) => wrap(line, width))
      .join('\n'),
    headline(report),
  ];
  return `\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function headline({ verdict, failedJobs, incidents }: BackupFailureReport): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const what = `${counted(failedJobs.length, 'failed job')}, ${counted(incidents.length, 'incident')}`;
  const end =
    incidents.length === 0 ? 'added to the incident that was open before' : 'notified once, followed to the end';
  return verdict === 'passed'
    ? colours.bold(colours.green(`PASSED: ${what}: ${end}.`))
    : colours.bold(colours.red(`FAILED: ${what}: see the checks above.`));
}

function notices(report: BackupFailureReport): string {
  const rows = report.notices.map(({ at, kind, severity, subject }) => [
    at.slice(0, 19),
    kind,
    coloured(severity),
    subject,
  ]);
  return rows.length === 0 ? '' : table(['at', 'what', 'severity', 'subject'], rows);
}

function coloured(severity: string): string {
  if (severity === 'critical') return colours.red(severity);
  return severity === 'warning' ? colours.yellow(severity) : severity;
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `  ${line}`);
}
