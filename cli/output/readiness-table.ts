import Table from 'cli-table3';
import pc from 'picocolors';
import type { Report } from '../../functions/readiness/contract';

/** A readiness report as a person reads it: what is wrong first, with what to do. */
export function readinessTable(report: Report): string {
  const { workload, region, checkedAt, state, counts } = report;
  const table = new Table({
    head: ['check', 'state', 'detail'],
    style: { head: [], border: [], compact: true },
    colWidths: [26, 11, 90],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const check of report.checks) table.push([check.name, coloured(check.state), check.detail]);
  const fixes = report.checks.flatMap(({ name, state: of, fix }) =>
    of === 'ready' || fix === null ? [] : [`  ${name}: ${fix}`],
  );
  return [
    `${pc.bold(`${workload} in ${region}: ${coloured(state)}`)}, as of ${checkedAt.slice(0, 19)}Z`,
    table.toString(),
    `${counts.ready} ready, ${counts.degraded} degraded, ${counts.notReady} not ready`,
    ...(fixes.length === 0 ? [] : ['', pc.bold('What to do:'), ...fixes]),
  ].join('\n');
}

export function coloured(state: Report['state']): string {
  switch (state) {
    case 'ready':
      return pc.green(state);
    case 'degraded':
      return pc.yellow(state);
    case 'not-ready':
      return pc.red(state);
  }
}
