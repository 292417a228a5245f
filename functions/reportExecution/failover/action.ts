import type { Action } from '../common/action';
import type { RunningFacts } from './facts';
import type { FailoverFailure } from './failure';

/** What an action is made from. */
export interface ActionFacts extends RunningFacts {
  readonly failure: FailoverFailure | undefined;
  /** The clusters of this failover; undefined where they could not be read. */
  readonly clusters: readonly string[] | undefined;
}

/** Undefined: it cannot be done from here, and is left out. */
export type Build = (facts: ActionFacts) => Action | undefined;
