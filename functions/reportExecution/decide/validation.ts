import { plainText } from '../../shared/plain-text';
import { clock, counted, duration, oneLine } from '../../shared/words';
import { restoredAge } from '../common/age';
import { checkText } from '../common/check-text';
import { failureFor, orOutage } from '../common/failure';
import { troubleOfStep } from '../common/trouble-of-step';
import { interruptionsOf, removalStep, stepOf, type ValidationFacts } from '../validation/facts';
import { leftoversOf } from '../validation/leftovers';
import { VALIDATION_REASONS } from '../validation/next-steps';
import { rejectedOf, restoredInstead } from '../validation/newest';
import type { ValidationReason } from '../validation/reasons';
import { isSpecific } from '../validation/request';

/** One thing that keeps a validation from having passed. */
export interface ValidationFinding {
  readonly step: string;
  readonly error: string;
  /** Plain text; begins with the reason where there is one. */
  readonly cause: string;
  readonly reason: ValidationReason;
  readonly startedAt: string | null;
  readonly at: string | null;
}

export type ValidationVerdict =
  | { readonly kind: 'passed' }
  /** Nothing was done: `refused`. Something was found: `failed`. The most telling first. */
  | { readonly kind: 'refused' | 'failed'; readonly findings: readonly [ValidationFinding, ...ValidationFinding[]] };

/** Without the execution itself: what it came to. */
export type ValidationPolicy = Omit<ValidationFacts, 'execution'>;

/** A validation has passed only if everything that it has to prove was proven, and nothing is left of it. */
export function decideValidation(facts: ValidationPolicy): ValidationVerdict {
  const found = [
    ...ended(facts),
    ...notTheNewest(facts),
    ...failedChecks(facts),
    ...leftBehind(facts),
    ...tooOld(facts),
  ];
  const [first, ...others] = found.length > 0 ? found : notProven(facts);
  if (first === undefined) return { kind: 'passed' };
  const findings = [first, ...others] as const;
  return { kind: findings.every(isRefusal) ? 'refused' : 'failed', findings };
}

/** The age that counts is that of what was restored, when it was chosen: what a failover would have lost then. */
export function ageOfBackup({ record }: Pick<ValidationPolicy, 'record'>): number | null {
  return restoredAge(record.recovery?.chosen, record.restored?.recoveryPointCreatedAt ?? null);
}

export function objectiveOf({ record, environment }: Pick<ValidationPolicy, 'record' | 'environment'>): number {
  return record.recovery?.objectiveSeconds ?? environment.RPO_MINUTES * 60;
}

const REFUSED_AT: Readonly<Record<string, readonly string[]>> = {
  InvalidRequestError: ['CheckTheInput', 'FindLatestRecoveryPoint'],
  FencedOutError: ['TakeLock'],
};

function isRefusal({ step, error }: ValidationFinding): boolean {
  return REFUSED_AT[error]?.includes(step) === true;
}

/** What ended the execution before its time. */
function ended({ record }: ValidationPolicy): readonly ValidationFinding[] {
  const { caught, lock } = record;
  if (caught === null) return [];
  const step = stepOf(caught.step, record);
  const failure = failureFor({ ...caught, step }, VALIDATION_REASONS);
  const last = interruptionsOf(record).findLast((each) => each.step === step);
  const details: Readonly<Partial<Record<ValidationReason, string>>> = {
    'lock-held': `another validation holds the lock: ${lock?.owner ?? 'it cannot be said which'}`,
    'deadline-passed': troubleOfStep(last),
  };
  // The state machine says the reason alone.
  const detail = failure.cause === failure.reason ? (details[failure.reason] ?? '') : '';
  const cause = detail === '' ? failure.cause : `${failure.reason}: ${oneLine(detail, 1500)}`;
  return [orOutage({ ...failure, cause }, last)];
}

