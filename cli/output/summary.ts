import Table from 'cli-table3';
import pc from 'picocolors';
import { type RehearsalReport, SEQUENTIAL_RUNBOOK } from '../../simulator/rehearsal/report';

/** What a person reads when the rehearsal is over. */
export function summarise(report: RehearsalReport): string {
  return [
    '',
    headline(report),
    '',
    objectives(report),
    '',
    steps(report),
    '',
    ...report.checks.map(
      (check) => `${check.passed ? pc.green('pass') : pc.red('FAIL')}  ${check.name}: ${check.detail}`,
    ),
    '',
    `Critical path ${duration(report.criticalPathSeconds)} = ${report.criticalPath.map((part) => `${part.name} ${duration(part.seconds)}`).join(' + ')}`,
    comparison(report),
    `Seed ${report.seed}, durations ${report.durations}. The same seed gives the same run, byte for byte.`,
    '',
  ].join('\n');
}

function headline(report: RehearsalReport): string {
  const { name, status, error, cause } = report.execution;
  switch (report.verdict) {
    case 'passed':
      return pc.bold(
        pc.green(
          report.mode === 'failover'
            ? 'PASSED: the workload serves from the standby region.'
            : 'PASSED: the drill brought the workload up in the standby region, proved it, and took it down again.',
        ),
      );
    case 'refused':
      return `${pc.bold(pc.yellow(`REFUSED: execution ${name} would not go on (${error ?? status}).`))}\n${cause ?? ''}`;
    case 'failed':
      return `${pc.bold(pc.red(`FAILED: execution ${name} ended ${status}${error === null ? '' : ` with ${error}`}.`))}\n${cause ?? ''}`;
  }
}

function objectives(report: RehearsalReport): string {
  const table = new Table({ head: ['', 'achieved', 'objective', ''], style: plainStyle });
  const { recoveryTimeObjectiveSeconds: rto, recoveryPointObjectiveSeconds: rpo } = report;
  table.push(
    ['RTO, by the state machine', orDash(report.rtoSeconds), orDash(rto), judge(report.rtoSeconds, rto)],
    [
      'RTO, as clients saw it',
      orDash(report.clientDowntimeSeconds),
      orDash(rto),
      judge(report.clientDowntimeSeconds, rto),
    ],
    [
      'RPO, age of the recovery point',
      orDash(report.recoveryPointAgeSeconds),
      orDash(rpo),
      judge(report.recoveryPointAgeSeconds, rpo),
    ],
    ['RPO, in rows', `${report.rowsLost} of ${report.rowsBefore} lost`, '', ''],
    ['Orchestration', `${report.stateTransitions} state transitions`, '', `$${report.stateTransitionsUsd.toFixed(4)}`],
  );
  const lines = [table.toString()];
  if (report.acceptance !== null) lines.push(pc.yellow(report.acceptance));
  return lines.join('\n');
}

function steps(report: RehearsalReport): string {
  const table = new Table({ head: ['step', 'took', 'budget', 'status'], style: plainStyle });
  for (const step of report.steps) {
    const seconds = (Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000;
    const over = step.budgetSeconds > 0 && seconds > step.budgetSeconds;
    table.push([
      step.name,
      over ? pc.yellow(duration(seconds)) : duration(seconds),
      step.budgetSeconds > 0 ? duration(step.budgetSeconds) : '',
      over ? `${step.status}, over budget` : step.status,
    ]);
  }
  return table.toString();
}

function comparison(report: RehearsalReport): string {
  const total = (end: 0 | 1) => SEQUENTIAL_RUNBOOK.reduce((minutes, step) => minutes + step.minutes[end], 0);
  const ratio =
    report.rtoSeconds === null || report.criticalPathSeconds === 0
      ? ''
      : ` The state machine took ${(report.rtoSeconds / report.criticalPathSeconds).toFixed(3)} times that.`;
  const byHand = SEQUENTIAL_RUNBOOK.map(
    ({ step, minutes: [low, high] }) => `${step} ${low === high ? low : `${low}-${high}`}`,
  );
  return `${ratio.trim()}\nThe same by hand, one step after the other: ${total(0)}-${total(1)} minutes (${byHand.join(', ')}).`;
}

const plainStyle = { head: [], border: [], compact: true };

function judge(seconds: number | null, objective: number | null): string {
  if (seconds === null || objective === null) return '';
  return seconds <= objective ? pc.green('within') : pc.yellow('over the objective');
}

function orDash(seconds: number | null): string {
  return seconds === null ? '-' : duration(seconds);
}

/** `52m07s`, `1h02m07s`, `0.4s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10}s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutesAndSeconds = `${two(Math.floor(whole / 60) % 60)}m${two(whole % 60)}s`;
  return whole >= 3600 ? `${Math.floor(whole / 3600)}h${minutesAndSeconds}` : minutesAndSeconds.replace(/^0/, '');
}
