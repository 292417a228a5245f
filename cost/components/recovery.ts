import { type Line, line } from '../line';
import { type RunKind, runLines } from '../runs';
import type { Component, Question } from './component';

/** The recovery functions' schedules, and what proves that they work: validations and drills. */
export function recovery({ deployed, assume }: Question): Component {
  const { scheduled, validationsPerMonth, standbyRegion } = deployed;
  const drillsPerMonth = assume.drills / 12;
  const runs = scheduled.reduce((all, { runsPerMonth }) => all + runsPerMonth, 0);
  return {
    id: 'recovery',
    name: 'Recovery functions, proofs',
    before: [],
    after: [
      ...scheduled.flatMap(({ region, runsPerMonth, memoryMb, putsMetric }) => [
        line('runs on a schedule', 'lambdaRequests', runsPerMonth, region),
        line(
          'runs on a schedule',
          'lambdaCompute',
          (runsPerMonth * assume['function-ms'] * memoryMb) / 1_024_000,
          region,
        ),
        ...(putsMetric ? [line('the switch, kept', 'metricRequests', runsPerMonth, region)] : []),
      ]),
      line('logs', 'logIngestion', assume['recovery-log-gb'], standbyRegion),
      ...times(validationsPerMonth, 'validation', { deployed, assume }),
      ...times(drillsPerMonth, 'drill', { deployed, assume }),
    ],
    note: `runs ${Math.round(runs)}, validations ${round(validationsPerMonth)}, drills ${round(drillsPerMonth)}`,
  };
}

function times(count: number, kind: RunKind, { deployed, assume }: Question): readonly Line[] {
  return runLines(kind, deployed, assume).map((each) => ({
    ...each,
    what: `${kind}s: ${each.what}`,
    quantity: each.quantity * count,
    usd: each.usd * count,
  }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
