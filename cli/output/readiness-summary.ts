import pc from 'picocolors';
import type { ReadinessReport } from '../../simulator/rehearsal/scenarios/readiness/report';
import { readinessTable } from './readiness-table';

/** What a person reads when the rehearsal of readiness is over. */
export function summariseReadiness(report: ReadinessReport): string {
  const { verdict, broken, seed, durations, reports } = report;
  const headline =
    broken === null
      ? verdict === 'passed'
        ? 'PASSED: everything that a failover needs is ready.'
        : 'FAILED: nothing was broken, and yet not everything is ready.'
      : verdict === 'passed'
        ? `PASSED: ${broken} was broken, and the next report says so.`
        : `FAILED: ${broken} was broken: see the checks below.`;
  return [
    '',
    pc.bold(verdict === 'passed' ? pc.green(headline) : pc.red(headline)),
    '',
    readinessTable(report.after),
    '',
    ...report.checks.map(
      (check) => `${check.passed ? pc.green('pass') : pc.red('FAIL')}  ${check.name}: ${check.detail}`,
    ),
    '',
    `${reports.length} reports, ${reports.filter(({ announced }) => announced).length} events, ${report.notifications.length} notifications.`,
    `Seed ${seed}, durations ${durations}. The same seed gives the same run, byte for byte.`,
    '',
  ].join('\n');
}
