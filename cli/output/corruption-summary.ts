import type { CorruptionReport } from '../../rehearsal/corruption/report';
import { checkLines } from './check-lines';
import { colours } from './colours';
import { conditionLines } from './conditions';
import { table } from './table';
import { duration } from './times';
import { wrap } from './wrap';

/** What a person reads when the rehearsal of damaged data is over, the verdict last. */
export function summariseCorruption(report: CorruptionReport, width = Number.POSITIVE_INFINITY): string {
  const parts = [
    figures(report),
    steps(report),
    checkLines(report.checks, width),
    conditionLines(report),
    report.findings.map(({ step, error, cause }) => wrap(`  ${step}: ${error}: ${cause}`, width)).join('\n'),
    headline(report),
  ];
  return `\n${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function headline(report: CorruptionReport): string {
  const { verdict, execution, checks } = report;
  const ended = execution === null ? 'nothing was started' : `execution ${execution.name} ended ${execution.status}`;
  switch (verdict) {
    case 'passed':
      return colours.bold(colours.green(`PASSED: ${PASSED[report.mode]}`));
    case 'refused':
      return `${colours.bold(colours.yellow(`REFUSED: ${ended}.`))}\n${execution?.cause ?? ''}`;
    case 'failed': {
      const names = checks.filter(({ passed }) => passed !== true).map(({ name }) => name);
      return colours.bold(colours.red(`FAILED: ${ended}; not every check passed: ${names.join('; ')}.`));
    }
  }
}

const PASSED: Readonly<Record<CorruptionReport['mode'], string>> = {
  inspect: 'the damage was found row by row, and nothing was changed.',
  rows: 'the damaged rows are back, no good write was lost, and the undo takes it back row for row.',
  export: 'the data of before the damage was kept, read and removed.',
};

function figures(report: CorruptionReport): string {
  const orDash = (seconds: number | null) => (seconds === null ? '-' : duration(seconds));
  const rows = [
    ['damaged', `${report.damagedAt} (${report.damage})`],
    ['restored to', report.restoredTo ?? '-'],
    ...(report.search === null
      ? []
      : [
          [
            'found',
            `${report.search.lastTrue ?? '-'} to ${report.search.firstFalse ?? '-'}, by ${report.search.clusters} clusters`,
          ],
        ]),
    ['damaged rows', String(report.badRows)],
    ...(report.mode === 'rows' ? [['of these as before', String(report.restoredRows)]] : []),
    ['good rows lost', String(report.goodRowsLost)],
    ['took, and of that the restore', `${orDash(report.seconds)}, ${orDash(report.restoreSeconds)}`],
  ];
  return table([], rows);
}

function steps(report: CorruptionReport): string {
  const rows = report.steps.map(({ name, startedAt, endedAt, budgetSeconds, status }) => {
    const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    return [name, duration(seconds), budgetSeconds > 0 ? duration(budgetSeconds) : '', status];
  });
  return rows.length === 0 ? '' : table(['step', 'took', 'at most', 'status'], rows);
}
