import type { Verdict } from './run-case';

type Judged = Exclude<Verdict, { kind: 'skipped' }>;

/** The numbers of a run, for people and for programs. */
export interface Report {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly causesEqual: number;
  /** Event types equal, in order. */
  readonly eventsEqual: number;
  /** The same, not counting the order inside Parallel states, which the recordings do not keep. */
  readonly eventsEqualButOrder: number;
  /** Whole histories equal (ids, predecessors, details), and how many were recorded. */
  readonly historiesEqual: number;
  readonly historiesRecorded: number;
  readonly features: Readonly<Record<string, { readonly passed: number; readonly total: number }>>;
  readonly cases: readonly Verdict[];
}

export function summarise(verdicts: readonly Verdict[]): Report {
  const judged = verdicts.filter((verdict): verdict is Judged => verdict.kind !== 'skipped');
  const count = (holds: (verdict: Judged) => boolean): number => judged.filter(holds).length;
  return {
    total: verdicts.length,
    passed: count(({ kind }) => kind === 'passed'),
    failed: count(({ kind }) => kind === 'failed'),
    skipped: verdicts.length - judged.length,
    causesEqual: count(({ cause }) => cause),
    eventsEqual: count(({ events }) => events === 'same'),
    eventsEqualButOrder: count(({ events }) => events === 'same' || events === 'same-but-order'),
    historiesEqual: count(({ history }) => history === true),
    historiesRecorded: count(({ history }) => history !== undefined),
    features: byFeature(judged),
    cases: verdicts,
  };
}

export function toText(report: Report): string {
  const judged = report.passed + report.failed;
  const lines = report.cases.flatMap(remarks);
  const width = Math.max(0, ...Object.keys(report.features).map((feature) => feature.length));
  for (const [feature, { passed, total }] of Object.entries(report.features)) {
    lines.push(`  ${feature.padEnd(width)}  ${passed} of ${total}`);
  }
  lines.push(
    `event sequences equal: ${report.eventsEqual} of ${judged}` +
      ` (${report.eventsEqualButOrder} without the order inside Parallel states, which the recordings do not keep)`,
    `whole histories equal: ${report.historiesEqual} of ${report.historiesRecorded} recorded`,
    `causes equal: ${report.causesEqual} of ${judged}`,
    `passed ${report.passed} of ${report.total}, failed ${report.failed}, not supported ${report.skipped}`,
  );
  return `${lines.join('\n')}\n`;
}

function remarks(verdict: Verdict): string[] {
  if (verdict.kind === 'skipped') return [`skipped ${verdict.file}: ${verdict.reason}`];
  const notes = [...verdict.differences, ...verdict.taskProblems];
  if (!verdict.cause) notes.push('cause differs');
  if (verdict.events === 'different') notes.push('events differ');
  return notes.length === 0 ? [] : [`${verdict.kind} ${verdict.file}: ${notes.join('; ')}`];
}

function byFeature(judged: readonly Judged[]): Report['features'] {
  const names = [...new Set(judged.flatMap(({ features }) => features))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const having = judged.filter(({ features }) => features.includes(name));
      return [name, { passed: having.filter(({ kind }) => kind === 'passed').length, total: having.length }];
    }),
  );
}
