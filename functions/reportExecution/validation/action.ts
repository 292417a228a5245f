import type { Action } from '../common/action';
import type { ExecutionFailure } from '../common/failure';
import type { RunningValidation } from './facts';

/** What an action is made from. */
export interface ValidationActionFacts extends RunningValidation {
  /** What was found, where something was. */
  readonly failure: ExecutionFailure | undefined;
}

/** Undefined: it cannot be done from here, and is left out. */
export type BuildForValidation = (facts: ValidationActionFacts) => Action | undefined;
