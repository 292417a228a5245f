import type { RunningFacts } from './facts';
import type { ExecutionFailure } from './failure';

/** A sentence, and the command that does it as it stands; a sentence alone where no command can. */
export interface Action {
  readonly sentence: string;
  readonly command: string | null;
}

/** What an action is made from. */
export interface ActionFacts extends RunningFacts {
  readonly failure: ExecutionFailure | undefined;
  /** The clusters of this failover, where they were read. */
  readonly clusters: readonly string[];
}

/** Undefined: it cannot be done from here, and is left out. */
export type Build = (facts: ActionFacts) => Action | undefined;
