import { NOTHING_CAUGHT, runningMessage } from '../common/running-message';
import { requestLine } from '../common/sections';
import { lastEnd, stillOpen } from '../common/steps';
import type { Notification } from '../contract';
import { validationActions } from './actions';
import { interruptionsOf, stepOf, type RunningValidation } from './facts';
import { validationWait } from './waiting-steps';

/** What is said of a validation that is held up, or late. Nobody is served by it: there is time. */
export function runningValidation(facts: RunningValidation): Notification {
  const { record } = facts;
  const caught = record.caught ?? NOTHING_CAUGHT;
  const step = stepOf(caught.step, record);
  const { waitsFor, next } = validationWait({ ...caught, step });
  return runningMessage(facts, {
    kind: 'restore validation',
    // One step after the other: each begins when the one before has ended.
    caught: { ...caught, step, began: caught.began ?? lastEnd(record.steps) },
    interruptions: stillOpen(interruptionsOf(record), record.steps),
    budgets: record.budgets,
    cleanUpBegan: record.isCleaningUp ? record.cleanUpBegan : null,
    waitsFor,
    wanted: null,
    actions: validationActions(next, { ...facts, failure: undefined }),
    details: ['Users are not affected.', requestLine(facts, record.request), pointLine(facts)],
  });
}

function pointLine({ record }: RunningValidation): string | undefined {
  const arn = record.restored?.recoveryPointArn ?? record.recovery?.chosen.recoveryPointArn;
  return arn === undefined ? undefined : `Recovery point: ${arn}`;
}
