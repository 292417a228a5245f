import { NOTHING_CAUGHT, runningMessage } from '../common/running-message';
import { requestLine } from '../common/sections';
import { lastEnd, stillOpen } from '../common/steps';
import type { Notification } from '../contract';
import { corruptionActions } from './actions';
import { type CorruptionFacts, interruptionsOf, primaryRegionOf, stepOf } from './facts';
import * as sections from './sections';
import { corruptionWait } from './waiting-steps';

/** What is said of a recovery from damaged data that is held up, or late. */
export function runningCorruption(facts: CorruptionFacts): Notification {
  const { record } = facts;
  const caught = record.caught ?? NOTHING_CAUGHT;
  const step = stepOf(caught.step, record);
  const { waitsFor, next } = corruptionWait({ ...caught, step });
  // A region that does not answer is not waited for: there is another one.
  const isSilent = caught.Cause.includes(`in ${primaryRegionOf(facts)} gets no answer`);
  return runningMessage(facts, {
    kind: 'recovery from damaged data',
    // One step after the other: each begins when the one before has ended.
    caught: { ...caught, step, began: caught.began ?? lastEnd(record.steps) },
    interruptions: stillOpen(interruptionsOf(facts), record.steps),
    budgets: record.budgets,
    cleanUpBegan: record.isCleaningUp ? record.cleanUpBegan : null,
    waitsFor,
    wanted: isSilent ? `After a quarter of an hour without an answer of ${primaryRegionOf(facts)} it ends.` : null,
    actions: corruptionActions(isSilent ? ['failOver', ...next] : next, { ...facts, failure: undefined }),
    details: [requestLine(facts, record.request), sections.restoredLine(facts)],
  });
}
