import { counted, clock, duration, durationAtMost, oneLine, sentence } from '../../shared/words';
import type { Action } from '../common/action';
import { readEvidence } from '../common/commands';
import { explain, fillIn } from '../common/explanation';
import { deniedPermission } from '../common/failure';
import { leftoverLines } from '../common/leftovers';
import { compose } from '../common/message';
import { heldUpLines, requestLine } from '../common/sections';
import type { Notification } from '../contract';
import { ageOfBackup, objectiveOf, type ValidationFinding, type ValidationVerdict } from '../decide/validation';
import { interruptionsOf, type ValidationFacts } from './facts';
import { leftoversOf, sweptClusters } from './leftovers';
import { restoreSeconds } from './measures';
import { newestPoint, rejectedOf } from './newest';
import { VALIDATION_STEPS } from './next-steps';
import { isSpecific } from './request';

/** Five values of sixty characters, with the names of their columns. */
const LONGEST_SENTENCE = 900;
const NOTHING: Action = { sentence: 'Nothing', command: null };

/** What is said at the end: whether the backups can be counted on, and if not, what to do. */
export function validationMessage(
  facts: ValidationFacts,
  verdict: ValidationVerdict,
  actions: readonly Action[],
): Notification {
  const name = facts.environment.WORKLOAD_NAME;
  const [next = NOTHING, ...others] = actions;
  const parts = { actions: [next], others, details: detailsOf(facts, verdict) };
  if (verdict.kind === 'passed') {
    return compose({
      subject: `${name}: restore validation passed`,
      headline: `The restore validation of ${name} passed.`,
      meaning: [provenLine(facts), newerLine(facts), ...newestRowLines(facts)],
      ...parts,
    });
  }
  const [first, ...more] = verdict.findings;
  const isRefused = verdict.kind === 'refused';
  return compose({
    subject: `${name}: restore validation ${isRefused ? 'REFUSED' : 'FAILED'} at ${first.step}`,
    headline: `The restore validation of ${name} ${isRefused ? 'was refused' : 'failed'} at ${first.step}. Users are not affected.`,
    meaning: [...findingLines(facts, first), ...more.flatMap((each) => alsoLines(facts, each))],
    ...parts,
  });
}

function provenLine({ record, region }: ValidationFacts): string {
  const which = isSpecific(record.request) ? 'The backup that was asked for' : 'The newest backup';
  return `${which} was restored in ${region}, its data was checked, and it was removed again.`;
}

/** What a person recognises in what was restored. */
function newestRowLines({ record }: ValidationFacts): readonly string[] {
  return record.checks.flatMap(({ sentence: said }) => (said === null ? [] : [oneLine(said, LONGEST_SENTENCE)]));
}

/** Nothing is proven of a newer one. */
function newerLine({ record, nowMs }: ValidationFacts): string | undefined {
  const newest = newestPoint(record);
  const restored = record.restored?.recoveryPointArn ?? null;
  if (!isSpecific(record.request) || newest === undefined || newest.recoveryPointArn === restored) return undefined;
  const of = newest.createdAt === null ? '' : `, of ${clock(newest.createdAt, nowMs)},`;
  return `It is not the newest: a newer one${of} is in the vault, and was not tested.`;
}

function meansOf({ region, environment }: ValidationFacts, { reason, step, cause }: ValidationFinding): string {
  return fillIn(explain(VALIDATION_STEPS, reason, step).means, {
    region,
    deadline: counted(environment.DEADLINE_HOURS, 'hour'),
    permission: deniedPermission(cause)?.text ?? 'the cause names it',
  });
}

function findingLines(facts: ValidationFacts, finding: ValidationFinding): readonly string[] {
  return [meansOf(facts, finding), sentence(`Cause: ${causeOf(finding)}`)];
}

function alsoLines(facts: ValidationFacts, finding: ValidationFinding): readonly string[] {
  return [`Also, at ${finding.step}: ${meansOf(facts, finding)}`, sentence(`Cause: ${causeOf(finding)}`)];
}

/** What the validation itself has found needs no name of an error. */
function causeOf({ error, cause }: ValidationFinding): string {
  return error === 'ValidationFailed' ? cause : `${error}: ${cause}`;
}

function detailsOf(facts: ValidationFacts, verdict: ValidationVerdict): readonly (string | undefined)[] {
  const { record, execution, nowMs } = facts;
  const swept = sweptClusters(facts);
  return [
    requestLine(facts, record.request),
    pointLine(facts),
    ...rejectedOf(record).map(
      ({ recoveryPointArn, reason }) => `Could not be restored: ${recoveryPointArn}: ${sentence(oneLine(reason))}`,
    ),
    ageLine(facts),
    restoreLine(facts),
    checksLine(facts),
    ...(verdict.kind === 'passed' ? [] : newestRowLines(facts)),
    swept.length === 0 ? undefined : `Removed from earlier validations: ${swept.join(', ')}`,
    ...leftoverLines(leftoversOf(facts)),
    ...heldUpLines(interruptionsOf(record), nowMs),
    `Duration: ${duration((nowMs - Date.parse(execution.startTime)) / 1000)}.`,
    `Evidence: ${readEvidence(facts, 'validations')}`,
    `Execution: ${execution.id}`,
  ];
}

function pointLine({ record, nowMs }: ValidationFacts): string | undefined {
  const { restored, recovery } = record;
  const point =
    restored === null
      ? recovery?.chosen
      : { recoveryPointArn: restored.recoveryPointArn, createdAt: restored.recoveryPointCreatedAt };
  if (point?.recoveryPointArn == null) return undefined;
  const of = point.createdAt === null ? '' : `, of ${clock(point.createdAt, nowMs)}`;
  return `Recovery point: ${point.recoveryPointArn}${of}`;
}

function ageLine(facts: ValidationFacts): string | undefined {
  const age = ageOfBackup(facts);
  if (age === null) return undefined;
  const objective = counted(objectiveOf(facts) / 60, 'minute');
  const limit = isSpecific(facts.record.request)
    ? `it was asked for, so the objective of ${objective} does not apply`
    : `the objective is ${objective}`;
  return `Age of its data when it was chosen: ${durationAtMost(age)}; ${limit}.`;
}

function restoreLine(facts: ValidationFacts): string | undefined {
  const seconds = restoreSeconds(facts);
  return seconds === null ? undefined : `Restored in ${duration(seconds)}.`;
}

function checksLine({ record }: ValidationFacts): string | undefined {
  const { checks, areChecksDone } = record;
  if (checks.length === 0) return undefined;
  const passed = checks.filter((check) => check.passed).length;
  return `Checks: ${passed} of ${checks.length} passed${areChecksDone ? '' : '; not all were run'}.`;
}
