/**
 * The errors that a workflow may see. Each name says what the workflow does next; the list is closed.
 *
 * The names are literals: Step Functions matches `error.name`, and a minifier turns `this.constructor.name` into one letter.
 */
export type ErrorName =
  | 'TransientDependencyError'
  | 'ConcurrentUpdateError'
  | 'InvalidRequestError'
  | 'UnsafeToProceedError'
  | 'FencedOutError'
  | 'InvariantViolationError';

/** Something that we depend on did not answer, or asked us to slow down: retry. */
export class TransientDependencyError extends Error {
  override readonly name = 'TransientDependencyError';
}

/** Somebody else is changing the same thing: retry soon. */
export class ConcurrentUpdateError extends Error {
  override readonly name = 'ConcurrentUpdateError';
}

/** The request makes no sense as it stands: abort; nothing was changed. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
}

/** Why a person has to decide. The message starts with it, since Step Functions keeps nothing else of an error. */
export type UnsafeReason =
  | 'no-usable-recovery-point'
  | 'no-restorable-recovery-point'
  | 'fallback-needs-acceptance'
  | 'key-not-accessible'
  | 'quota-exceeded'
  | 'standby-misconfigured'
  | 'restored-cluster-failed'
  | 'no-database-secret'
  | 'replica-unavailable'
  | 'activation-template-missing'
  | 'stack-failed'
  | 'stack-needs-repair'
  | 'change-set-failed'
  | 'smoke-test-missing'
  | 'standby-serves'
  | 'warm-standby'
  | 'not-ours'
  | 'traffic-records-unexpected'
  | 'primary-not-answering'
  | RepairReason;

/** Those of a recovery from damaged data alone. */
export type RepairReason = 'no-live-cluster' | 'too-few-answers' | 'moment-not-found';

/** Going on could do harm or lose data: ask the operator. */
export class UnsafeToProceedError extends Error {
  override readonly name = 'UnsafeToProceedError';
  readonly reason: UnsafeReason;

  constructor(reason: UnsafeReason, message: string) {
    super(`${reason}: ${message}`);
    this.reason = reason;
  }
}

/** Another execution owns this: stand down. */
export class FencedOutError extends Error {
  override readonly name = 'FencedOutError';
}

/** What we believed cannot happen did, or we were set up wrongly: stop, keep the evidence, page. */
export class InvariantViolationError extends Error {
  override readonly name = 'InvariantViolationError';
}

export type PilotLightError =
  | TransientDependencyError
  | ConcurrentUpdateError
  | InvalidRequestError
  | UnsafeToProceedError
  | FencedOutError
  | InvariantViolationError;

export function isPilotLightError(error: unknown): error is PilotLightError {
  return (
    error instanceof TransientDependencyError ||
    error instanceof ConcurrentUpdateError ||
    error instanceof InvalidRequestError ||
    error instanceof UnsafeToProceedError ||
    error instanceof FencedOutError ||
    error instanceof InvariantViolationError
  );
}
