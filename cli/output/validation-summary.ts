import Table from 'cli-table3';
import pc from 'picocolors';
import type { ValidationReport } from '../../simulator/rehearsal/scenarios/restore-validation/report';
import { duration } from './summary';

/** What a person reads when the rehearsal of a validation is over. */
export function summariseValidation(report: ValidationReport): string {
  return [
    '',
    headline(report),
    ...report.findings.map(({ step, error, cause }) => `  ${step}: ${error}: ${cause}`),
    '',
    figures(report),
    '',
    steps(report),
    '',
    ...report.dataChecks.map((check) => verdictLine(check.passed, `data: ${check.name}`, check.detail)),
    '',
    ...report.checks.map((check) => verdictLine(check.passed, check.name, check.detail)),
    '',
    `Seed ${report.seed}, durations ${report.durations}. The same seed gives the same run, byte for byte.`,
    '',
  ].join('\n');
}

function headline({ verdict, execution }: ValidationReport): string {
  if (verdict === 'passed')
    return pc.bold(pc.green('PASSED: the newest backup was restored, checked and removed again.'));
  const ended = execution === null ? 'nothing was started' : `execution ${execution.name} ended ${execution.status}`;
  return verdict === 'refused'
    ? `${pc.bold(pc.yellow(`REFUSED: ${ended}.`))}\n${execution?.cause ?? ''}`
    : `${pc.bold(pc.red(`FAILED: ${ended}.`))}`;
}

function figures(report: ValidationReport): string {
  const { price } = report;
  const table = new Table({ style: { head: [], border: [], compact: true } });
  const orDash = (seconds: number | null) => (seconds === null ? '-' : duration(seconds));
  table.push(
    ['due', report.dueAt],
    ['started', report.startedAt ?? '-'],
    ['recovery point', report.recoveryPointArn ?? '-'],
    [
      'its age, and the objective',
      `${orDash(report.recoveryPointAgeSeconds)}, ${orDash(report.recoveryPointObjectiveSeconds)}`,
    ],
    ['restored in', orDash(report.restoreSeconds)],
    [
      'orchestration',
      price === null
        ? '-'
        : `$${price.usd.toFixed(4)}: ${price.stateTransitions} state transitions, ${price.invocations} invocations, ` +
          `${price.gigabyteSeconds.toFixed(1)} GB-s, ${Object.values(price.requests).reduce((all, count) => all + count, 0)} requests with a price`,
    ],
  );
  return table.toString();
}

function steps(report: ValidationReport): string {
  const table = new Table({
    head: ['step', 'took', 'at most', 'status'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, startedAt, endedAt, budgetSeconds, status } of report.steps) {
    const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    table.push([name, duration(seconds), budgetSeconds > 0 ? duration(budgetSeconds) : '', status]);
  }
  return table.toString();
}

function verdictLine(passed: boolean, name: string, detail: string): string {
  return `${passed ? pc.green('pass') : pc.red('FAIL')}  ${name}: ${detail}`;
}
