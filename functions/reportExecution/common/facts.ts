import type { Environment, ReportedExecution } from '../contract';
import type { ExecutionFailure } from './failure';

/** What is known of every execution, whatever its workflow. */
export interface ExecutionFacts {
  readonly execution: ReportedExecution;
  readonly environment: Environment;
  readonly region: string;
  readonly nowMs: number;
}

/** What the actions that all workflows have are made from. */
export interface CommonActionFacts extends ExecutionFacts {
  readonly failure: ExecutionFailure | undefined;
}
