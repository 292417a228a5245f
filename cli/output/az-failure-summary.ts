import type { AzFailureReport } from '../../rehearsal/az-failure/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';

/** What a person reads when the rehearsal of a lost zone is over, the verdict last. */
export function summariseAzFailure(report: AzFailureReport, width = Number.POSITIVE_INFINITY): string {
  const { verdict, zone, parts, failedRequests, notifications, clientDowntimeSeconds } = report;
  const colour = verdict === 'passed' ? colours.green : colours.red;
  const lines = [
    `Downtime of clients: ${clientDowntimeSeconds === null ? 'not over' : `${clientDowntimeSeconds} s`}, ${failedRequests} failed requests`,
    ...parts.map(({ name, seconds }) => `  ${String(seconds).padStart(5)} s  ${name}`),
    ...notifications.map(({ at, subject }) => `${at.slice(11, 19)} notified: ${subject}`),
  ];
  const headline =
    verdict === 'passed'
      ? `PASSED: ${zone} was lost, and the cluster writes in another zone.`
      : `FAILED: ${zone} was lost: see the checks above.`;
  const blocks = [lines.join('\n'), checkLines(report.checks, width), conditionLines(report)];
  return `\n${[...blocks, colours.bold(colour(headline))].join('\n\n')}\n`;
}
