import { type Diagnostic, sentenceOf } from './diagnostic';

/**
 * What can go wrong in an execution, as Retry and Catch see it: an error name and a cause.
 * Names and meanings: Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export class ExecutionError extends Error {
  override readonly name: string = 'ExecutionError';
  /** What `ErrorEquals` is compared with. A Fail state may have none. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super([error, cause].filter((part) => part !== undefined).join(': '));
    this.error = error;
    this.cause = cause;
  }
}

/** A task reported an error of its own. */
export class TaskFailedError extends ExecutionError {
  override readonly name = 'TaskFailedError';
}

/** A JSONata expression failed, gave nothing, or gave a value of the wrong type. */
export class QueryEvaluationError extends ExecutionError {
  override readonly name = 'QueryEvaluationError';

  constructor(cause: string) {
    super('States.QueryEvaluationError', cause);
  }
}

/** A task took longer than its TimeoutSeconds. AWS gives no cause. */
export class TimeoutError extends ExecutionError {
  override readonly name = 'TimeoutError';

  constructor() {
    super('States.Timeout');
  }
}

/** A task sent no heartbeat for longer than its HeartbeatSeconds. */
export class HeartbeatTimeoutError extends ExecutionError {
  override readonly name = 'HeartbeatTimeoutError';

  constructor() {
    super('States.HeartbeatTimeout');
  }
}

/** No rule of a Choice state matched, and it has no Default. */
export class NoChoiceMatchedError extends ExecutionError {
  override readonly name = 'NoChoiceMatchedError';

  constructor(cause: string) {
    super('States.NoChoiceMatched', cause);
  }
}

/** More items of a distributed Map failed than it tolerates. */
export class ExceedToleratedFailureThresholdError extends ExecutionError {
  override readonly name = 'ExceedToleratedFailureThresholdError';

  constructor() {
    super('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded');
  }
}

/** A payload is larger than the quota. `States.ALL` does not match it. */
export class DataLimitExceededError extends ExecutionError {
  override readonly name = 'DataLimitExceededError';

  constructor(producer: string) {
    super(
      'States.DataLimitExceeded',
      `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}

/** The execution cannot go on. Nothing catches it. */
export class RuntimeError extends ExecutionError {
  override readonly name: string = 'RuntimeError';

  constructor(cause: string) {
    super('States.Runtime', cause);
  }
}

/** The history is full: the execution fails with the last event that fits. */
export class HistoryLimitError extends RuntimeError {
  override readonly name = 'HistoryLimitError';

  constructor(limit: number) {
    super(`The execution reached the maximum number of history events (${limit}).`);
  }
}

/** A branch, an iteration or the whole execution was told to stop. Never seen by Retry or Catch. */
export class AbortedError extends Error {
  override readonly name = 'AbortedError';
}

/** The definition is not a state machine that AWS would accept. */
export class InvalidDefinitionError extends Error {
  override readonly name = 'InvalidDefinitionError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(sentenceOf(diagnostics));
    this.diagnostics = diagnostics;
  }
}

/** The definition is right, but uses something that this interpreter does not model. */
export class NotModelledError extends Error {
  override readonly name = 'NotModelledError';

  constructor(what: string) {
    super(`${what} is not modelled by the simulator (docs/asl-support.md)`);
  }
}
