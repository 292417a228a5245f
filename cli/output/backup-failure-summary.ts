import Table from 'cli-table3';
import pc from 'picocolors';
import type { BackupFailureReport } from '../../simulator/rehearsal/scenarios/backup-failure/report';

/** What a person reads when the rehearsal of failing backups is over. */
export function summariseBackupFailure(report: BackupFailureReport): string {
  const [first] = report.notices;
  return [
    '',
    headline(report),
    '',
    notices(report),
    '',
    ...(first === undefined ? [] : [pc.bold('The first message:'), ...indented(first.message), '']),
    ...report.checks.map(
      (check) => `${check.passed ? pc.green('pass') : pc.red('FAIL')}  ${check.name}: ${check.detail}`,
    ),
    '',
    `${report.executions} executions, ${report.folded} of them folded or repeats; ${report.stateTransitions} state transitions, $${report.stateTransitionsUsd.toFixed(4)}.`,
    `Repairs: ${report.repairs.length === 0 ? 'none' : report.repairs.join('; ')}`,
    `Seed ${report.seed}, durations ${report.durations}. The same seed gives the same run, byte for byte.`,
    '',
  ].join('\n');
}

function headline({ verdict, failedJobs, incidents }: BackupFailureReport): string {
  const what = `${failedJobs.length} failed job${failedJobs.length === 1 ? '' : 's'}, ${incidents.length} incident${incidents.length === 1 ? '' : 's'}`;
  const end = incidents.length === 0 ? 'added to the incident that was open before' : 'told once, followed to the end';
  return verdict === 'passed'
    ? pc.bold(pc.green(`PASSED: ${what}: ${end}.`))
    : pc.bold(pc.red(`FAILED: ${what}: see the checks below.`));
}

function notices(report: BackupFailureReport): string {
  const table = new Table({
    head: ['at', 'what', 'severity', 'subject'],
    style: { head: [], border: [], compact: true },
  });
  for (const { at, kind, severity, subject } of report.notices) {
    table.push([at.slice(0, 19), kind, coloured(severity), subject]);
  }
  return table.toString();
}

function coloured(severity: string): string {
  if (severity === 'critical') return pc.red(severity);
  return severity === 'warning' ? pc.yellow(severity) : severity;
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `  ${line}`);
}
