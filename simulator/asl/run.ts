import type { Fragment } from './definition';
import type { AslEnvironment, ExecutionIdentity } from './environment';
import type { Thread } from './thread';

/** What all of one execution shares. */
export interface Run {
  readonly environment: AslEnvironment;
  readonly identity: ExecutionIdentity;
  readonly startTimeMs: number;
  readonly input: unknown;
  /** Runs states from StartAt until one ends the thread, and gives its output: of the machine, a branch, an item. */
  runStates(thread: Thread, fragment: Fragment, input: unknown): Promise<unknown>;
  /** Called for each state transition that AWS bills: a state entered, a retry. */
  countTransition(): void;
}
