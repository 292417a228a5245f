import type { ValidationVerdict } from '../decide/validation';
import type { Action } from '../common/action';
import { explain } from '../common/explanation';
import { validationActions } from './actions';
import type { ValidationFacts } from './facts';
import { leftoversOf } from './leftovers';
import { VALIDATION_STEPS } from './next-steps';

/** What a person can do after the end, for everything that was found; the most useful first. */
export function actionsAfterValidation(facts: ValidationFacts, verdict: ValidationVerdict): readonly Action[] {
  if (verdict.kind === 'passed') return [];
  const ofFindings = verdict.findings.flatMap((failure) =>
    validationActions(explain(VALIDATION_STEPS, failure.reason, failure.step).next, { ...facts, failure }),
  );
  const readAgain = leftoversOf(facts).unread.length === 0 ? [] : (['inspectClusters'] as const);
  const all = [...ofFindings, ...validationActions(readAgain, { ...facts, failure: undefined })];
  // Several findings may come to the same command, in other words.
  return all.filter(({ command }, index) => all.findIndex((each) => each.command === command) === index);
}
