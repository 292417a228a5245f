/** One thing that is wrong in a state machine. */
export interface LintProblem {
  /** Where: `States/RestoreAurora/Arguments/Payload`. */
  readonly path: string;
  readonly rule: LintRule;
  readonly message: string;
}

export type LintRule =
  | 'definition'
  | 'expression-delimiters'
  | 'eval'
  | 'unknown-function'
  | 'undefined-variable'
  | 'states-member'
  | 'assign-outer-variable'
  | 'heartbeat'
  | 'task-guards'
  | 'machine-timeout';
