import { counted, oneLine } from '../../shared/words';
import { failureFor, orOutage } from '../common/failure';
import { troubleOfStep } from '../common/trouble-of-step';
import { type CorruptionFacts, interruptionsOf, rowsWritten, stepOf } from '../corruption/facts';
import { leftBehind } from '../corruption/leftovers';
import { CORRUPTION_REASONS } from '../corruption/next-steps';
import type { CorruptionReason } from '../corruption/reasons';

/** One thing that keeps a recovery from having passed. */
export interface CorruptionFinding {
  readonly step: string;
  readonly error: string;
  /** Plain text; begins with the reason where there is one. */
  readonly cause: string;
  readonly reason: CorruptionReason;
  readonly startedAt: string | null;
  readonly at: string | null;
}

export type CorruptionVerdict =
  | { readonly kind: 'passed' }
  /** `refused`: nothing was changed, and nothing failed. The most telling first. */
  | { readonly kind: 'refused' | 'failed'; readonly findings: readonly [CorruptionFinding, ...CorruptionFinding[]] };

/** Without the execution itself: what it came to. */
export type CorruptionPolicy = Omit<CorruptionFacts, 'execution'>;

/** It has passed only if what it was asked for was done, and what it restored is gone or kept as asked. */
export function decideCorruption(facts: CorruptionPolicy): CorruptionVerdict {
  const found = [...ended(facts), ...missingRows(facts), ...notRemoved(facts)];
  const [first, ...others] = found.length > 0 ? found : notProven(facts);
  if (first === undefined) return { kind: 'passed' };
  const findings = [first, ...others] as const;
  return { kind: findings.every((finding) => isRefusal(finding, facts)) ? 'refused' : 'failed', findings };
}

const REFUSALS: ReadonlySet<CorruptionReason> = new Set<CorruptionReason>([
  'invalid-request',
  'lock-held',
  'lock-lost',
  'failover-under-way',
  'standby-serves',
  'rows-blocked',
  'approval-timed-out',
  'approval-rejected',
]);

function isRefusal({ reason }: CorruptionFinding, facts: CorruptionPolicy): boolean {
  return REFUSALS.has(reason) && rowsWritten(facts) === 0;
}

/** What ended the execution before its time. */
function ended(facts: CorruptionPolicy): readonly CorruptionFinding[] {
  const { caught, lock } = facts.record;
  if (caught === null) return [];
  const step = stepOf(caught.step, facts.record);
  const failure = failureFor({ ...caught, step }, CORRUPTION_REASONS);
  const last = interruptionsOf(facts).findLast((each) => each.step === step);
  const details: Readonly<Partial<Record<CorruptionReason, string>>> = {
    'lock-held': `another recovery holds the lock: ${lock?.owner ?? 'it cannot be said which'}`,
    'deadline-passed': troubleOfStep(last),
  };
  // The state machine says the reason alone.
  const detail = failure.cause === failure.reason ? (details[failure.reason] ?? '') : '';
  const cause = detail === '' ? failure.cause : `${failure.reason}: ${oneLine(detail, 1500)}`;
  return [orOutage({ ...failure, cause }, last)];
}

/** Of what was missing, no more may be missing afterwards than was not brought back. */
function missingRows({ record }: CorruptionPolicy): readonly CorruptionFinding[] {
  const { before, after, applied } = record;
  if (before === null || after === null || applied === null) return [];
  const expected = Math.max(0, before.summary.deleted - applied.inserted);
  const excess = after.summary.deleted - expected;
  if (excess <= 0) return [];
  const detail = `${counted(excess, 'row')} more than the ${expected} that were left out`;
  return found('CompareAfter', 'rows-missing', detail);
}

/** Once it has begun to remove, nothing may be left. */
function notRemoved(facts: CorruptionPolicy): readonly CorruptionFinding[] {
  const { record } = facts;
  const left = leftBehind(facts);
  if (left.length === 0) return [];
  const problem = record.cleanUpProblem === null ? undefined : failureFor(record.cleanUpProblem, CORRUPTION_REASONS);
  const why = [
    ...(record.removal?.refused ?? []),
    ...(problem === undefined ? [] : [`${problem.error}: ${problem.cause}`]),
  ];
  const because = why.length === 0 ? '' : `${why.join('; ')}. `;
  return found('CleanUp', 'clean-up-incomplete', `${because}Still there, or not known to be gone: ${left.join(', ')}`);
}

/** Nothing was found, and yet nothing may pass that was not done. */
function notProven({ record }: CorruptionPolicy): readonly CorruptionFinding[] {
  const { request, plan, applied } = record;
  const isWanted = request?.mode === 'rows' && plan !== null && plan.counts.insert + plan.counts.update > 0;
  const missing = [
    ...(record.isLocked ? [] : ['that it alone was at work']),
    ...(record.restored?.phase === 'ready' ? [] : ['that the data was restored']),
    ...(request?.find == null || record.proof?.value === true ? [] : ['that the moment was found']),
    ...(request?.mode === 'export' || record.before !== null ? [] : ['that it was compared']),
    ...(request?.mode !== 'rows' || plan !== null ? [] : ['what was to be brought back']),
    ...(!isWanted || applied?.phase === 'done' ? [] : ['that the rows were written']),
    ...(!isWanted || record.after !== null ? [] : ['that none is missing any more']),
    ...(record.isKept || record.removal?.phase === 'gone' ? [] : ['that it was removed again']),
  ];
  if (missing.length === 0) return [];
  const finding = { step: 'Report', error: 'InvariantViolationError', reason: 'not-proven' } as const;
  return [{ ...finding, cause: `not-proven: nothing says ${missing.join(', ')}`, startedAt: null, at: null }];
}

function found(step: string, reason: CorruptionReason, detail: string): readonly CorruptionFinding[] {
  return [
    { step, error: 'CorruptionRecoveryFailed', cause: `${reason}: ${detail}`, reason, startedAt: null, at: null },
  ];
}
