import type { ReadinessReport } from '../../rehearsal/readiness/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { readinessTable } from './readiness-table';

/** What a person reads when the rehearsal of readiness is over, the verdict last. */
export function summariseReadiness(report: ReadinessReport, width = Number.POSITIVE_INFINITY): string {
  const { verdict, reports, notifications } = report;
  const colour = verdict === 'passed' ? colours.green : colours.red;
  const parts = [
    readinessTable(report.after, width),
    checkLines(report.checks, width),
    [
      `${reports.length} reports, ${reports.filter(({ announced }) => announced).length} events, ` +
        `${notifications.length} notifications.`,
      conditionLines(report),
    ].join('\n'),
    colours.bold(colour(headline(report))),
  ];
  return `\n${parts.join('\n\n')}\n`;
}

function headline({ broken, verdict }: ReadinessReport): string {
  if (broken === null) {
    return verdict === 'passed'
      ? 'PASSED: everything that a failover needs is ready.'
      : 'FAILED: nothing was broken, and yet not everything is ready.';
  }
  return verdict === 'passed'
    ? `PASSED: ${broken} was broken, and the next report says so.`
    : `FAILED: ${broken} was broken: see the checks above.`;
}
