import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { type RehearsalReport, SEQUENTIAL_RUNBOOK } from '../../rehearsal/failover/report';
import { table } from './table';
import { clock, duration } from './times';
import { wrap } from './wrap';

/**
 * What a person reads when the rehearsal is over: the verdict, RTO and RPO last, where a terminal shows them.
 * @param width of the terminal in columns; commands are left whole, so that they can be copied
 */
export function summarise(report: RehearsalReport, width = Number.POSITIVE_INFINITY): string {
  const parts = [
    steps(report),
    checkLines(report.checks, width),
    report.rtoSeconds === null ? undefined : criticalPath(report, width),
    notifications(report),
    conditionLines(report),
    data(report, width),
    report.execution.status === 'SUCCEEDED' ? undefined : stopped(report, width),
    [report.verdict === 'passed' ? passed(report) : unpassed(report), objectives(report)].join('\n\n'),
  ];
  return `\n${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function passed({ mode }: RehearsalReport): string {
  const text =
    mode === 'failover'
      ? 'PASSED: the workload serves from the standby region.'
      : 'PASSED: the drill brought the workload up in the standby region, proved it, and took it down again.';
  return colours.bold(colours.green(text));
}

const TRAFFIC: Readonly<Record<NonNullable<RehearsalReport['traffic']>, string>> = {
  primary: 'goes to the primary region, as before',
  standby: 'goes to the standby region',
  unknown: 'could not be read',
};

function unpassed({ verdict, execution, failure }: RehearsalReport): string {
  const headline =
    verdict === 'refused'
      ? colours.yellow('REFUSED: the state machine would not go on, because it was not safe.')
      : colours.red(
          execution.status === 'SUCCEEDED'
            ? 'FAILED: the state machine succeeded, but not every check passed.'
            : failure?.cause.startsWith('deadline-passed') === true
              ? `FAILED: the deadline of the execution ${execution.name} passed while it waited.`
              : `FAILED: the execution ${execution.name} ended ${execution.status}.`,
        );
  return colours.bold(headline);
}

/** What stopped it, what is where, and what to do next: by the evidence, else by what Step Functions says. */
function stopped({ execution, failure, traffic, leftovers, nextActions }: RehearsalReport, width: number): string {
  const rows: (readonly [string, string])[] = [
    ['step', failure?.step ?? 'unknown: no evidence was recorded'],
    ['error', failure?.error ?? execution.error ?? 'none'],
    ['cause', wrap(failure?.cause ?? execution.cause ?? 'none', width - 15)],
    ['traffic', traffic === null ? 'unknown: no evidence was recorded' : TRAFFIC[traffic]],
    ['still there', leftovers.length === 0 ? 'nothing that was built' : leftovers.join(', ')],
    ...nextActions.map((action, index) => [index === 0 ? 'next' : '', action] as const),
  ];
  return ['Where it stopped:', ...rows.map(([label, text]) => `  ${label.padEnd(12)} ${text}`)].join('\n');
}

function objectives(report: RehearsalReport): string {
  const { recoveryTimeObjectiveSeconds: rto, recoveryPointObjectiveSeconds: rpo } = report;
  const row = (label: string, seconds: number | null, objective: number | null) => [
    label,
    seconds === null ? 'not reached' : duration(seconds),
    objective === null ? '' : duration(objective),
    judge(seconds, objective),
  ];
  const rows = [
    row('RTO, from start to verified', report.rtoSeconds, rto),
    // In a drill nothing goes dark, so clients notice nothing.
    ...(isDark(report) ? [row('RTO, from darkness, for clients', report.clientDowntimeSeconds, rto)] : []),
    row(
      report.replication === null ? 'RPO, age of the recovery point' : 'RPO, lag of the replica',
      report.recoveryPointAgeSeconds,
      rpo,
    ),
  ];
  return table(['', 'achieved', 'objective', ''], rows);
}

/** What came of the data. */
function data(report: RehearsalReport, width: number): string {
  const lines = [rowsLost(report)];
  if (report.replication !== null) lines.push(wrap(`By ${report.recoveredBy ?? ''}: ${report.replication}.`, width));
  if (report.acceptance !== null) lines.push(colours.yellow(wrap(report.acceptance, width)));
  return lines.join('\n');
}

function rowsLost({ mode, rowsBefore, rowsLost: lost }: RehearsalReport): string {
  if (lost === null) return `No cluster was restored: nothing can be said of the ${rowsBefore} rows in the primary.`;
  const verb = mode === 'drill' ? 'would have been lost' : 'lost';
  return `${lost} of ${rowsBefore} rows ${verb}, counted by SQL in both clusters.`;
}

/** The rehearsal's own darkness is one of the faults. */
function isDark({ clientDowntimeSeconds, mode }: RehearsalReport): boolean {
  return clientDowntimeSeconds !== null || mode === 'failover';
}

function judge(seconds: number | null, objective: number | null): string {
  if (seconds === null || objective === null) return '';
  return seconds <= objective ? colours.green('within') : colours.yellow('over');
}

function steps(report: RehearsalReport): string | undefined {
  if (report.steps.length === 0) return undefined;
  const rows = report.steps.map((step) => {
    const seconds = (Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000;
    const over = step.budgetSeconds > 0 && seconds > step.budgetSeconds;
    return [
      step.name,
      over ? colours.yellow(duration(seconds)) : duration(seconds),
      step.budgetSeconds > 0 ? duration(step.budgetSeconds) : '',
      over ? `${step.status}, over budget` : step.status,
    ];
  });
  const usd = report.stateTransitionsUsd.toFixed(4);
  return [
    table(['step', 'took', 'budget', 'status'], rows),
    `${report.stateTransitions} state transitions, $${usd}; ${report.apiCalls} API calls in the whole rehearsal.`,
  ].join('\n');
}

function criticalPath(
  { criticalPathSeconds, criticalPath: parts, rtoSeconds }: RehearsalReport,
  width: number,
): string {
  const total = (end: 0 | 1) => SEQUENTIAL_RUNBOOK.reduce((minutes, step) => minutes + step.minutes[end], 0);
  const byHand = SEQUENTIAL_RUNBOOK.map(
    ({ step, minutes: [low, high] }) => `${step} ${low === high ? low : `${low}-${high}`}`,
  );
  const ratio = rtoSeconds === null || criticalPathSeconds === 0 ? 0 : rtoSeconds / criticalPathSeconds;
  return [
    `Critical path ${duration(criticalPathSeconds)}, the longest chain of the operations' own durations:`,
    table(
      [],
      parts.map(({ name, seconds }) => [`  ${name}`, duration(seconds)]),
    ),
    `The state machine took ${ratio.toFixed(3)} times that.`,
    wrap(`By hand, one step after the other: ${total(0)}-${total(1)} minutes (${byHand.join(', ')}).`, width),
  ].join('\n');
}

function notifications(report: RehearsalReport): string | undefined {
  if (report.notifications.length === 0) return undefined;
  const lines = report.notifications.map(
    ({ at, subject }) => `  ${clock(Date.parse(at))}  ${subject === '' ? '(an event, without a subject)' : subject}`,
  );
  return ['Notifications sent:', ...lines].join('\n');
}
