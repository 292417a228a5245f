import { clock, sentence } from '../../shared/words';
import type { Caught } from '../common/record-parts';
import { NOTHING_CAUGHT, runningMessage } from '../common/running-message';
import { requestLine } from '../common/sections';
import { lastEnd, stillOpen } from '../common/steps';
import type { Notification } from '../contract';
import { failoverActions } from './actions';
import type { RunningFacts } from './facts';
import { callsInTheWay, failedChecks } from './failed-checks';
import type { FailoverRecord } from './record';
import * as sections from './sections';
import { APPROVAL_STEPS, CLEAN_UP_STEPS, waitingStep } from './waiting-steps';

const BRANCHES: ReadonlySet<string> = new Set([
  'RestoreAurora',
  'FailoverGlobalCluster',
  'DeployRegionStack',
  'VerifyFrontend',
]);

/** What is said of a failover or a drill that is held up. */
export function runningFailover(facts: RunningFacts): Notification {
  const { record } = facts;
  const caught = withBeginning(record.caught ?? NOTHING_CAUGHT, record.steps);
  const { waitsFor, next } = waitingStep(caught);
  const mayBeDone = mayBeDoneAlready(record, caught);
  return runningMessage(facts, {
    kind: record.request?.mode ?? 'execution',
    caught,
    interruptions: stillOpen(record.interruptions, record.steps),
    budgets: mayBeDone ? null : record.budgets,
    ...objectiveOf(facts),
    deadlineAt: record.deadlineAt,
    cleanUpBegan: CLEAN_UP_STEPS.has(caught.step) ? (record.cleanUpBegan ?? caught.startedAt) : null,
    waitsFor: mayBeDone ? `${waitsFor}, which may be complete already` : waitsFor,
    wanted: APPROVAL_STEPS.has(caught.step) ? answerLine(facts) : null,
    trouble: troubleOfChecks(record, caught),
    actions: failoverActions(next, { ...facts, failure: undefined, clusters: [] }),
    details: [
      servesLine(facts),
      checksLine(facts, caught.step),
      requestLine(facts, record.request),
      sections.newerLine(facts),
    ],
  });
}

/**
 * The branches of BringUpStandby are entered together again after the trouble of one, whatever the others had come to: the
 * record has no word of a branch that was done then.
 */
function mayBeDoneAlready({ interruptions }: FailoverRecord, { step, Error }: Caught): boolean {
  return (
    Error !== 'StepIsLate' &&
    BRANCHES.has(step) &&
    interruptions.some((each) => each.step !== step && BRANCHES.has(each.step))
  );
}

/** The switch is asked for again and again, from the moment when the standby has passed its test. */
function withBeginning(caught: Caught, steps: FailoverRecord['steps']): Caught {
  return caught.step === 'UpdateRoute53' ? { ...caught, began: caught.began ?? lastEnd(steps) } : caught;
}

/** Of a failover that is not proven yet: by a drill nobody is served. */
function objectiveOf({ record, execution, environment }: RunningFacts) {
  if (record.request?.mode !== 'failover' || record.verifiedAt !== null) return {};
  const minutes = environment.RTO_MINUTES;
  const endsAt = new Date(Date.parse(execution.startTime) + minutes * 60_000).toISOString();
  return { objective: { minutes, endsAt } };
}

/** The time to answer stands still meanwhile: an answer that cannot be given is no refusal. */
function answerLine({ record: { approval }, nowMs }: RunningFacts): string {
  if (approval?.asked !== true)
    return 'No question has been confirmed as sent yet: it is sent as soon as it can be, and the time to answer begins then.';
  const until = approval.endsAt === null ? '' : `, until ${clock(approval.endsAt, nowMs)} at the earliest`;
  return `Your answer is still wanted${until}: the time to answer stands still while no answer can be taken.`;
}

function checksLine({ record }: RunningFacts, step: string): string | undefined {
  const failed = failedChecks(record, step);
  return failed === '' ? undefined : `Failed checks: ${sentence(failed)}`;
}

/** Checks that could not be made say nothing of what was brought up. */
function troubleOfChecks(record: FailoverRecord, { Error, step }: Caught): string | undefined {
  const calls = Error === 'ChecksFailed' ? callsInTheWay(record, step) : [];
  return calls.length === 0 ? undefined : `Its checks cannot be made: ${sentence(calls.join('; '))}`;
}

/** Where users are served, as this execution knows it. */
function servesLine({ record, region }: RunningFacts): string {
  if (record.switch?.state === 'switched') return `Traffic: this execution has switched it to ${region}.`;
  // Whatever the first call came to: it may have decided, and its answer may be lost.
  if (record.switch !== null || record.caught?.step === 'UpdateRoute53')
    return `Traffic: this execution is moving it to ${region}, and may have moved it already.`;
  const before = 'when this execution started; it has not moved it.';
  if (record.serves === 'unknown') return 'Traffic: not read yet; this execution has not moved it.';
  return `Traffic: went to ${record.serves === 'standby' ? region : 'the primary region'} ${before}`;
}
