import type { Report } from '../../functions/readiness/contract';
import { changeSince } from '../../functions/readiness/decide';
import type { World } from '../../simulator/world';
import type { ReportCheck } from '../stage/report-check';
import type { ReadinessOptions } from './options';

export interface Observed {
  readonly options: ReadinessOptions;
  readonly world: World;
  readonly before: Report;
  readonly after: Report;
  readonly reports: readonly WrittenReport[];
}

export interface WrittenReport {
  readonly report: Report;
  /** Whether an event followed. */
  readonly announced: boolean;
}

/** Everything that must hold for a rehearsal of readiness to have passed. */
export function runChecks(observed: Observed): readonly ReportCheck[] {
  const { reports, options } = observed;
  const own = options.broken === undefined ? wholeChecks(observed) : brokenChecks(observed);
  return [...own, hourly(reports), announcedOnChange(reports)];
}

function wholeChecks({ before, after }: Observed): readonly ReportCheck[] {
  return [before, after].map((report) => {
    const wrong = report.checks.filter(({ state }) => state !== 'ready');
    return check(
      `everything was ready at ${report.checkedAt.slice(11, 16)}`,
      wrong.length === 0,
      wrong.length === 0
        ? `${report.counts.ready} checks`
        : wrong.map(({ name, state, detail }) => `${name} is ${state}: ${detail}`).join('; '),
    );
  });
}

function brokenChecks({ options: { broken }, before, after }: Observed): readonly ReportCheck[] {
  const named = after.checks.find(({ name }) => name === broken?.check);
  const was = (name: string) => before.checks.find((each) => each.name === name)?.state;
  const others = after.checks.filter(
    ({ name, state }) =>
      state !== 'ready' && state !== was(name) && name !== broken?.check && broken?.also.includes(name) !== true,
  );
  return [
    check(
      'what was broken is named',
      named?.state === broken?.state && was(broken?.check ?? '') !== named?.state,
      `${named?.name ?? 'no check'} was ${was(broken?.check ?? '') ?? 'unknown'} and is ${named?.state ?? 'unknown'}: ${named?.detail ?? ''}`,
    ),
    check('and so is what to do', named?.fix != null, named?.fix ?? 'nothing'),
    check(
      'nothing else is blamed',
      others.length === 0,
      others.length === 0 ? 'every other check says what it said before' : others.map(({ name }) => name).join(', '),
    ),
  ];
}

/** The schedule never leaves one out: whatever is broken, there is a report. */
function hourly(reports: readonly WrittenReport[]): ReportCheck {
  const times = reports.map(({ report }) => Date.parse(report.checkedAt));
  const gaps = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 60_000));
  return check(
    'there is a report every hour',
    gaps.length > 0 && gaps.every((gap) => gap >= 59 && gap <= 61),
    `${reports.length} reports, ${Math.min(...gaps)} to ${Math.max(...gaps)} minutes apart`,
  );
}

function announcedOnChange(reports: readonly WrittenReport[]): ReportCheck {
  const wrong = reports.filter(
    ({ report, announced }, index) => announced !== (changeSince(reports[index - 1]?.report, report) !== undefined),
  );
  const announced = reports.filter((each) => each.announced).length;
  return check(
    'an event appears when something changes, and only then',
    wrong.length === 0,
    wrong.length === 0
      ? `${announced} of ${reports.length} reports differ from the one before, and were announced`
      : wrong.map(({ report }) => report.checkedAt).join(', '),
  );
}

function check(name: string, passed: boolean, detail: string): ReportCheck {
  return { name, passed, detail };
}
