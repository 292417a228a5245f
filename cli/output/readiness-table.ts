import type { Report } from '../../functions/readiness/contract';
import { colours } from './colours';
import { wrap } from './wrap';

/** A readiness report as a person reads it: what is wrong first, with what to do. */
export function readinessTable(report: Report, width = Number.POSITIVE_INFINITY): string {
  const { workload, region, checkedAt, state, counts, nextDrillAt } = report;
  const columnWidth = Math.max(...report.checks.map(({ name }) => name.length));
  const stateWidth = Math.max(...report.checks.map((check) => check.state.length));
  const rows = report.checks.map(({ name, state: of, detail }) =>
    wrap(`${name.padEnd(columnWidth)}  ${coloured(of)}${' '.repeat(stateWidth - of.length)}  ${detail}`, width),
  );
  const fixes = report.checks.flatMap(({ name, state: of, fix }) =>
    of === 'ready' || fix === null ? [] : [wrap(`  ${name}: ${fix}`, width)],
  );
  return [
    `${colours.bold(`${workload} in ${region}: ${coloured(state)}`)}, as of ${checkedAt.slice(0, 19)}Z`,
    ...rows,
    `${counts.ready} ready, ${counts.degraded} degraded, ${counts.notReady} not ready`,
    ...(nextDrillAt === undefined
      ? []
      : [`next drill: ${nextDrillAt ?? 'not known, it could not be read since when drills run'}`]),
    ...(fixes.length === 0 ? [] : ['', colours.bold('What to do:'), ...fixes]),
  ].join('\n');
}

function coloured(state: Report['state']): string {
  switch (state) {
    case 'ready':
      return colours.green(state);
    case 'degraded':
      return colours.yellow(state);
    case 'not-ready':
      return colours.red(state);
  }
}
