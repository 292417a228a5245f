import type { ValidationReport } from '../../rehearsal/restore-validation/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { table } from './table';
import { duration } from './times';
import { wrap } from './wrap';

/** What a person reads when the rehearsal of a validation is over, the verdict last. */
export function summariseValidation(report: ValidationReport, width = Number.POSITIVE_INFINITY): string {
  const dataChecks = report.dataChecks.map((check) => ({ ...check, name: `data: ${check.name}` }));
  const parts = [
    figures(report, width),
    steps(report),
    checkLines(dataChecks, width),
    checkLines(report.checks, width),
    conditionLines(report),
    findings(report, width).join('\n'),
    headline(report),
  ];
  return `\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function headline(report: ValidationReport): string {
  const { verdict, execution } = report;
  const ended = execution === null ? 'nothing was started' : `execution ${execution.name} ended ${execution.status}`;
  switch (verdict) {
    case 'passed':
      return colours.bold(colours.green('PASSED: the newest backup was restored, checked and removed again.'));
    case 'refused':
      return `${colours.bold(colours.yellow(`REFUSED: ${ended}.`))}\n${execution?.cause ?? ''}`;
    case 'failed':
      return colours.bold(colours.red(`FAILED: ${execution?.status === 'SUCCEEDED' ? unpassed(report) : ended}.`));
  }
}

/** What failed of an execution that succeeded. */
function unpassed({ checks }: ValidationReport): string {
  const names = checks.filter(({ passed }) => passed !== true).map(({ name }) => name);
  return `the execution succeeded, but not every check passed: ${names.join('; ')}`;
}

function findings(report: ValidationReport, width: number): readonly string[] {
  return report.findings.map(({ step, error, cause }) => wrap(`  ${step}: ${error}: ${cause}`, width));
}

function figures(report: ValidationReport, width: number): string {
  const { price } = report;
  const orDash = (seconds: number | null) => (seconds === null ? '-' : duration(seconds));
  const rows = [
    ['due', report.dueAt],
    ['started', report.startedAt ?? '-'],
    ['recovery point', report.recoveryPointArn ?? '-'],
    [
      'its age, and the objective',
      `${orDash(report.recoveryPointAgeSeconds)}, ${orDash(report.recoveryPointObjectiveSeconds)}`,
    ],
    ['restored in', orDash(report.restoreSeconds)],
  ];
  return [table([], rows), ...(price === null ? [] : [wrap(orchestration(price), width)])].join('\n');
}

function orchestration(price: NonNullable<ValidationReport['price']>): string {
  const requests = Object.values(price.requests).reduce((all, count) => all + count, 0);
  return (
    `Orchestration $${price.usd.toFixed(4)}: ${price.stateTransitions} state transitions, ${price.invocations} ` +
    `invocations, ${price.gigabyteSeconds.toFixed(1)} GB-s, ${requests} requests with a price.`
  );
}

function steps(report: ValidationReport): string {
  const rows = report.steps.map(({ name, startedAt, endedAt, budgetSeconds, status }) => {
    const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    return [name, duration(seconds), budgetSeconds > 0 ? duration(budgetSeconds) : '', status];
  });
  return rows.length === 0 ? '' : table(['step', 'took', 'at most', 'status'], rows);
}