/** What was restored is held against the newest, or against what was asked for: nothing may stand in for it. */
function notTheNewest({ record, nowMs }: ValidationPolicy): readonly ValidationFinding[] {
  const instead = record.restored?.phase === 'ready' ? restoredInstead(record) : undefined;
  if (instead === undefined) return [];
  const { recoveryPointArn, wanted } = instead;
  const restoredAt = record.restored?.recoveryPointCreatedAt ?? null;
  const why = rejectedOf(record).find((each) => each.recoveryPointArn === wanted.recoveryPointArn)?.reason;
  const of = (time: string | null) => (time === null ? '' : ` of ${clock(time, nowMs)}`);
  const newer =
    restoredAt === null || wanted.createdAt === null
      ? ''
      : `, which is ${duration((Date.parse(wanted.createdAt) - Date.parse(restoredAt)) / 1000)} newer`;
  return found(
    'RestoreAurora',
    'not-the-newest',
    `${recoveryPointArn}${of(restoredAt)} was restored in place of ${wanted.recoveryPointArn}${of(wanted.createdAt)}${newer}` +
      (why === undefined ? '' : `, and could not be restored: ${oneLine(plainText(why))}`),
  );
}

function failedChecks({ record }: ValidationPolicy): readonly ValidationFinding[] {
  const failed = record.checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  return found('SmokeTest', 'checks-failed', failed.map(checkText).join('; '));
}

/** Once it has begun to remove, nothing may be left, of this validation or of an earlier one. */
function leftBehind(facts: ValidationPolicy): readonly ValidationFinding[] {
  const { record } = facts;
  const { removal, cleanUpProblem, isLocked, isCleaningUp, caught } = record;
  const { found: left, unread } = leftoversOf(facts);
  // A sweep that failed has said so, and what it left is named beside it.
  if (!isLocked || (!isCleaningUp && caught !== null) || left.length + unread.length === 0) return [];
  const problem = cleanUpProblem === null ? undefined : failureFor(cleanUpProblem, VALIDATION_REASONS);
  const why = [
    ...(removal?.refused ?? []).map(plainText),
    ...(problem === undefined ? [] : [`${problem.error}: ${problem.cause}`]),
  ];
  const because = why.length === 0 ? '' : `${why.join('; ')}. `;
  const step = removalStep(record);
  return left.length > 0
    ? found(step, 'clean-up-incomplete', `${because}Still there: ${left.join(', ')}`)
    : found(step, 'clean-up-unread', `${because}Not known: ${unread.join(', ')}`);
}

/** One that was asked for by name or time is as old as it was asked for. */
function tooOld(facts: ValidationPolicy): readonly ValidationFinding[] {
  const { record } = facts;
  const age = ageOfBackup(facts);
  const objective = objectiveOf(facts);
  if (record.recovery === null || isSpecific(record.request) || age === null || age <= objective) return [];
  const limit = counted(objective / 60, 'minute');
  return found(
    'IsDataFreshEnough',
    'recovery-point-too-old',
    `${counted(Math.ceil(age / 60), 'minute')} old when it was chosen; the objective is ${limit}`,
  );
}

/** Nothing was found, and yet nothing may pass that was not proven. */
function notProven(facts: ValidationPolicy): readonly ValidationFinding[] {
  const { record } = facts;
  const missing = [
    ...(record.isLocked ? [] : ['that it alone was at work']),
    ...(record.restored?.phase === 'ready' ? [] : ['that the backup restores']),
    ...(record.recovery === null || record.restored?.recoveryPointArn == null ? ['which backup it was'] : []),
    ...(record.checks.length > 0 && record.areChecksDone ? [] : ['that its data is right']),
    ...(ageOfBackup(facts) === null ? ['how old its data is'] : []),
    ...(record.isCleaningUp && record.removal?.phase === 'gone' ? [] : ['that it was removed again']),
  ];
  if (missing.length === 0) return [];
  const finding = { step: 'Report', error: 'InvariantViolationError', reason: 'not-proven' } as const;
  return [{ ...finding, cause: `not-proven: nothing says ${missing.join(', ')}`, startedAt: null, at: null }];
}

function found(step: string, reason: ValidationReason, detail: string): readonly ValidationFinding[] {
  return [{ step, error: 'ValidationFailed', cause: `${reason}: ${detail}`, reason, startedAt: null, at: null }];
}
