import type { DrillsReport, DrillSummary } from '../../rehearsal/quarterly-drill/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { table } from './table';
import { duration } from './times';
import { wrap } from './wrap';

/** What a person reads when the rehearsal of drills is over, the verdict last. */
export function summariseDrills(report: DrillsReport, width = Number.POSITIVE_INFINITY): string {
  const parts = [
    table(['drill', 'verdict', 'recovery time', 'a drill'], report.drills.map(rowOf)),
    report.drills.flatMap(({ warning }) => (warning === null ? [] : [wrap(`  ${warning}`, width)])).join('\n'),
    checkLines(report.checks, width),
    conditionLines(report),
    headline(report),
  ];
  return `\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function rowOf({ dueAt, verdict, rtoSeconds, slopeSeconds }: DrillSummary): readonly string[] {
  const slope = slopeSeconds === null ? '-' : `${slopeSeconds < 0 ? '-' : '+'}${duration(Math.abs(slopeSeconds))}`;
  return [dueAt.slice(0, 10), verdict, rtoSeconds === null ? '-' : duration(rtoSeconds), slope];
}

function headline({ verdict, drills, checks }: DrillsReport): string {
  if (verdict === 'passed')
    return colours.bold(colours.green(`PASSED: ${drills.length} drills ran by themselves, and were compared.`));
  const names = checks.filter(({ passed }) => passed !== true).map(({ name }) => name);
  return colours.bold(colours.red(`FAILED: ${names.join('; ')}.`));
}
