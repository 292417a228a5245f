import type { Conditions } from '../stage/conditions';
import { evidenceCheck } from '../stage/evidence-check';
import { orphanCheck } from '../stage/orphan-check';
import type { ReportCheck } from '../stage/report-check';
import type { Quarter } from './quarter';
import type { DrillEvidence, DrillsReport, DrillSummary } from './report';

/** How the subject of a mail about the result goes on. */
const RESULT = /: drill (passed|FAILED)/;
/** Two drills have a difference; three have a trend. */
const FEWEST_DRILLS = 3;

export function buildReport(quarters: readonly Quarter[], conditions: Conditions): DrillsReport {
  const drills = quarters.map(summaryOf);
  const checks = runChecks(quarters);
  return {
    verdict: checks.every(({ passed }) => passed) ? 'passed' : 'failed',
    scenario: 'quarterly-drill',
    ...conditions,
    mails: quarters.flatMap(({ mails }) => mails),
    drills,
    rtoTrend: drills.flatMap(({ rtoSeconds }) => rtoSeconds ?? []),
    recoveryTimeObjectiveSeconds: evidenceOf(quarters.at(-1))?.rto.objectiveSeconds ?? null,
    orphans: quarters.flatMap(({ orphans }) => orphans),
    checks,
  };
}

function summaryOf(quarter: Quarter): DrillSummary {
  const { dueMs, startedAtMs, execution } = quarter;
  const evidence = evidenceOf(quarter);
  return {
    dueAt: new Date(dueMs).toISOString(),
    startedAt: startedAtMs === undefined ? null : new Date(startedAtMs).toISOString(),
    execution: execution?.name ?? null,
    verdict: evidence?.verdict ?? execution?.status ?? 'not started',
    rtoSeconds: evidence?.rto.achievedSeconds ?? null,
    slopeSeconds: evidence?.comparison.rto?.slopeSeconds ?? null,
    warning: evidence?.comparison.warning ?? null,
    steps: (evidence?.comparison.steps ?? []).map(({ name, seconds, slopeSeconds }) => ({
      name,
      seconds,
      slopeSeconds,
    })),
  };
}

/** Each of every drill, so that one line says which failed. */
function runChecks(quarters: readonly Quarter[]): readonly ReportCheck[] {
  return [
    ofEach(quarters, 'the schedule started each drill, once and on time', (quarter) =>
      quarter.executions === 1 && (quarter.startedAtMs ?? Infinity) <= quarter.latestMs
        ? undefined
        : `${quarter.executions} started`,
    ),
    ofEach(quarters, 'every drill passed', (quarter) => {
      const passed = quarter.execution?.status === 'SUCCEEDED' && evidenceOf(quarter)?.verdict === 'passed';
      return passed ? undefined : (quarter.execution?.cause ?? quarter.execution?.status ?? 'not started');
    }),
    ofEach(quarters, 'evidence recorded', ({ recorded }) => {
      const { passed, detail } = recorded === undefined ? { passed: false, detail: 'none' } : evidenceCheck(recorded);
      return passed === true ? undefined : detail;
    }),
    ofEach(quarters, 'each is compared with the drills before it', (quarter, index) =>
      uncompared(quarters, quarter, index),
    ),
    ofEach(quarters, 'notified of each result, once', ({ mails }) => {
      const results = mails.filter(({ subject }) => RESULT.test(subject));
      return results.length === 1 ? undefined : `${results.length} mails`;
    }),
    ofEach(quarters, 'users noticed nothing', ({ requests: { total, failed } }) =>
      total > 0 && failed === 0 ? undefined : `${failed} of ${total} requests were not served by the primary region`,
    ),
    orphanCheck(quarters.flatMap(({ orphans }) => orphans)),
  ];
}

/** The evidence of a drill has the recovery times of those before it, by their own evidence, and a slope from the third on. */
function uncompared(quarters: readonly Quarter[], quarter: Quarter, index: number): string | undefined {
  const comparison = evidenceOf(quarter)?.comparison;
  if (comparison === undefined) return 'no evidence says';
  if (comparison.history === 'unread') return 'the history could not be read';
  const before = quarters.slice(0, index).filter(({ recorded }) => recorded?.from === 'bucket');
  const expected = before.map((each) => ({
    execution: each.execution?.arn,
    rtoSeconds: evidenceOf(each)?.rto.achievedSeconds ?? null,
  }));
  if (JSON.stringify(comparison.earlier) !== JSON.stringify(expected.slice(-8)))
    return `${comparison.earlier.length} of ${expected.length}`;
  const drills = expected.filter(({ rtoSeconds }) => rtoSeconds !== null).length + 1;
  const hasSlope = comparison.rto === null || (comparison.rto.slopeSeconds !== null) === drills >= FEWEST_DRILLS;
  return hasSlope ? undefined : 'no trend, or one of too few drills';
}

function ofEach(
  quarters: readonly Quarter[],
  name: string,
  problemOf: (quarter: Quarter, index: number) => string | undefined,
): ReportCheck {
  const problems = quarters.flatMap((quarter, index) => {
    const problem = problemOf(quarter, index);
    return problem === undefined ? [] : [`${new Date(quarter.dueMs).toISOString().slice(0, 10)}: ${problem}`];
  });
  return {
    name,
    passed: quarters.length > 0 && problems.length === 0,
    detail: problems.length === 0 ? `${quarters.length} of ${quarters.length}` : problems.join('; '),
  };
}

function evidenceOf(quarter: Quarter | undefined): DrillEvidence | undefined {
  const recorded = quarter?.recorded;
  return recorded === undefined || recorded.from === 'nowhere' ? undefined : recorded.evidence;
}
