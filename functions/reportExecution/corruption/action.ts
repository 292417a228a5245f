import type { Action } from '../common/action';
import type { ExecutionFailure } from '../common/failure';
import type { CorruptionFacts } from './facts';

/** What an action is made from. */
export interface CorruptionActionFacts extends CorruptionFacts {
  /** What was found, where something was. */
  readonly failure: ExecutionFailure | undefined;
}

/** Undefined: it cannot be done from here, and is left out. */
export type BuildForCorruption = (facts: CorruptionActionFacts) => Action | undefined;
