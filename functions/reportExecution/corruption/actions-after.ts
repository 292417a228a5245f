import type { Action } from '../common/action';
import { explain } from '../common/explanation';
import type { CorruptionVerdict } from '../decide/corruption';
import type { CorruptionActionName } from './action-names';
import { corruptionActions } from './actions';
import type { CorruptionFacts } from './facts';
import { CORRUPTION_STEPS } from './next-steps';

/** What a person can do after the end; the most useful first. */
export function actionsAfterCorruption(facts: CorruptionFacts, verdict: CorruptionVerdict): readonly Action[] {
  const all =
    verdict.kind === 'passed'
      ? corruptionActions(afterSuccess(facts), { ...facts, failure: undefined })
      : [
          ...verdict.findings.flatMap((failure) =>
            corruptionActions(explain(CORRUPTION_STEPS, failure.reason, failure.step).next, { ...facts, failure }),
          ),
          ...corruptionActions(whileKept(facts), { ...facts, failure: undefined }),
        ];
  // Several findings may come to the same command, in other words.
  return all.filter(({ command }, index) => all.findIndex((each) => each.command === command) === index);
}

function afterSuccess(facts: CorruptionFacts): readonly CorruptionActionName[] {
  const { request, isKept, isCleaningUp } = facts.record;
  if (isKept && isCleaningUp) return [];
  const kept = whileKept(facts);
  switch (request?.mode) {
    case 'export':
      return kept;
    case 'rows':
      return ['undo', ...kept];
    default:
      return ['bringBack', 'readList', ...kept];
  }
}

function whileKept({ record }: CorruptionFacts): readonly CorruptionActionName[] {
  return record.isKept && !record.isCleaningUp ? ['readFrom', 'keepLonger', 'removeNow'] : [];
}
